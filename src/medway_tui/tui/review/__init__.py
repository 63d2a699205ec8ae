"""The view in which drafts are reviewed."""
