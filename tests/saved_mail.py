"""Mail and mailboxes for tests: invented articles in the forms in which programs save them."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from random import Random

THINGS = ("bandstand", "pier", "lido", "library", "mill", "market", "bridge", "harbour")
WORDS = ("roof", "wall", "north", "oak", "door", "old", "gate", "stone", "clock", "well", "green", "iron")


def article_text(number: int) -> str:
    """Return the paragraphs of an article that no other number has."""
    thing = THINGS[number % len(THINGS)]
    chance = Random(number)  # noqa: S311 - no secret
    sentences = (f"The {' '.join(chance.choices(WORDS, k=9))} is to be looked at too." for _ in range(5))
    return (
        f"The {thing} in Riverside is to be repaired for £{number + 2},000, the council said on Tuesday.\n\n"
        f"{' '.join(sentences)}\n\n"
        f"Councillor Bea Quill said: “We have waited {number + 2} years and will not wait again.”\n\n"
        f"From the quay, Tom Other of the Friends of the {thing} said: “It is time that we were heard.”\n"
    )


def headline(number: int) -> str:
    return f"{THINGS[number % len(THINGS)].title()} number {number} to be repaired"


def make_mail(number: int, text: str | None = None, subject: str | None = None) -> EmailMessage:
    """Return a newsletter with an article."""
    mail = EmailMessage()
    mail["From"] = "Riverside Courier <news@courier.example>"
    mail["To"] = "me@home.example"
    mail["Subject"] = headline(number) if subject is None else subject
    mail["Date"] = f"Mon, {1 + number % 28} Jul 2024 09:00:00 +0100"
    mail["Message-ID"] = f"<{number}@courier.example>"
    mail.set_content(article_text(number) if text is None else text)
    return mail


def make_mailbox(mails: Sequence[EmailMessage | bytes]) -> bytes:
    """Return a mailbox as mboxrd has it: lines that begin with From are quoted."""
    parts = []
    for mail in mails:
        lines = (mail if isinstance(mail, bytes) else mail.as_bytes()).splitlines()
        quoted = [b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines]
        parts.append(b"\n".join([b"From courier@courier.example Mon Jul  1 09:00:00 2024", *quoted, b""]))
    return b"\n".join(parts)
