"""Rules for secret scanners, made from the one definition of a token in `core/secret.py`."""
