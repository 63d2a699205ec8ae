"""The reader: answers to screen."""
