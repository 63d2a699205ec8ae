"""Sequences of keys: no key is lost or out of order, and no key waits that begins no sequence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from medway_tui.tui.key_sequences import SequenceMatcher

VIM = (("g", "g"), ("Z", "Z"), ("Z", "Q"), ("ctrl+w", "w"), ("ctrl+w", "ctrl+w"))


def feed(matcher: SequenceMatcher, *keys: str) -> list[str]:
    """Feed keys; return what came out, the keys of a sequence joined."""
    return [" ".join(taken) for key in keys for taken in matcher.feed(key)]


def test_the_keys_of_a_sequence_come_out_together() -> None:
    matcher = SequenceMatcher(VIM)
    assert feed(matcher, "g") == []
    assert len(matcher.waiting) == 1
    assert feed(matcher, "g") == ["g g"]
    assert feed(matcher, "Z", "Q", "ctrl+w", "ctrl+w") == ["Z Q", "ctrl+w ctrl+w"]
    assert not matcher.waiting


def test_a_key_that_begins_no_sequence_comes_out_at_once() -> None:
    matcher = SequenceMatcher(VIM)
    assert feed(matcher, "j") == ["j"]
    assert feed(matcher, "g", "j") == ["g", "j"]
    assert feed(matcher, "g", "Z") == ["g"]
    assert matcher.waiting == ("Z",)


def test_at_the_end_of_the_time_the_waiting_keys_come_out() -> None:
    matcher = SequenceMatcher(VIM)
    feed(matcher, "g")
    assert matcher.end() == [("g",)]
    assert matcher.waiting == ()
    assert matcher.end() == []


def test_escape_can_cancel_what_waits() -> None:
    matcher = SequenceMatcher(VIM)
    assert not matcher.cancel()
    feed(matcher, "g")
    assert matcher.cancel()
    assert feed(matcher, "g") == []


def test_a_sequence_that_begins_a_longer_one_waits_for_it() -> None:
    matcher = SequenceMatcher([("a", "b"), ("a", "b", "c", "d"), ("c", "x")])
    assert feed(matcher, "a", "b") == []
    assert matcher.end() == [("a", "b")]
    assert feed(matcher, "a", "b", "c", "d") == ["a b c d"]
    assert feed(matcher, "a", "b", "c", "x") == ["a b", "c x"]
    assert feed(matcher, "a", "b", "c") == []
    assert matcher.end() == [("a", "b"), ("c",)]


def test_a_single_key_is_no_sequence() -> None:
    matcher = SequenceMatcher([("a",)])
    assert not matcher.begins("a")
    assert feed(matcher, "a") == ["a"]


_KEYS = st.sampled_from("abcg")
_SEQUENCES = st.lists(st.lists(_KEYS, min_size=1, max_size=4), max_size=5)


@given(_SEQUENCES, st.lists(_KEYS, max_size=20))
def test_every_key_comes_out_once_and_in_order(sequences: list[list[str]], keys: list[str]) -> None:
    matcher = SequenceMatcher(sequences)
    known = {tuple(each) for each in sequences if len(each) > 1}
    out: list[str] = []
    for number, key in enumerate(keys, 1):
        if not matcher.waiting and not matcher.begins(key):
            assert matcher.feed(key) == [(key,)]
            out.append(key)
            continue
        for taken in matcher.feed(key):
            assert len(taken) == 1 or taken in known
            out += taken
        assert out + list(matcher.waiting) == keys[:number]
        # What waits is the beginning of some sequence, never a whole one that nothing can follow.
        assert not matcher.waiting or any(
            each[: len(matcher.waiting)] == matcher.waiting and len(each) > len(matcher.waiting)
            for each in known
        )
    for taken in matcher.end():
        out += taken
    assert out == keys


@given(_SEQUENCES.filter(bool), st.data())
def test_each_sequence_alone_comes_out_whole(sequences: list[list[str]], data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(sequences))
    matcher = SequenceMatcher(sequences)
    out = [taken for key in chosen for taken in matcher.feed(key)]
    assert [*out, *matcher.end()] == [tuple(chosen)]
