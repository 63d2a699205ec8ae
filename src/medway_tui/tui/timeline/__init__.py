"""Timeline: the whole story in order of time."""
