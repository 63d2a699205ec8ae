"""Readers of the kinds of files that hold documents: archives, mail, feeds, exports of databases, and others.

A module here reads one kind. Its function of the type ``DocumentReader`` yields the documents in the bytes of
a file; ``source_documents`` names the module for each kind that ``file_kinds`` recognises.
"""
