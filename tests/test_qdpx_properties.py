"""Properties of the reader of REFI-QDA projects: no input breaks it, and no position is lost."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from medway_tui.importing.annotations.refi_qda.positions import CountedText, find_counting
from medway_tui.importing.annotations.refi_qda.project import read_project
from medway_tui.saved_pages import UnreadableError
from tests.qda_makers import STYLES, MadeDocument, MadeSelection, make_project, make_zip, project_xml

TEXT = (
    "A gull 🪿 cried.\nShe said: “The 図書館 is ours, and so is the quay.”\n"
    "Nobody laughed 👩‍👩‍👧 at it.\nThe end."
)
DOCUMENT = MadeDocument("gull", TEXT, (MadeSelection("so is the quay", ("Ida", "direct"), "a note"),))
TAGS = [
    "<Code>",
    "</Code>",
    '<Code guid="1">',
    "<Coding/>",
    "<Project>",
    "</Sources>",
    '<Note guid="x"/>',
    "&amp;",
    "&x;",
    "<!-- -->",
    "<![CDATA[",
    '"',
    "<",
    "é",
    "\x00",
    'startPosition=""',
    'endPosition="99999999999999999999"',
    "<VariableValue/>",
    "<Case/>",
    '<Link originGUID=""/>',
]


@settings(max_examples=80)
@given(
    st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 60), st.sampled_from(TAGS)), max_size=4),
    st.sampled_from(sorted(STYLES)),
)
def test_any_xml_is_read_or_refused(changes: list[tuple[int, int, str]], style: str) -> None:
    xml = project_xml([DOCUMENT], STYLES[style])
    for at, length, inserted in changes:
        xml = xml[:at] + inserted + xml[at + length :]
    with suppress(UnreadableError):
        project = read_project(make_zip(xml, [DOCUMENT], STYLES[style]))
        counting = find_counting(project)
        for document in project.documents:
            counted = CountedText(document, counting)
            for each in document.selections:
                span = counted.span(each)
                assert span is None or 0 <= span[0] < span[1] <= len(document.text or "")


@settings(max_examples=60)
@given(st.integers(0, 3_000), st.binary(min_size=1, max_size=6))
def test_any_bytes_are_read_or_refused(at: int, noise: bytes) -> None:
    data = make_project([DOCUMENT])
    with suppress(UnreadableError):
        read_project(data[:at] + noise + data[at + len(noise) :])


_ENDS = st.integers(0, len(TEXT))


@settings(max_examples=80)
@given(st.lists(st.tuples(_ENDS, _ENDS), min_size=1, max_size=6), st.sampled_from(sorted(STYLES)))
def test_words_that_are_named_are_cut_out_right_however_they_are_counted(
    ends: list[tuple[int, int]], style: str
) -> None:
    words = {TEXT[min(pair) : max(pair)] for pair in ends}
    # A name that is short or cut says too little.
    chosen = sorted(each for each in words if len("".join(each.split())) > 12 and TEXT.count(each) == 1)
    selections = tuple(MadeSelection(each, ("Ida",)) for each in chosen)
    made = make_project([DOCUMENT._replace(selections=selections)], STYLES[style]._replace(named="words"))
    project = read_project(made)
    (document,) = project.documents
    counted = CountedText(document, find_counting(project))
    for selection, expected in zip(document.selections, chosen, strict=True):
        span = counted.span(selection)
        assert span is not None
        assert (document.text or "")[slice(*span)].split() == expected.split()
