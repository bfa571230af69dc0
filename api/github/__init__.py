"""GitHub's secret scanning partner programme: whose report it is, and what it says."""
