"""When Python looks for garbage in the reader: not before the first paint, nor while keys are pressed.

A look at all that is held takes a tenth of a second, and with Python's own settings there was one every
two seconds of quick keys. What the reader begins with is never garbage, so it is left out of all looks; young
objects are looked at as ever, which takes a millisecond; and old ones when nobody presses a key.

Imports nothing, as it is called before the first screen's libraries are loaded.
"""

from __future__ import annotations

import gc

_YOUNG = 700, 10
"""As Python has it: how many new objects bring a look at them, and how many of these one at those before."""
_OLD = 150
"""How many looks at the young bring one at all, should nobody ever rest from pressing keys."""
_WORTH = 10
"""How many looks at the young there must have been since the last one at all, for another to be worth it."""


def not_yet() -> None:
    """Look for no garbage while the first screen is made."""
    gc.disable()


def begin() -> None:
    """Look for garbage from now on, and never among what there is now."""
    gc.freeze()
    gc.set_threshold(*_YOUNG, _OLD)
    gc.enable()


def at_rest() -> bool:
    """Look at everything, if it is worth it; for a moment in which nobody waits. Whether that was done."""
    if gc.get_count()[2] < _WORTH:
        return False
    gc.collect()
    return True
