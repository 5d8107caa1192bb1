"""Campaigns kept from earlier runs (读过的数据): plain data in the user's cache folder, named after all they depend on.

Whatever is wrong with what is kept, the campaign is read anew; what does not read back as it was is never kept.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.problem import Problem
from generator.resources import cache_root
from generator.sources import store
from generator.sources.campaign import Loaded
from generator.sources.places import folder_of
from generator.sources.state import digests
from generator.sources.state import state_of as _state_of

FOLDER = "campaigns"
_LENGTH_BYTES = 8

_Told = tuple[  # the attributes of Loaded but its data
    Campaign | None, tuple[Problem, ...], dict[str, Form], str, str, dict[str, str], dict[str, str]
]
_FAULTS = (OSError, ValueError, TypeError, LookupError, OverflowError, RecursionError, msgspec.MsgspecError)


class _Data(Mapping[str, Any]):
    """The data of a campaign, unpacked when they are looked at."""

    def __init__(self, packed: memoryview) -> None:
        self._packed = packed

    @cached_property
    def _data(self) -> dict[str, Any]:
        return msgspec.msgpack.decode(self._packed, type=dict[str, Any])

    def __getitem__(self, key: str) -> Any:
        return self._data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


def state_of(path: Path) -> str:
    """Return the state of a campaign, empty where it cannot be told or nothing is to be kept."""
    try:
        return _state_of(path) if cache_root() else ""
    except (OSError, ValueError, ImportError, RuntimeError):
        return ""


def recall(path: Path, state: str) -> Loaded | None:
    """Return what a campaign of this state was read as, None when that is not kept or not sound."""
    try:
        loaded = _unpacked(path, store.take(_file(state)))
        return loaded if _pictures_stand(path, loaded) else None
    except _FAULTS:
        return None


def keep(path: Path, state: str, loaded: Loaded) -> None:
    """Keep what a campaign was read as; where that cannot be done, it is read anew next time."""
    try:
        packed = _packed(loaded)
        if _unpacked(path, memoryview(packed)) == loaded:
            store.put(_file(state), packed)
    except _FAULTS:
        return


def _pictures_stand(path: Path, loaded: Loaded) -> bool:
    seen = digests(folder_of(path), loaded.pictures)
    return seen == loaded.pictures and all(seen.values())


def _file(state: str) -> Path:
    return store.file_of(FOLDER, f"{state}.campaign")


def _packed(loaded: Loaded) -> bytes:
    told: _Told = (
        loaded.campaign,
        loaded.problems,
        loaded.forms,
        loaded.digest,
        loaded.rare,
        dict(loaded.codes),
        dict(loaded.pictures),
    )
    head = msgspec.msgpack.encode(told)
    return len(head).to_bytes(_LENGTH_BYTES) + head + msgspec.msgpack.encode(dict(loaded.data))


def _unpacked(path: Path, packed: memoryview) -> Loaded:
    end = _LENGTH_BYTES + int.from_bytes(packed[:_LENGTH_BYTES])
    told = msgspec.msgpack.decode(packed[_LENGTH_BYTES:end], type=_Told)
    campaign, problems, forms, digest, rare, codes, pictures = told
    return Loaded(
        campaign=campaign,
        problems=problems,
        forms=forms,
        digest=digest,
        data=_Data(packed[end:]),
        rare=rare,
        codes=codes,
        pictures=pictures,
        place=_placing(path, codes),
    )


def _placing(path: Path, codes: Mapping[str, str]) -> Callable[[Problem], Problem]:
    """Return what gives a problem its place; the files are read for it when the first one asks."""
    found: list[Callable[[Problem], Problem]] = []

    def place(problem: Problem) -> Problem:
        if not found:
            from generator.sources.reading import placing

            found.append(placing(path, codes))
        return found[0](problem)

    return place
