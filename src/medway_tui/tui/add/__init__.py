"""Adding from inside the reader: imports of saved articles, new articles and new people."""
