"""Loads a dossier's files into the model, and finds every problem in them."""
