"""Texts as they are written, before the types are looked at: blank ones, and numbers that would change as text.

A whole number is taken for a text as it stands; 1.10 or 1.3e10 would print other than it was written.
"""

from collections.abc import Iterator
from typing import Any

from generator.model.form import Form, FormUse
from generator.problem import Path, Problem
from generator.sources.hints import arms, child, class_at, is_plain, last_name, meaning_of, required_of
from generator.validate.wording import found

REPLACED: dict[type, type] = {
    FormUse: Form
}  # what a use of a form writes takes the place of what the form must have


def check_texts(cls: type, data: Any, at: Path = ()) -> list[Problem]:
    """Return the problems of texts in plain data of a class; `at` is the path of `data` in the campaign."""
    return [
        Problem(code=code, message=f"“{last_name(path)}”{meaning_of(cls, path)}{message}", path=(*at, *path))
        for path, code, message in _texts(cls, data, ())
    ]


def _texts(root: Any, data: Any, path: Path, *, required: bool = False) -> Iterator[tuple[Path, str, str]]:
    """Yield path, code and message of each wrong text; `root` is the type of `data`, which stands at `path`."""
    if is_plain(root):
        return
    if isinstance(data, dict):
        needed = _needed(class_at(root, ()))
        for key, value in data.items():
            yield from _texts(child(root, key), value, (*path, key), required=key in needed)
    elif isinstance(data, list):
        for i, item in enumerate(data):
            yield from _texts(child(root, i), item, (*path, i), required=True)
    elif arms(root) == (str,):
        yield from _text(data, path, required=required)


def _text(value: Any, path: Path, *, required: bool) -> Iterator[tuple[Path, str, str]]:
    if isinstance(value, float):
        yield path, "DATA-002", f"应为一段文字，现{found(value)}，带小数的数会走样。请给整个值加上引号。"
    elif required and isinstance(value, str) and not value.strip():
        remedy = "请补写，或删去这一项。" if isinstance(path[-1], int) else "请补写。"
        yield path, "DATA-003", f"是空的。{remedy}"


def _needed(cls: type | None) -> frozenset[str]:
    if cls is None:
        return frozenset()
    return required_of(cls) | required_of(REPLACED.get(cls, cls))
