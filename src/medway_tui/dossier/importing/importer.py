"""Importing files, one after another."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from medway_tui.content.layout import path_of
from medway_tui.dossier.adding import headline_in
from medway_tui.dossier.folders import DossierError, user_folder
from medway_tui.dossier.importing import records
from medway_tui.dossier.importing.accounts import Accounts
from medway_tui.dossier.importing.drafts import draft
from medway_tui.dossier.importing.names import Names
from medway_tui.dossier.importing.originals import Copy, lay
from medway_tui.dossier.importing.outcome import Outcome, Wishes
from medway_tui.dossier.importing.pages import read_any
from medway_tui.dossier.importing.updating import merged
from medway_tui.dossier.opening import Dossier, open_dossier
from medway_tui.dossier.pace import Progress
from medway_tui.extract.saved import Choices, Saved
from medway_tui.index.articles import article
from medway_tui.index.originals import address, articles_at, evidence_words, known_names

__all__ = ["Importer", "Outcome", "Wishes"]


class Importer:
    """Imports saved articles into a dossier. What raises DossierError has written nothing."""

    def __init__(
        self,
        roots: Sequence[Path],
        ask: Callable[[str], str] | None = None,
        progress: Progress | None = None,
    ) -> None:
        """``roots`` are the folders named, the last to be written to; none means the user's own one.

        ``ask`` asks a person for what nobody can know, such as the publisher; ``progress`` is told how far
        the index has come where it has to be built.
        """
        self._dossier: Dossier = open_dossier(roots, progress=progress)
        own = user_folder(self._dossier.id)
        self._target = roots[-1].absolute() if roots else own
        # What lies in the folder that is written to can't be laid over: an original goes into the user's.
        self._originals = self._target if len(roots) > 1 else own
        self._layers = [root for root in self._dossier.roots if not roots or root != own]
        self._ask = ask
        index = self._dossier.index
        self._accounts = Accounts(index, self._dossier.roots, self._originals)
        within = tuple(f"{root}{os.sep}" for root in self._layers)
        self._names = Names(each for each in known_names(index) if each.path.startswith(within))
        self._addresses: dict[str, list[str]] = {}
        """The articles that were imported since the dossier was opened, by their addresses."""
        self._sources = {folder: records.known_sources(folder) for folder in {self._target, self._originals}}

    def close(self) -> None:
        """Close the dossier."""
        self._dossier.close()

    def take(self, name: str, data: bytes, choices: Choices, wishes: Wishes) -> Outcome:
        """Import one file: its ``name``, its bytes.

        Raises UnreadableError too, where it is no article that can be read.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        if not wishes.update and not wishes.dry_run:
            before = self._before(sha256)
            if before is not None:
                return before
        saved = read_any(data, name, choices)
        if "url" in wishes.given and saved.facts.learn("url", wishes.given["url"], "--url"):
            saved.facts.conclude()
        source = (name, sha256)
        found = None if wishes.as_new else self._accounts.recognise(saved, wishes.original)
        if wishes.original and found is None:
            raise DossierError(
                f"there is no account {wishes.original} to lay it over",
                "medway-tui articles lists the articles",
            )
        if found is not None:
            evidence = evidence_words(self._dossier.index, found.unit.article.id)
            copy = Copy(saved, found, source, self._accounts.below, evidence)
            outcome = lay(copy, self._originals, self._names, update=wishes.update)
        else:
            outcome = self._drafted(saved, wishes, source)
        return self._written(outcome, wishes, saved.facts["url"])

    def _before(self, sha256: str) -> Outcome | None:
        for folder, known in self._sources.items():
            name = known.get(sha256)
            path = folder / path_of("article", name or "")
            if name is not None and os.path.lexists(path):
                return Outcome(
                    name,
                    "imported already: nothing is changed",
                    [f"it is {path}; --update looks at it again"],
                )
        return None

    def _drafted(self, saved: Saved, wishes: Wishes, source: tuple[str, str]) -> Outcome:
        index = self._dossier.index
        outcome = draft(
            saved, wishes, source, self._target, self._names, _Taken(self._dossier, self._target), self._ask
        )
        assert outcome.plan is not None  # noqa: S101 - for the type checker
        there = self._there(saved, wishes, source, outcome)
        if there is not None and not wishes.wanted and not wishes.update:
            raise DossierError(
                f"this article is there already: {there}",
                "--update merges what is new into it, --id imports it once more",
            )
        if wishes.update and (there or wishes.wanted):
            name = there or wishes.wanted
            if os.path.lexists(self._target / path_of("article", name)):
                return merged(outcome, name, self._target, records.load(self._target, name))
        if wishes.wanted and article(index, wishes.wanted) is not None:
            raise DossierError(f"the id {wishes.wanted} is taken", "give another")
        outcome.plan.unit([])
        return outcome

    def _there(self, saved: Saved, wishes: Wishes, source: tuple[str, str], outcome: Outcome) -> str | None:
        """The id of the same article, where it is in the dossier."""
        known = self._sources[self._target].get(source[1])
        if known is not None and os.path.lexists(self._target / path_of("article", known)):
            return known
        url = saved.facts["url"]
        if url is not None:
            same: list[str] = [*articles_at(self._dossier.index, url), *self._addresses.get(address(url), ())]
            if same:
                return same[0]
        stem, _, number = outcome.id.rpartition("-")
        headline = wishes.given.get("headline") or saved.facts["headline"]
        if not number.isdigit() or headline is None:
            return None
        # The id would be free but for an article of the same publisher, day and headline.
        row = article(self._dossier.index, stem)
        there = row.headline if row else headline_in(self._target / path_of("article", stem))
        return stem if there == headline else None

    def _written(self, outcome: Outcome, wishes: Wishes, url: str | None) -> Outcome:
        plan = outcome.plan
        if plan is None or wishes.dry_run:
            return outcome
        outcome.lines += plan.write()
        outcome.written = [path for path, _ in plan.texts()]
        self._sources[plan.folder][plan.record.sha256] = plan.record.id
        if url is not None and plan.record.kind == "draft":
            self._addresses.setdefault(address(url), []).append(plan.record.id)
        return outcome


class _Taken:
    """The ids that are taken: in the dossier, and by what was imported meanwhile."""

    def __init__(self, dossier: Dossier, target: Path) -> None:
        self._dossier = dossier
        self._target = target

    def __contains__(self, name: object) -> bool:
        text = str(name)
        paths = (self._target / path_of(kind, text) for kind in ("article", "quotes"))
        return article(self._dossier.index, text) is not None or any(map(os.path.lexists, paths))
