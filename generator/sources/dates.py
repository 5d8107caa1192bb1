"""Dates, and keys without a value, before the types are looked at.

pydantic would take the number 20230525 for seconds since 1970 and accept times of day; here a date is written
2023-05-25 and nothing else. A key that has a default and is written without a value counts as not written.
"""

import dataclasses
from datetime import date
from functools import lru_cache
from typing import Any

from generator.problem import Path, Problem
from generator.sources.hints import arms, child, hints_of, is_plain, required_of
from generator.validate.dates import date_message, wrong_date

STAND_IN = "2000-01-01"


def prepare(hint: Any, data: Any, at: Path = ()) -> tuple[Any, list[Problem]]:
    """Return a copy of the data whose dates are right, and the problems of those that were not."""
    problems: list[Problem] = []
    return _prepare(hint, data, at, problems), problems


def _prepare(hint: Any, data: Any, path: Path, problems: list[Problem]) -> Any:
    if data is not None and date in arms(hint):
        return _date(data, path, problems)
    if is_plain(hint):
        return data
    if isinstance(data, dict):
        return {
            key: _prepare(child(hint, key), value, (*path, key), problems)
            for key, value in data.items()
            if not (value is None and _has_default(hint, key))
        }
    if isinstance(data, list):
        return [_prepare(child(hint, i), item, (*path, i), problems) for i, item in enumerate(data)]
    return data


@lru_cache(maxsize=4096)
def _has_default(hint: Any, key: str) -> bool:
    classes = [arm for arm in arms(hint) if isinstance(arm, type) and dataclasses.is_dataclass(arm)]
    return any(key in hints_of(cls) and key not in required_of(cls) for cls in classes)


def _date(value: Any, path: Path, problems: list[Problem]) -> Any:
    if isinstance(value, str) and wrong_date(value) == "":
        return value
    problems.append(Problem(code="DATA-004", message=date_message(path[-1], value), path=path))
    return STAND_IN
