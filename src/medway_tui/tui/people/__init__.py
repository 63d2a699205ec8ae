"""People: a page for each person and organisation."""
