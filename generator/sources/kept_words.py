"""Words kept from earlier runs (断过的词): how titles were cut, so that one paper needs no dictionary."""

import contextlib
import hashlib
import json
from collections.abc import Iterator

from generator.layout import words
from generator.sources import store
from generator.sources.state import program

FOLDER = "words"
CUTS_MAX = 2_000
_FAULTS = (OSError, ValueError, TypeError, AttributeError, ImportError)


@contextlib.contextmanager
def recalled() -> Iterator[None]:
    """Let words be cut as in earlier runs while the block runs, and keep what was cut in it for the first time."""
    known = _known()
    words.learn(known)
    yield
    if new := words.learnt():
        _keep(known | new)


def _known() -> dict[str, list[str]]:
    try:
        found = json.loads(bytes(store.take(store.file_of(FOLDER, _name()))))
        return {text: [str(word) for word in cut] for text, cut in found.items()}
    except _FAULTS:
        return {}


def _keep(cuts: dict[str, list[str]]) -> None:
    last = dict(list(cuts.items())[-CUTS_MAX:])
    with contextlib.suppress(*_FAULTS):
        store.put(store.file_of(FOLDER, _name()), json.dumps(last, ensure_ascii=False).encode())


def _name() -> str:
    return f"{hashlib.sha256(program().encode()).hexdigest()}.json"
