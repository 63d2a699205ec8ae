"""Pages in which our own reading finds no article: trafilatura is asked, where it is installed.

Its own description: https://trafilatura.readthedocs.io. It is an extra, as it brings lxml and a dozen other
packages, and most pages say themselves where their article is.
"""

from __future__ import annotations

import re
from typing import Any

from medway_tui.saved_pages import NoArticleError, ReadOptions, SavedArticle, read_saved_article
from medway_tui.saved_pages.decode import decode

_HEAD = re.compile(r"<head\b.*?</head>", re.IGNORECASE | re.DOTALL)
_BODY = re.compile(r"<body\b[^>]*>(.*)</body>", re.IGNORECASE | re.DOTALL)


def read_any(data: bytes, name: str, choices: ReadOptions) -> SavedArticle:
    """Read a saved article; a page in which none is found with trafilatura's help.

    Raises UnreadableError as ``read_saved_article`` does.
    """
    try:
        return read_saved_article(data, name, choices)
    except NoArticleError as error:
        try:
            import trafilatura  # noqa: PLC0415 - an extra, and half a second to import
        except ImportError:
            error.hint = f'{error.hint}; or let trafilatura look for it: pip install "medway-tui[html]"'
            raise error from None
        text, _ = decode(data, choices.encoding)
        asked: Any = trafilatura.extract
        found = asked(text, output_format="html", include_comments=False, include_tables=False) or ""
        body = _BODY.search(found)
        if body is None:
            raise
        head = _HEAD.search(text)
        page = f"<!doctype html>{head[0] if head else ''}<body><article>{body[1]}</article></body>"
        saved = read_saved_article(page.encode(), "page.html", choices)
        return saved._replace(remarks=(*saved.remarks, "trafilatura found the article in the page"))
