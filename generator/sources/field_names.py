"""Names of fields that are added (新指标的代号): item_1 and on, each one that nothing in the campaign went by before."""

import json
import re
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

NUMBERED = "item_{}"
_NUMBERED = re.compile(r"\bitem_([0-9a-z]+)\b", re.ASCII)
_DIGITS_MOST = 5  # a drawn form's names end in six digits that count nothing


def numbers_used(*data: Any) -> frozenset[str]:
    """Return what follows `item_` wherever plain data say such a name: as a key, a value or within a text."""
    return frozenset(_NUMBERED.findall(json.dumps(data, ensure_ascii=False)))


def name_fields(items: Sequence[dict[str, Any]], used: Callable[[], frozenset[str]]) -> None:
    """Give each field without a name one of its own, numbered above all that are used, which is asked only then.

    `items` are fields, or groups of them. A number is never given again: figures go by the name.
    """
    fields = [field for item in items for field in item.get("fields", [item])]
    nameless = [field for field in fields if not field.get("name")]
    if not nameless:
        return
    taken = used() | numbers_used([field.get("name") for field in fields])
    highest = max((int(n) for n in taken if n.isdigit() and len(n) <= _DIGITS_MOST), default=0)
    free = (n for n in count(highest + 1) if str(n) not in taken)
    for field, number in zip(nameless, free, strict=False):
        rest = {key: value for key, value in field.items() if key != "name"}
        field.clear()
        field |= {"name": NUMBERED.format(number), **rest}
