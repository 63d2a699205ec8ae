"""Differences: where the sources differ."""
