"""What the model's types say about a path in plain data: the class there, its keys, a stand-in value."""

import dataclasses
import types
from datetime import date
from functools import cache, lru_cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, TypeAdapter

from generator.problem import Path

CONFIG = ConfigDict(extra="forbid", coerce_numbers_to_str=True, allow_inf_nan=False)
DESCRIBED: ConfigDict = {**CONFIG, "use_attribute_docstrings": True}


@cache
def adapter_of(cls: Any) -> TypeAdapter[Any]:
    """Return what validates a tuple of a model class; a dataclass itself takes no configuration."""
    return TypeAdapter(tuple[cls, ...], config=CONFIG)


@cache
def described(cls: Any) -> dict[str, Any]:
    """Return the JSON Schema of a tuple of a model class, with what its docstrings say of the attributes.

    It costs the reading of every module of the model anew, which only a message or a schema is worth.
    """
    return TypeAdapter(tuple[cls, ...], config=DESCRIBED).json_schema()


@cache
def hints_of(cls: type) -> dict[str, Any]:
    """Return the types of a model class's attributes."""
    return get_type_hints(cls)


@cache
def required_of(cls: Any) -> frozenset[str]:
    """Return the names of the attributes that have no default."""
    missing = dataclasses.MISSING
    return frozenset(
        f.name for f in dataclasses.fields(cls) if f.default is missing and f.default_factory is missing
    )


@cache
def arms(hint: Any) -> tuple[Any, ...]:
    """Return the members of a union without None, or the type itself."""
    if get_origin(hint) in (Union, types.UnionType):
        return tuple(arm for arm in get_args(hint) if arm is not type(None))
    return (hint,)


def child(hint: Any, key: str | int) -> Any:
    """Return the type of the thing at `key` inside a thing of type `hint`, or None when nothing is known."""
    return _child(hint, key if isinstance(key, str) else 0)  # every item of a list is of one type


@lru_cache(maxsize=4096)
def _child(hint: Any, key: str | int) -> Any:
    for arm in arms(hint):
        if dataclasses.is_dataclass(arm) and isinstance(arm, type) and isinstance(key, str):
            return hints_of(arm).get(key)
        if get_origin(arm) is tuple and isinstance(key, int):
            return get_args(arm)[0]
        if get_origin(arm) is dict:
            return get_args(arm)[1]
    return None


@cache
def is_plain(hint: Any) -> bool:
    """Tell whether no date, no text of its own and no model class can stand in a thing of this type."""
    if hint is None:
        return True
    if arms(hint) in ((str,), (date,)) or date in arms(hint):
        return False
    return all(_is_plain_arm(arm) for arm in arms(hint))


def _is_plain_arm(arm: Any) -> bool:
    if get_origin(arm) in (tuple, dict):
        return is_plain(get_args(arm)[-1 if get_origin(arm) is dict else 0])
    return not dataclasses.is_dataclass(arm)


def hint_at(root: Any, path: Path) -> Any:
    """Return the type at a path below a thing of type `root`, or None."""
    for key in path:
        root = child(root, key)
        if root is None:
            return None
    return root


@lru_cache(maxsize=4096)
def class_at(root: Any, path: Path) -> type | None:
    """Return the model class at a path, or None where there is none."""
    for arm in arms(hint_at(root, path)):
        if isinstance(arm, type) and dataclasses.is_dataclass(arm):
            return arm
    return None


def stand_in(hint: Any) -> Any:
    """Return a neutral plain value of a type, so that what stands around a bad value can still be checked."""
    arm = arms(hint)[0]
    if isinstance(arm, type) and dataclasses.is_dataclass(arm):
        return {name: stand_in(hints_of(arm)[name]) for name in sorted(required_of(arm))}
    if get_origin(arm) is Literal:
        return get_args(arm)[0]
    if get_origin(arm) in (tuple, dict):
        return [] if get_origin(arm) is tuple else {}
    plain: dict[Any, Any] = {str: "？", int: 1, float: 1.0, bool: False, date: "2000-01-01"}
    return plain.get(arm)


@cache
def meanings(cls: type) -> dict[str, str]:
    """Return the Chinese meaning of each key of a model class, cut at its first comma."""
    schema = described(cls)["$defs"][cls.__name__]
    return {key: _first_words(said.get("description", "")) for key, said in schema["properties"].items()}


def _first_words(text: str) -> str:
    for mark in "，；：（":
        text = text.split(mark)[0]
    return text


def meaning_of(cls: type, path: Path) -> str:
    """Return the Chinese meaning of the key at a path, in brackets, or an empty text."""
    holder = class_at(cls, path[:-1]) if path else None
    meaning = meanings(holder).get(str(path[-1]), "") if holder else ""
    return f"（{meaning}）" if meaning else ""


def last_name(path: Path) -> str:
    """Return the last name of a path, with the number of the item after it: `kinds 第 1 项`."""
    names = [i for i, key in enumerate(path) if isinstance(key, str)]
    if not names:
        return "这一项"
    after = "".join(f" 第 {int(key) + 1} 项" for key in path[names[-1] + 1 :])
    return f"{path[names[-1]]}{after}"
