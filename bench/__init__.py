"""Measures the product. `make bench` prints the tables; nothing here is a test."""
