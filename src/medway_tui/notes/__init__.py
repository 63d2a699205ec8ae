"""The user's bookmarks and notes: their file, and their places in the articles as these are now."""
