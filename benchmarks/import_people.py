"""The people that an import of 20 invented local-news articles adds: how many have a faulty name.

    python benchmarks/import_people.py

Prints every faulty name, the quotations of named people that got no speaker, and the shares. The articles and
their true people are in tests/local_news. A faulty name is one that none of the article's people has.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.imported_people import ImportedPeople, import_local_news


def main() -> None:
    """Print the measure."""
    with TemporaryDirectory() as name:
        people: ImportedPeople = import_local_news(Path(name))
    for each in people.faulty:
        print(f"faulty: {each}")
    for each in people.missing:
        print(f"not added: {each}")
    share = len(people.faulty) / max(1, len(people.added))
    print(f"{len(people.added)} people added, {len(people.faulty)} faulty ({share:.1%})")
    print(f"{len(people.missing)} of {people.true_count} named people not added (some say nothing)")
    print("organisations: " + "; ".join(people.organisations))


if __name__ == "__main__":
    main()
