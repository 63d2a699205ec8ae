"""Reads REFI-QDA projects (``.qdpx``), in which NVivo, MAXQDA, ATLAS.ti and QualCoder exchange coded texts.

The zip and its XML are ``project.py``, the characters that each program counts ``positions.py``, and what the
codes mean in a dossier ``coded_passages.py``.
"""
