"""Recognises what is saved in the place of an article: error, log-in and consent pages, other languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from medway_tui.saved_pages.blocks import SavedBlock, UnreadableError
from medway_tui.text import shorten

MIN_WORDS = 150
"""A shorter text may be a notice in the place of an article."""
_MIN_LANGUAGE_WORDS = 60
_MAX_LANGUAGE_LETTERS = 3_000
_MIN_ENGLISH_SHARE = 0.12
"""The share of the words of English text that are among the most frequent; about 0.35 in news."""


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_ERROR = _any_of(
    r"\b(?:40\d|41\d|429|50\d)\b\W*(?:$|error|not found|forbidden|gone|bad|page|unauthori[sz]ed|too many)",
    r"\b(?:page|file|article|story|content|site|address)\s+(?:was |could |can)?(?:not|n['’]t) ?(?:be )?"
    r"(?:found|available|reached|displayed|loaded)",
    r"\b(?:page|article|story) (?:no longer exists|has (?:been )?(?:moved|removed|deleted|expired))",
    r"^(?:access denied|forbidden|unauthori[sz]ed|not found|just a moment|attention required|bad gateway)\b",
    r"^(?:(?:internal )?server error|service (?:temporarily )?unavailable|gateway time-?out)\b",
    r"^(?:problem loading page|security check|robot check|pardon our interruption|something went wrong)\b",
    r"\bare you (?:a )?(?:robot|human)\b|\bverify(?:ing)? (?:that )?you are (?:a )?human",
    r"\bchecking (?:your browser|if the site connection is secure)",
    r"\bthis site can['’]?t be reached",
)
_LOGIN = _any_of(r"\b(?:log|sign)[ -]?(?:in|on)\b", r"\blogin\b", r"\bcreate (?:an )?account\b")
_CONSENT = _any_of(
    r"\bbefore you continue\b|\bwe use cookies\b|\baccept (?:all|cookies)\b|\bcookie (?:consent|settings)\b",
    r"\b(?:we|and our partners) (?:value|care about|respect) your privacy\b",
    r"\bmanage (?:your )?(?:consent|cookies|privacy|choices|options)\b",
    r"\byour (?:privacy|cookie) (?:choices|settings|options)\b",
    r"\bstore and/or access information on (?:a|your) device\b",
    r"\bour (?:\d+ )?partners\b.{0,80}\b(?:cookies|data)\b",
)

PAYWALL = re.compile(
    r"(?:subscribe|register|sign in|log in|create an? (?:free )?account) (?:now |today |for free )?"
    r"to (?:continue|keep|read|unlock)"
    r"|(?:this|the) (?:article|story|content) is (?:for|(?:only )?available to|exclusive to) (?:our )?"
    r"(?:paying )?(?:subscribers|members)"
    r"|continue reading (?:with|for)|to continue reading"
    r"|subscribers? only|you(?:'|’)ve (?:reached|read) your .{0,30}(?:limit|articles)",
    re.IGNORECASE,
)
"""Words on a page that shows only the beginning of an article."""

_ENGLISH_WORDS = """
the of and to a in that is was for it on with as his he be at by i had not are but from or have an they
which one you were all her she there would their we him been has when who will no more if out so said
what up its about into than them can only other new some could time these two may then do first any my
now such like our over me even most made after also did many before must through years where much your
way down should
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_FOREIGN_LETTER = re.compile(r"[^\W\d_\x00-\x7f]")
_WORD = re.compile(r"[^\W\d_]+")
_LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "el": "Greek", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "ga": "Irish", "gd": "Gaelic", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian",
    "lv": "Latvian", "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish",
    "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def refuse_notice(titles: Sequence[str], texts: Sequence[str], *, has_password: bool) -> None:
    """Raise UnreadableError where a page with little text is an error, a log-in or a consent page.

    ``titles`` are the page's title and headings, ``texts`` its blocks.
    """
    named = next((each for each in (*titles, *texts[:4]) if len(each) <= 120 and _ERROR.search(each)), None)
    if named is not None:
        raise UnreadableError(
            f"the page is an error or a check by the site, not an article: “{shorten(named)}”",
            "open the article's address again, and save the page once the article is shown",
        )
    if has_password and any(_LOGIN.search(each) for each in (*titles, *texts)):
        raise UnreadableError(
            "the page asks to log in, and has no article",
            "log in, open the article, and save that page",
        )
    asking = [text for text in texts if _CONSENT.search(text)]
    if any(_CONSENT.search(each) for each in titles) or sum(map(len, asking)) * 2 > sum(map(len, texts)) > 0:
        raise UnreadableError(
            "the page asks for consent to cookies, and has no article",
            "answer it in the browser, and save the page once the article is shown",
        )


def find_paywall_notice(blocks: Sequence[SavedBlock]) -> SavedBlock | None:
    """Return the block that says the rest is for subscribers."""
    return next((block for block in blocks if len(block.text) < 240 and PAYWALL.search(block.text)), None)


def _first_words(texts: Sequence[str]) -> list[str]:
    """Return the texts up to the number of characters by which a language is known."""
    found: list[str] = []
    letters = 0
    for text in texts:
        if letters >= _MAX_LANGUAGE_LETTERS:
            break
        found.append(text[:_MAX_LANGUAGE_LETTERS])
        letters += len(text)
    return found


def describe_language(texts: Sequence[str], declared: str) -> str | None:
    """Return a remark where a text is not in English; ``declared`` is the code of the page's language."""
    texts = _first_words(texts)
    words = [word.lower() for text in texts for word in _WORD.findall(text)]
    letters = sum(map(len, texts))
    foreign = sum(len(_FOREIGN_LETTER.findall(text)) for text in texts if not text.isascii())
    is_other_script = foreign * 2 > letters > 0
    if len(words) < _MIN_LANGUAGE_WORDS and not is_other_script:
        return None
    share = sum(word in _ENGLISH for word in words) / max(1, len(words))
    if share >= _MIN_ENGLISH_SHARE:
        return None
    name = _LANGUAGES.get(declared.partition("-")[0].lower())
    language = f"in {name}" if name else "not in English"
    return f"the text is {language}: speakers are found by English words, so name them in the review"
