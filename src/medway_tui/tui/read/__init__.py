"""The view in which articles are read."""
