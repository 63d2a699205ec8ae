"""The reader: the screen of the terminal."""
