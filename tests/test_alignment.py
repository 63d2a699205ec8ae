"""Alignment of two articles, and the choice of the article most like another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from medway_tui.index.alignment import align_articles, most_alike
from medway_tui.sync.dossier import Dossier, open_dossier
from tests.fixtures_differences import add_differences
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder

OTHER = "other-2021-06"
ARTICLE = """\
headline: The roof again
publisher: Evening Post
published: "2021-06"
kind: original
paragraphs:
  - Nothing new.
  - "Mary Okafor had said: “we were told in 2012 and we did nothing”, and called it “out of the question”."
  - "“A roof is a promise, and a promise is a roof.”"
"""
QUOTES = """\
- id: q1
  paragraph: 2
  exact: we were told in 2012 and we did nothing
  speaker: mary-okafor
  cue: said
  type: direct
- id: q2
  paragraph: 2
  exact: out of the question
  speaker: mary-okafor
  type: mixed
- id: q3
  paragraph: 3
  exact: A roof is a promise, and a promise is a roof.
  type: direct
"""


@contextmanager
def opened(folder: Folder) -> Iterator[Dossier]:
    """Open the dossier in a folder."""
    dossier = open_dossier([folder.root])
    yield dossier
    dossier.close()


def add_other(folder: Folder) -> Folder:
    """Add an article that repeats words of the Gazette and the Herald."""
    folder.write(f"articles/{OTHER}.yaml", ARTICLE)
    folder.write(f"quotes/{OTHER}.yaml", QUOTES)
    return folder


def test_paragraphs_correspond_by_difference_and_judgement(folder: Folder) -> None:
    with opened(add_differences(folder)) as dossier:
        aligned = align_articles(dossier.index, GAZETTE, HERALD)
    # By the difference in the first name and that in the day, and by the judgement of 2021.
    assert aligned.others == {1: 1, 3: 2}
    assert aligned.owns == {1: 1, 2: 3}
    assert aligned.labels == ({1: "a", 3: "b"}, {1: "a", 2: "b"})


def test_the_other_way_round_it_is_the_mirror_image(folder: Folder) -> None:
    with opened(add_other(add_differences(folder))) as dossier:
        for first, second in ((GAZETTE, HERALD), (GAZETTE, OTHER), (HERALD, OTHER)):
            there = align_articles(dossier.index, first, second)
            back = align_articles(dossier.index, second, first)
            assert (there.others, there.owns) == (back.owns, back.others)


def test_paragraphs_correspond_by_quoted_words(folder: Folder) -> None:
    with opened(add_other(folder)) as dossier:
        # A run of four words in the first, all of a short quotation in the second.
        assert align_articles(dossier.index, GAZETTE, OTHER).others == {3: 2, 4: 2}
        assert align_articles(dossier.index, GAZETTE, OTHER).owns == {2: 3}
        assert align_articles(dossier.index, HERALD, OTHER).others == {2: 3}
        assert not align_articles(dossier.index, NEWSLETTER, OTHER)


def test_single_words_and_names_of_ratings_align_nothing(folder: Folder) -> None:
    folder.write(f"articles/{OTHER}.yaml", ARTICLE)
    folder.write(
        f"quotes/{OTHER}.yaml",
        "- id: q1\n  paragraph: 3\n  exact: promise\n  type: mixed\n"
        "- id: q2\n  paragraph: 2\n  exact: out of the question\n  type: none\n",
    )
    with opened(folder) as dossier:
        assert not align_articles(dossier.index, HERALD, OTHER)
        assert not align_articles(dossier.index, GAZETTE, OTHER)


def test_the_article_most_alike_shares_records_words_and_speakers(folder: Folder) -> None:
    with opened(add_differences(folder)) as dossier:
        assert most_alike(dossier.index, GAZETTE) == HERALD
        assert most_alike(dossier.index, HERALD) == GAZETTE
        assert most_alike(dossier.index, NEWSLETTER) == GAZETTE
        assert most_alike(dossier.index, "none-such") is None


def test_without_anything_in_common_the_nearest_in_time_is_taken(folder: Folder) -> None:
    folder.write(f"articles/{OTHER}.yaml", ARTICLE)
    with opened(folder) as dossier:
        assert most_alike(dossier.index, OTHER) == HERALD


def test_an_only_article_has_none_like_it(folder: Folder) -> None:
    for name in (HERALD, NEWSLETTER):
        folder.remove(f"articles/{name}.yaml")
        folder.remove(f"quotes/{name}.yaml")
    with opened(folder) as dossier:
        assert most_alike(dossier.index, GAZETTE) is None
