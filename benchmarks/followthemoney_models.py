"""Validate an export's FollowTheMoney entities with a version of the library, in that library's environment.

usage: followthemoney_models.py ENTITIES_FILE

Run by ``make interop`` for versions 3.8 and 4. Ends with status 1 where the library drops a value, or knows
neither a schema nor a property.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path


def main(path: str) -> int:
    """Validate the entities in a file; return the exit status."""
    from followthemoney import model  # noqa: PLC0415 - in environments of its own

    problems = 0
    entities = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    ids = {each["id"] for each in entities}
    for each in entities:
        schema = model.get(each["schema"])
        if schema is None:
            print(f"there is no schema {each['schema']}")
            problems += 1
            continue
        unknown = set(each["properties"]) - set(schema.properties)
        proxy = model.get_proxy(each, cleaned=False)
        kept = {name: len(values) for name, values in proxy.to_dict()["properties"].items()}
        lost = {name for name, values in each["properties"].items() if kept.get(name) != len(values)}
        stray = {
            value for prop, value in proxy.itervalues() if prop.type.name == "entity" and value not in ids
        }
        if unknown or lost or stray:
            print(f"{each['schema']} {each['id']}: unknown {unknown}, lost {lost}, without entity {stray}")
            problems += 1
    print(f"followthemoney {version('followthemoney')}: {len(entities)} entities, {problems} with problems")
    return 1 if problems or not entities else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
