"""HTML elements whose text is escaped because they are built, and never put together by hand.

``Html`` is markup. Any other text that becomes part of an element is escaped, with what is invisible made
visible, so that no page can hold an unescaped text by mistake.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape

from medway_tui.text import escape_invisible

VOID_ELEMENTS = frozenset({"br", "hr", "input", "link", "meta"})
"""The elements without an end tag that the pages use."""

_LINE_ELEMENTS = frozenset(
    {"article", "blockquote", "div", "dl", "figure", "footer", "head", "header", "link", "li", "main", "meta"}
    | {"nav", "ol", "p", "section", "svg", "table", "title", "tr", "ul", "h1", "h2", "h3"}
)
"""The elements after which a line ends, so that people can read the files, and compare two of them."""


class Html(str):
    """Markup: text that is escaped already."""

    __slots__ = ()


Child = str | None
"""A text, which is escaped; ``Html``, which is not; or nothing."""
Attribute = str | int | bool | None
"""The value of an attribute: True is an attribute without a value; None and False are left out."""


_SHORT = 80
"""The most characters of a text that is remembered: names, labels and attributes come again and again."""


def escape_text(text: str) -> Html:
    """Return a text as markup; ``Html`` as it is."""
    if isinstance(text, Html):
        return text
    return _escape_short(text) if len(text) <= _SHORT else _escape(text)


def _escape(text: str) -> Html:
    return Html(escape(escape_invisible(text)))


_escape_short = lru_cache(maxsize=4096)(_escape)


def join_html(children: Iterable[Child], separator: str = "") -> Html:
    """Join texts and markup, with a separator between those that are not empty."""
    return Html(escape_text(separator).join(escape_text(each) for each in children if each))


def element(name: str, *children: Child, **attributes: Attribute) -> Html:
    """Return an element. ``class_`` is the attribute class, ``aria_label`` aria-label."""
    parts: list[str] = [f"<{name}"]
    for key, value in attributes.items():
        if value is not None and value is not False:
            parts.append(f" {_attribute_name(key)}")
            if value is not True:
                parts.append(f'="{escape_text(str(value))}"')
    parts.append(">")
    if name not in VOID_ELEMENTS:
        parts += [escape_text(child) for child in children if child]
        parts.append(f"</{name}>")
    if name in _LINE_ELEMENTS:
        parts.append("\n")
    return Html("".join(parts))


@cache
def _attribute_name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def paragraphs(*lines: Child, class_: str | None = None) -> Html:
    """Return a ``p`` for each line that is not empty."""
    return join_html(element("p", line, class_=class_) for line in lines if line)


def list_items(items: Iterable[Child], *, name: str = "ul", **attributes: Attribute) -> Html:
    """Return a list with an ``li`` for each item that is not empty; nothing where there is none."""
    found = [element("li", each) for each in items if each]
    return element(name, *found, **attributes) if found else Html()


def definitions(pairs: Iterable[tuple[str, Child]], class_: str | None = None) -> Html:
    """Return a description list of the terms whose description is not empty."""
    groups = [
        element("div", element("dt", term), element("dd", description))
        for term, description in pairs
        if description
    ]
    return element("dl", *groups, class_=class_) if groups else Html()


def outside_link(url: str | None, words: Child = None) -> Html:
    """Return a link to an address of the web, which is also its words where there are none.

    Only http and https are links: of any other address the words alone are shown.
    """
    shown = words or url or ""
    if not url or not url.startswith(("https://", "http://")):
        return escape_text(shown)
    # In print, the address comes after the words.
    kind = "outside" if shown != url else None
    return element("a", shown, href=url, class_=kind, rel="noopener noreferrer")
