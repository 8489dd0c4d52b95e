"""Measurements: run by hand, from a checkout; what they said stands in ``docs/``."""
