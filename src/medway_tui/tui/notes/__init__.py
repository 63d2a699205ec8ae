"""Bookmarks and notes in the reader: the field, the list, and what they have been put on."""
