"""Annotations that other programs wrote: read, placed in the dossier's articles, and written as drafts.

A reader of a format (``formats.py`` lists them) turns bytes into an ``AnnotationFile``; ``foreign.py`` has
what a format can say. ``AnnotationImporter`` finds the articles and the words, and writes the drafts.
"""
