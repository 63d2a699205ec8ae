"""A saved article as a draft of its own: an article, and its quotations for a person to confirm."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Container
from pathlib import Path

from medway_tui.content.drafts import Body, article_text, quotes_text
from medway_tui.content.ids import article_id, free
from medway_tui.content.layout import path_of
from medway_tui.content.nodes import parsed
from medway_tui.dossier.folders import DossierError
from medway_tui.dossier.importing.names import Names
from medway_tui.dossier.importing.outcome import (
    Outcome,
    Wishes,
    called,
    count,
    dropped_lines,
    facts_lines,
    short,
)
from medway_tui.dossier.importing.plan import Plan
from medway_tui.dossier.importing.quotations import Found, quotations
from medway_tui.dossier.importing.records import Record, entry_digests, word_digests
from medway_tui.dossier.sound import fits, sound
from medway_tui.extract.saved import Piece, Saved
from medway_tui.model.constraints import ID
from medway_tui.model.kinds import ParagraphKind

_UNMARKED = str.maketrans("", "", '“”„«»"')
"""A title of ours quotes nobody."""

_TITLE_WORDS = 10
"""Of how many of the text's first words a title of ours is made."""


def draft(
    saved: Saved,
    wishes: Wishes,
    source: tuple[str, str],
    folder: Path,
    names: Names,
    taken: Container[str],
    ask: Callable[[str], str] | None,
) -> Outcome:
    """What is to be written into ``folder`` so that the article stands in it, with its quotations.

    ``source`` is the file's name and the digest of its bytes; ``taken`` the ids that are taken; ``ask``
    asks a person for a key that nobody can know. Raises DossierError where that leaves something out.
    """
    keys, remarks = _keys(saved, wishes, ask)
    if wishes.wanted:
        fits(wishes.wanted, ID)
    made = wishes.wanted or article_id(keys["publisher"], keys.get("published", ""), keys["headline"])
    if not made:
        raise DossierError("no id can be made of the publisher and the headline", "give one with --id")
    name = made if wishes.wanted else free(made, taken)
    outcome = Outcome(name, "")
    blocks = [Body(piece.text, _kind(piece)) for piece in saved.blocks]
    headline = "" if keys.get("title_ours") else keys["headline"]
    found, proposals, said = quotations(
        [headline, *(b.text for b in blocks)], names, propose=wishes.propose, explain=wishes.explain
    )
    plan = Plan(folder, Record(name, "draft", *source), proposals=proposals)
    basename = called(source[0])
    plan.files["article"] = article_text(f"Imported from {basename}: the article's own text.", keys, blocks)
    plan.before["article"] = None
    if found:
        remark = (
            f"Found by medway-tui import in {basename}. Each entry with the key draft is a draft until"
            " somebody confirms it: review them in the reader."
        )
        plan.files["quotes"] = quotes_text(remark, [each.keys for each in found])
        plan.before["quotes"] = None
        value = parsed("", plan.files["quotes"], b"")[0].value
        plan.record.quotes, plan.record.words = entry_digests(value), word_digests(value)
    plan.note_keys([*keys, "paragraphs"])
    outcome.plan, outcome.found = plan, found
    outcome.what = f"{count(len(blocks), 'block')}, {_counted(found)}"
    outcome.lines += [*facts_lines(saved), *remarks, *said, *saved.remarks]
    outcome.lines += dropped_lines([(p.number, p.text, p.dropped) for p in saved.dropped], saved.unit)
    outcome.lines += _people(found, plan)
    return outcome


def _kind(piece: Piece) -> ParagraphKind:
    return "paragraph" if piece.kind == "headline" else piece.kind


def _keys(saved: Saved, wishes: Wishes, ask: Callable[[str], str] | None) -> tuple[dict[str, str], list[str]]:
    """The article's keys in their order, and what a person should know of them."""
    known = {key: fact.value for key, fact in saved.facts}
    if "published" in wishes.given:
        known.pop("published_inferred", None)
    known.update({key: value for key, value in sound(wishes.given).items() if value})
    remarks = []
    if "publisher" not in known and ask is not None:
        known["publisher"] = sound({"publisher": ask("publisher")})["publisher"]
    if "publisher" not in known:
        raise DossierError("nothing in it says who published it", "say so with --publisher NAME")
    ours = "headline" not in known
    if ours:
        words = saved.blocks[0].text.split()
        title = " ".join(words[:_TITLE_WORDS]).translate(_UNMARKED)
        known["headline"] = title.strip("'’‘ ") + ("…" if len(words) > _TITLE_WORDS else "")
        remarks.append(
            f"no headline was found: “{known['headline']}” is a title of ours; give it with --headline"
        )
    if "published" not in known:
        remarks.append("nothing in it says when it was published: the key is left out; --published gives it")
    keys = {"headline": known["headline"]}
    if ours:
        keys["title_ours"] = "true"
    for key in ("publisher", "published", "published_inferred", "url", "author"):
        if key in known:
            keys[key] = known[key]
    keys["accessed"] = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    keys["kind"] = "original"
    return keys, remarks


def _counted(found: list[Found]) -> str:
    real = [each for each in found if each.keys["type"] != "none" and "continues" not in each.keys]
    none = sum(each.keys["type"] == "none" for each in found)
    more = f" (and {count(none, 'passage')} in marks that quote nobody)" if none else ""
    return f"{count(len(real), 'quotation')}{more}"


def _people(found: list[Found], plan: Plan) -> list[str]:
    lines = [f"new in {path_of(each.kind)}: {each.id}, {each.name}" for each in plan.proposals]
    for each in found:
        keys = each.keys
        if each.matched:
            lines.append(f"{keys['id']}: taken for {keys['speaker']}, {each.matched}")
        elif keys["type"] != "none" and "speaker" not in keys:
            who = (
                f"“{keys['attribution']}” is nobody who is known"
                if "attribution" in keys
                else "no speaker was found"
            )
            lines.append(f"{keys['id']}: {who}: {short(keys['exact'])}")
    return lines
