"""Incidents: what a suspected compromise is, what is to be done, and how anybody knows it is done."""
