"""Chain of the audit log (审计记录的链): each entry bound to the one before, wherever the entries are kept."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.dataclass import dataclass

SAID = ("id", "at", "who", "act", "campaign", "subject", "before", "after", "remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Where the log does not follow (断点): the entry's number, and whether it was changed or some before it are gone."""

    number: int
    gone: bool


def digest_of(entry: Mapping[str, Any], before: str) -> str:
    """Return the digest of an entry behind that of the one before it."""
    said = [before, *(entry[name] for name in SAID)]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def breaks_of(entries: Iterable[Mapping[str, Any]]) -> Iterator[Break]:
    """Yield each place where an entry was changed or taken out; that the last ones are gone the log itself cannot tell.

    Of an entry that is kept from whoever has the log only `id` and `digest` are there: what follows is bound to it.
    """
    number, before = 0, ""
    for entry in entries:
        if entry["id"] != number + 1:
            yield Break(number=entry["id"], gone=True)
        elif "act" in entry and digest_of(entry, before) != entry["digest"]:
            yield Break(number=entry["id"], gone=False)
        number, before = entry["id"], entry["digest"]
