"""Reports and datasets in formats for people and other programs."""
