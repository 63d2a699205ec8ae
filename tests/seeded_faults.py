"""A dossier with a known fault in nearly every file.

A § marks the position of the fault and is removed before the file is written. A file's name starts with the
code. ``\\udcXX`` becomes the byte XX, which is not valid UTF-8.
"""

from __future__ import annotations

FAULT_MARK = "§"

VALID_FILES = {
    "dossier.yaml": "id: planted\ntitle: Faults, planted\nlanguage: en-GB\n",
    "people.yaml": """\
- id: mary-okafor
  name: Mary Okafor
- id: tom-ashdown
  name: Tom Ashdown
  memberships:
    - organization_id: riverside-council
      role: Councillor
      start_date: "2015"
      end_date: "2016-05"
      sources:
        - url: https://council.example.org/people
""",
    "organisations.yaml": "- id: riverside-council\n  name: Riverside Council\n",
    "frameworks.yaml": """\
- id: survey
  name: Survey of public buildings
  areas:
    - id: overall
      name: Overall condition
      rows: [overall]
  grades: [Sound, Fair, Poor]
""",
    "articles/sound.yaml": """\
headline: The roof
publisher: Riverside Gazette
published: "2021-03-04"
kind: original
paragraphs:
  - Mary Okafor called the roof “a promise”, and Tom Ashdown left.
  - Ann Vale, Ben Roe, Cat Lind, Dan Moss and Eve Hart were there.
""",
    "quotes/sound.yaml": """\
- id: q1
  paragraph: 1
  exact: a promise
  speaker: mary-okafor
  type: mixed
""",
}
"""The valid files."""

_HEAD = 'publisher: Riverside Gazette\npublished: "2021-03-04"\nkind: original\n'
_BODY = "paragraphs:\n  - Slates lie about.\n"


def _headline(written: str) -> str:
    """Return an article with this headline."""
    return f"headline: {written}\n{_HEAD}{_BODY}"


def _block(written: str) -> str:
    """Return an article with this one block."""
    return f"headline: The roof\n{_HEAD}paragraphs:\n  - {written}\n"


def _account(blocks: str) -> str:
    """Return an account with these blocks."""
    return f"headline: The roof\n{_HEAD.replace('original', 'account')}paragraphs:\n{blocks}"


ARTICLES = {
    "y003-cp1252": _headline("The council§\udc92s roof"),
    "y003-latin-1": _block("A caf§\udce9 table."),
    "y004-bell": _headline("The §\x07roof"),
    "y004-escape": _headline("The §\x1b[31mroof"),
    "y004-delete": _block("Sl§\x7fates."),
    "y004-c1": _headline("The §\x9b31mroof"),
    "y004-next-line": _block("Slates§\x85fall."),
    "y004-line-separator": _block("Slates§\u2028fall."),
    "y005-key-that-is-a-list": f"{_HEAD}? §[a, b]\n: c\n",
    "y006-key-twice": f"headline: The roof\n{_HEAD}§headline: Another\n{_BODY}",
    "y007-anchor": _headline("§&roof leaks"),
    "y007-alias": _headline("§*roof"),
    "y008-python-tag": _headline("§!!python/object/apply:os.system [echo]"),
    "y008-exclamation": _headline("§! The roof"),
    "y009-null": _headline("The roof") + "author: §null\n",
    "y009-tilde": _headline("The roof") + "author: §~\n",
    "y009-nothing": _headline("The roof") + "§author:\n",
    "y009-item": _headline("The roof") + "  - §~\n",
    "y010-deep": _headline("[" * 15 + "§[[]]" + "]" * 15),
    "y010-deeper": _headline("[" * 15 + "§" + "[" * 600 + "]" * 615),
    "y011-second-document": _headline("The roof") + "§---\nheadline: Another\n",
    "y012-empty": "§",
    "y012-remark": "§# nothing yet\n",
    "y013-hash": _headline("§Slate #4 is loose"),
    "y014-colon": _headline("The roof§: beyond patching"),
    "y014-in-a-block": _block("§He said: no"),
    "y015-at": _headline("§@riverside on the roof"),
    "y015-backtick": _headline("§`roof`"),
    "y015-hyphen": _headline("§- the roof"),
    "y016-tab": f"headline: The roof\n{_HEAD}paragraphs:\n§\t- Slates.\n",
    "y017-mark-that-stays-open": _headline('§"The roof').replace('"2021-03-04"', "2021-03-04"),
    "y017-mark-closed-by-a-later-one": _headline('§"The roof'),
    "y017-apostrophe": _headline("§'tis the roof"),
    "y017-bracket": f"headline: §[The roof\n{_HEAD}{_BODY}",
    "y018-mark": _headline('"The roof" §leaks'),
    "y018-sic": _headline("[sic] §roof"),
    "y019-indentation": f"headline: The roof\n{_HEAD}paragraphs:\n  - Slates.\n §- More.\n",
    "y019-mark-of-a-block": _headline(">-§The roof"),
    "y020-backslash": _headline('"The §\\slates"'),
    "y020-half-a-character": _headline('"The \\u§d800 roof"'),
    "y021-no-break-space": _headline("The roof").replace("publisher: ", "publisher:§\u00a0"),
    "y021-of-the-first-key": _headline("The roof").replace("headline: ", "headline:§\u00a0"),
    "y021-of-the-last-key": _headline("The roof") + "url: https://a.org/\nauthor:§\u00a0Pen Marlow\n",
    "y021-em-space": _headline("The roof").replace("publisher: ", "publisher:§\u2003"),
    "y021-ideographic-space": _headline("The roof").replace("publisher: ", "publisher:§\u3000"),
    "y021-zero-width-space": _headline("The roof").replace("publisher: ", "publisher:§\u200b "),
    "y021-indentation": f"headline: The roof\n{_HEAD}paragraphs:\n§\u00a0\u00a0- Slates.\n",
    "y021-before-the-colon": _headline("The roof").replace("publisher", "publisher§\u00a0"),
    "t105-byte-order-mark-within": _headline("The roof").replace("publisher", "§\ufeffpublisher"),
    "y022-full-width-colon": _headline("The roof").replace("publisher: ", "publisher§："),
    "y022-all-colons": f"headline: The roof\n{_HEAD}{_BODY}".replace("headline: ", "headline§：").replace(
        ": ", "："
    ),
    "y022-letter-of-another-script": _headline("The roof").replace("publisher", "§рublisher"),
    "y023-conflict": _headline("The roof").replace(
        _HEAD, f"§<<<<<<< HEAD\n{_HEAD}=======\n{_HEAD}>>>>>>> other\n"
    ),
    "y023-conflict-within-a-value": _headline('"The roof').replace(
        _HEAD, f'§<<<<<<< HEAD\nleaks"\n=======\nfalls"\n>>>>>>> other\n{_HEAD}'
    ),
    "y023-conflict-in-quoted-text": _block('"Slates\n§<<<<<<< HEAD\n    lie\n>>>>>>> other\n    about."'),
    "y023-left-over": _headline("The roof") + "§=======\n",
    "y024-typographic-marks": _headline("§“The roof: leaks”"),
    "y024-a-key": _headline("The roof").replace("publisher", "§“publisher”"),
    "y025-no-space": _headline("The roof").replace("publisher: ", "publisher:§"),
    "t101-spaces": _headline("The roof§  "),
    "t102-accent": _headline("The caf§e\u0301"),
    "t103-escape": _headline('"The §\\e[31mroof"'),
    "t103-null": _block('"Slates§\\0"'),
    "t104-override": _headline("The §\u202efoor"),
    "t104-isolate-as-an-escape": _headline('"The §\\u2066roof"'),
    "t105-zero-width": _headline("The ro§\u200bof"),
    "t105-soft-hyphen": _block("Sl§\u00adates."),
    "t105-in-a-key": _headline("The roof").replace("publisher", "pub§\u200blisher"),
    "t105-two-byte-order-marks": "§\ufeff\ufeff" + _headline("The roof"),
    "t106-tab": _headline("The§\troof"),
    "s101-no-headline": f"§{_HEAD}{_BODY}",
    "s102-key": _headline("The roof") + "§autor: Pen Marlow\n",
    "s102-key-of-a-block": _block("text: Slates.\n    §sort: item"),
    "s103-no-such-day": _headline("The roof").replace('"2021-03-04"', '§"2021-02-31"'),
    "s103-date": _headline("The roof").replace('"2021-03-04"', "§4 March 2021"),
    "s103-typographic-marks": _headline("The roof").replace('"2021-03-04"', "§“2021-03-04”"),
    "s103-full-width-digits": _headline("The roof").replace('"2021-03-04"', "§２０２１-03-04"),
    "s103-kind": _headline("The roof").replace("original", "§copy"),
    "s103-address": _headline("The roof") + "url: §www.example.org\n",
    "s103-yes": _headline("The roof") + "title_ours: §yes\n",
    "s103-digest": _account('  - text: Slates.\n    digest: §"12345"\n'),
    "s103-empty-text": _block('§"  "'),
    "s104-one-text": f"headline: The roof\n{_HEAD}paragraphs: §Slates lie about.\n",
    "s104-no-break-space-after-a-hyphen": f"headline: The roof\n{_HEAD}paragraphs:\n  §-\u00a0Slates.\n",
    "s104-en-dash": f"headline: The roof\n{_HEAD}paragraphs:\n  §– Slates.\n",
    "s104-list": _headline("§[The, roof]"),
    "s104-whole-file": "§- headline: The roof\n",
    "s105-id": f"§id: the-roof\n{_headline('The roof')}",
    "S106_Name": f"§{_headline('The roof')}",
    "d428-publisher": _headline("The roof").replace("Riverside Gazette", "§Quаy Echo"),
    "d428-host": _headline("The roof") + "url: §https://riversidе.example.org/roof\n",
    "d428-punycode": _headline("The roof") + "url: §https://xn--riversid-j8g.example.org/roof\n",
    "d429-publisher": _headline("The roof").replace("Riverside Gazette", "§Rıverside Gazette"),
    "d404-future": _headline("The roof").replace('"2021-03-04"', '§"2999-01"'),
    "d406-marks": _block("They called it “§beyond patching” again."),
    "d406-single-marks": _headline("Roof '§beyond patching', they say"),
    "d406-over-lines": _block(">-\n    They called it\n    “§beyond all\n    patching” again."),
    "d407-block-without": _account(
        '  - text: Slates.\n    digest: "0123456789ab"\n  - §text: More slates.\n'
    ),
    "d407-none": _account("  §- Slates.\n  - More slates.\n"),
    "d408-twice": _account(
        '  - text: Slates.\n    digest: "0123456789ab"\n  - text: More slates.\n    digest: §"0123456789ab"\n'
    ),
}
"""Faulty articles by file name."""

_ARTICLE = "headline: The roof\n" + _HEAD + "paragraphs:\n  - {}\n  - Slates lie about.\n"


def _quote(
    text: str, *, paragraph: str = "1", exact: str = "a promise", speaker: str = "mary-okafor", more: str = ""
) -> tuple[str, str]:
    """Return an article whose first block is this text, and its quotations."""
    quotes = f"- id: q1\n  paragraph: {paragraph}\n  exact: {exact}\n  speaker: {speaker}\n  type: mixed\n"
    return _ARTICLE.format(text), quotes + more


_PROMISE = "Mary Okafor called it “a promise”."
_SECOND = "- id: {}\n  paragraph: 1\n  exact: a promise\n  type: mixed\n  continues: {}\n"
_JOINT = "- id: q1\n  paragraph: 1\n  exact: a promise\n  speakers: {}\n  type: mixed\n"

QUOTES = {
    "r201-speaker": _quote(_PROMISE, speaker="§mary-okafor-jones"),
    "r202-continues": _quote(_PROMISE, more=_SECOND.format("q2", "§q9")),
    "r203-twice": _quote(_PROMISE, more="- §id: q1\n  paragraph: 1\n  exact: a promise\n  type: mixed\n"),
    "s101-no-type": (_ARTICLE.format(_PROMISE), "- §id: q1\n  paragraph: 1\n  exact: a promise\n"),
    "s103-paragraph": _quote(_PROMISE, paragraph="§one"),
    "s103-type": _quote(_PROMISE, more="- id: q2\n  paragraph: 1\n  exact: it\n  type: §spoken\n"),
    "s107-two-places": _quote(_PROMISE, paragraph="1\n  §caption: 1"),
    "s107-two-kinds-of-speaker": _quote(_PROMISE, more="  §speakers: [mary-okafor, tom-ashdown]\n"),
    "s103-one-speaker": (
        _ARTICLE.format(_PROMISE),
        _JOINT.format("§[mary-okafor]"),
    ),
    "s103-speaker-twice": (
        _ARTICLE.format(_PROMISE),
        _JOINT.format("§[mary-okafor, mary-okafor]"),
    ),
    "s103-caption-0": (
        _ARTICLE.format(_PROMISE),
        "- id: q1\n  caption: §0\n  exact: a promise\n  type: mixed\n",
    ),
    "s101-no-place": (_ARTICLE.format(_PROMISE), "- §id: q1\n  exact: a promise\n  type: mixed\n"),
    "r201-joint-speaker": (
        _ARTICLE.format(_PROMISE),
        _JOINT.format("[mary-okafor, §nobody-known]"),
    ),
    "r202-repeats-nothing": _quote(_PROMISE, more="  repeats: §q9\n"),
    "r202-repeats-itself": _quote(_PROMISE, more="  repeats: §q1\n"),
    "a302-caption": (
        "headline: The roof\n"
        + _HEAD
        + "paragraphs:\n  - text: Mary Okafor called it “a promise to the town”.\n    kind: caption\n",
        "- id: q1\n  paragraph: §1\n  exact: a promise to the town\n  speaker: mary-okafor\n  type: mixed\n",
    ),
    "a301-a-letter": _quote(_PROMISE, exact="§a promize"),
    "a301-other-words": _quote("Mary Okafor called it “a promise to the town”.", exact="§a vow to the town"),
    "a302-block": _quote(
        "Mary Okafor called it “a promise to the whole town”.",
        exact="a promise to the whole town",
        paragraph="§2",
    ),
    "a303-twice": _quote("“a promise”, she said, and again “a promise”.", exact="§a promise"),
    "a304-marks": _quote("Mary Okafor said “it’s a promise – really”", exact="§it's a promise - really"),
    "a305-lacked": _quote("{text: This copy lacks the block., kind: missing}", exact="§a promise"),
    "a306-few-words": _quote(_PROMISE, paragraph="§2"),
    "a306-of-another": _quote(
        "“We will not repair the roof this year,” Tom Ashdown said.",
        exact="We will not repair the roof this year",
        paragraph="§2",
    ),
    "a307-part-of-a-word": _quote("Mary Okafor called it “unlawful”.", exact="§lawful"),
    "a307-part-of-a-compound": _quote("Mary Okafor called it “a non-event”.", exact="§event"),
    "a308-two-places": _quote(
        "Mary Okafor called it “a promise”.\n  - “I made a promise,” Mary Okafor said.",
        paragraph="3",
        exact="§a promise",
    ),
    "a309-of-another": _quote("“It was a promise,” Tom Ashdown said.", exact="§It was a promise"),
    "d403-no-role": _quote("He called it “a promise”.", speaker="§tom-ashdown"),
    "d409-another": (
        _ARTICLE.format(_PROMISE).replace("2021", "2015"),
        _quote(_PROMISE)[1] + _SECOND.format("q2", "§q1") + "  speaker: tom-ashdown\n",
    ),
    "d417-other-words": _quote(
        _PROMISE,
        more="- id: q2\n  paragraph: 2\n  exact: Slates lie\n  speaker: mary-okafor\n  type: indirect\n"
        "  repeats: §q1\n",
    ),
    "d417-another": _quote(
        _PROMISE, more="- id: q2\n  paragraph: 1\n  exact: a promise\n  type: mixed\n  repeats: §q1\n"
    ),
    "d410-marks": _quote(_PROMISE, exact="§“a promise”"),
    "d412-draft": _quote(_PROMISE, more="  draft: §0.83\n"),
}
"""Valid articles with faulty quotations, by file name."""

_INSPECTION = """\
title: Survey of the roof
provider:
  name: Riverside Council
framework: {framework}
inspected:
  start: {start}
  end: {end}
published: "2021-03-01"
judgements:
  - area: {area}
    grade: {grade}
    printed: fair
    evidence:
      - article: {article}
        paragraph: {paragraph}
"""


def _inspection(**said: str) -> str:
    values = {
        "framework": "survey",
        "start": '"2021-01"',
        "end": '"2021-02"',
        "area": "overall",
        "grade": "Fair",
    }
    return _INSPECTION.format(**{**values, "article": "sound", "paragraph": "1", **said})


INSPECTIONS = {
    "r202-framework": _inspection(framework="§surway"),
    "r202-article": _inspection(article="§sund"),
    "r205-area": _inspection(area="§cellar"),
    "r205-grade": _inspection(grade="§fair"),
    "r206-block": _inspection(paragraph="§7"),
    "r206-caption": _inspection().replace("paragraph: 1", "caption: §1"),
    "s101-no-place": _inspection().replace("        paragraph: 1\n", "").replace("- article", "- §article"),
    "d404-inspected": _inspection(end='§"2999"'),
}
"""Faulty inspections by file name."""

_EVENT_SOURCES = "  sources:\n    - url: https://a.org/\n"
_OUTCOME = "  outcome:\n    says: Done.\n    sources:\n      - url: https://a.org/\n"

_PERSON = """\
- id: {}
  name: {}
  memberships:
    - organization_id: riverside-council
      role: Councillor
"""
_SOURCES = "      sources:\n        - url: https://council.example.org/people\n"
_BODY_OF = "- id: {}\n  name: A body\n"


_COUNCIL = """\
  - id: {}
    name: A
    inspections:
      - published: "2020"
        framework: survey
        judgements:
          - {}
"""


def _person(name: str, written: str) -> str:
    """Return a person with a role, whose remaining keys are as written."""
    return _PERSON.format(name.lower().replace(" ", "-"), name) + written


LISTS = {
    "people.yaml": [
        (
            "D413",
            VALID_FILES["people.yaml"]
            + _person("Ann Vale", _SOURCES).replace("role: Councillor", "role: §Councillor"),
        ),
        (
            "D413",
            _person("Ben Roe", '      start_date: "2019"\n' + _SOURCES).replace(
                "role: Councillor", "role: §Councillor"
            ),
        ),
        (
            "D414",
            _person("Cat Lind", '      checked: "2019"\n').replace("- organization_id", "- §organization_id"),
        ),
        (
            "D415",
            _person("Dan Moss", '      start_date: "2019"\n      end_date: §"2015-03"\n' + _SOURCES),
        ),
        (
            "D416",
            _person(
                "Eve Hart",
                '      on_behalf_of_id: greens\n      start_date: "2015"\n      end_date: "2019-05"\n'
                + _SOURCES
                + "    - organization_id: riverside-council\n      role: Councillor\n"
                + '      on_behalf_of_id: §purples\n      start_date: "2019"\n      checked: "2020"\n'
                + _SOURCES,
            ),
        ),
    ],
    "organisations.yaml": [
        (
            "D423",
            VALID_FILES["organisations.yaml"]
            + _BODY_OF.format("greens")
            + "  identifiers:\n    - scheme: §ons\n      identifier: E06000035\n",
        ),
        (
            "D424",
            _BODY_OF.format("purples")
            + "  identifiers:\n    - scheme: gss\n      identifier: §E0600035\n"
            + '    - scheme: la-code\n      identifier: "887"\n',
        ),
        (
            "D424",
            _BODY_OF.format("blues")
            + "  identifiers:\n    - scheme: la-code\n      identifier: §E06000035\n",
        ),
        (
            "D425",
            _BODY_OF.format("reds")
            + "  sources:\n    - url: https://a.org/\n      licence: §Open Government Licence v3.0\n",
        ),
    ],
    "events.yaml": [
        (
            "D401",
            '- id: bare-outcome\n  kind: promise\n  date: "2020"\n  title: The roof is repaired\n'
            "  by: [mary-okafor]\n  outcome:\n    §says: It was not.\n  sources:\n    - url: https://a.org/\n",
        ),
        (
            "R201",
            '- id: unknown-promiser\n  kind: promise\n  date: "2020"\n  title: The roof is repaired\n'
            "  by: [mary-okafor, §mary-oka]\n" + _OUTCOME + _EVENT_SOURCES,
        ),
        (
            "D418",
            '- §id: no-outcome\n  kind: promise\n  date: "2020"\n  title: The roof is repaired\n'
            "  by: [mary-okafor]\n" + _EVENT_SOURCES,
        ),
        (
            "D419",
            '- §id: no-promiser\n  kind: promise\n  date: "2020"\n  title: The roof is repaired\n'
            + _OUTCOME
            + _EVENT_SOURCES,
        ),
        (
            "D420",
            '- §id: not-due\n  kind: deadline\n  date: "2020"\n  title: The roof is repaired\n'
            + _OUTCOME
            + _EVENT_SOURCES,
        ),
        (
            "D421",
            '- id: an-event\n  date: "2020"\n  title: The roof falls\n  §due: "2021"\n' + _EVENT_SOURCES,
        ),
        (
            "D427",
            '- id: due-before\n  kind: deadline\n  date: "2020"\n  title: The roof is repaired\n'
            '  due: §"2019"\n' + _OUTCOME + _EVENT_SOURCES,
        ),
        (
            "D427",
            '- id: outcome-before\n  kind: deadline\n  date: "2020"\n  title: The roof is repaired\n'
            '  due: "2021"\n'
            + _OUTCOME.replace("says: Done.", 'says: Done.\n    date: §"2019-12"')
            + _EVENT_SOURCES,
        ),
        ("D401", '- §id: nothing-bears-it-out\n  date: "2020"\n  title: The roof falls\n'),
        (
            "D404",
            '- id: to-come\n  date: §"2999"\n  title: The roof falls\n  sources:\n    - url: https://a.org/\n',
        ),
        ("S101", "- §id: no-date\n  title: The roof falls\n  sources:\n    - url: https://a.org/\n"),
        (
            "S101",
            '- §id: promise-without-date\n  kind: promise\n  due: "2020"\n  title: The roof is repaired\n'
            "  sources:\n    - url: https://a.org/\n",
        ),
        ("S103", '- id: §Not An Id\n  date: "2020"\n  title: The roof falls\n'),
        (
            "A301",
            '- id: other-words\n  date: "2020"\n  title: The roof falls\n  evidence:\n    - article: sound\n'
            "      paragraph: 1\n      exact: §the roofs\n",
        ),
        (
            "A302",
            '- id: other-block\n  date: "2020"\n  title: The roof falls\n  evidence:\n    - article: sound\n'
            "      paragraph: §0\n      exact: Tom Ashdown left\n",
        ),
    ],
    "councils.yaml": [
        (
            "R205",
            'file: table.csv\ndate: "2020"\nimported: "2021-01-01"\ncouncils:\n'
            + _COUNCIL.format("area", "area: §cellar")
            + "            grade: Sound\n",
        ),
        ("R205", _COUNCIL.format("grade", "area: overall") + "            grade: §Ruined\n"),
        (
            "S107",
            _COUNCIL.format("both", "area: overall")
            + "            grade: Sound\n            §status: unreadable\n",
        ),
        (
            "R202",
            _COUNCIL.format("framework", "area: overall").replace("survey", "§surway")
            + "            grade: Sound\n",
        ),
        (
            "R202",
            '  - id: same\n    name: A\n    inspections:\n      - published: "2020"\n'
            "        same_as: §nothing\n",
        ),
        ("D404", '  - id: future\n    name: A\n    inspections:\n      - published: §"2999"\n'),
        (
            "S101",
            _COUNCIL.format("no-framework", "area: overall")
            .replace("        framework: survey\n", "")
            .replace("published", "§published")
            + "            grade: Sound\n",
        ),
        ("R203", "  - §id: future\n    name: A\n"),
        ("S101", "  - §id: nameless\n"),
    ],
    "differences.yaml": [
        (
            "D422",
            "- id: unsettled\n  title: What it is\n  kind: wording\n  sides:\n    - says: a roof\n"
            "      supported: §true\n      sources:\n        - url: https://a.org/\n"
            "    - says: a promise\n      sources:\n        - url: https://b.org/\n",
        ),
        (
            "D426",
            "- id: one-side\n  title: What it is\n  kind: wording\n  sides:\n    §- says: a roof\n"
            "      sources:\n        - url: https://a.org/\n",
        ),
        (
            "D401",
            "- id: sides\n  title: What it is\n  kind: wording\n  sides:\n    - §says: a roof\n"
            "    - says: a promise\n      evidence:\n        - article: sound\n          paragraph: 1\n",
        ),
        (
            "S103",
            "- id: no-such-kind\n  title: What it is\n  kind: §quarrel\n  sides:\n    - says: a promise\n"
            "      evidence:\n        - article: sound\n          paragraph: 1\n",
        ),
    ],
}
"""List files, with the code of each faulty entry."""


def marked_files() -> dict[str, str]:
    """Return every file with its marks, by path."""
    return {
        **VALID_FILES,
        **{f"articles/{name}.yaml": text for name, text in ARTICLES.items()},
        **{f"articles/{name}.yaml": article for name, (article, _) in QUOTES.items()},
        **{f"quotes/{name}.yaml": quotes for name, (_, quotes) in QUOTES.items()},
        "articles/d411-not-read.yml": "headline: The roof\n",
        "articles/d411-capitals.YAML": "headline: The roof\n",
        "articles/d411-hidden.yaml.txt": "headline: The roof\n",
        "d411-nor-this.yaml": "- id: mary-okafor\n",
        "quotes/r204-no-article.yaml": "- id: q1\n  paragraph: 1\n  exact: a promise\n  type: mixed\n",
        **{f"inspections/{name}.yaml": text for name, text in INSPECTIONS.items()},
        **{name: "".join(entry for _, entry in entries) for name, entries in LISTS.items()},
    }
