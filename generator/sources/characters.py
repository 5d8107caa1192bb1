"""Characters that no document may hold: private-use ones print as random symbols, control ones not at all."""

import re
from collections.abc import Iterator
from typing import Any

from generator.problem import Path, Problem

PRIVATE_USE = "\\ue000-\\uf8ff\\U000f0000-\\U0010ffff"
CONTROL = "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff"
UNUSABLE = re.compile(f"[{PRIVATE_USE}{CONTROL}]")


def unusable_characters(data: Any) -> list[Problem]:
    """Return a problem for every text in the data that holds a character no document may hold."""
    return [
        Problem(code="DATA-006", message=_message(text, found.group()), path=path)
        for path, text in _texts(data, ())
        if (found := UNUSABLE.search(text))
    ]


def _texts(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield (*path, key), key
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for i, item in enumerate(data):
            yield from _texts(item, (*path, i))


def _message(text: str, char: str) -> str:
    before = text[: text.index(char)][-6:]
    private = re.match(f"[{PRIVATE_USE}]", char)
    kind = "自造字（私用区字符），别的电脑上会印成别的符号" if private else "看不见的控制字符"
    after = f"“{before}”之后" if before else "文字开头"
    return f"{after}有{kind}（U+{ord(char):04X}）。请改用正式汉字，或删去。"
