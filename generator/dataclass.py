"""Dataclasses (值) whose methods are written when they are first called: a program that declares many starts sooner.

What `dataclass` makes is the standard one's in all but this: the standard one compiles half a dozen methods for each
class that is declared, a third of a millisecond, and most runs call few of them. Type checkers see the standard one.
"""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import MISSING
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass

__all__ = ["dataclass"]

C = TypeVar("C", bound=type)
_FEW = 8  # values of a class made before its `__init__` is compiled
_WITHOUT = {"init": False, "repr": False, "eq": False}
_WITH: dict[str, dict[str, bool]] = {
    "__init__": {"init": True},
    "__repr__": {"repr": True},
    "__eq__": {"eq": True},
    "__hash__": {"eq": True, "unsafe_hash": True},
}


def _dataclass(
    *, frozen: bool = False, slots: bool = False, kw_only: bool = False, eq: bool = True
) -> Callable[[C], C]:
    """Declare a class as `dataclasses.dataclass` does."""

    def declare(cls: C) -> C:
        own = set(vars(cls))
        made: Any = dataclasses.dataclass(**_WITHOUT, slots=slots, kw_only=kw_only)(cls)
        compared = ("__eq__", "__hash__") if eq and frozen else ("__eq__",) if eq else ()
        for name in {"__init__", "__repr__", *compared} - own:
            later = _initial if name == "__init__" else _later
            setattr(made, name, later(made, name, frozen))
        if eq and not frozen and "__hash__" not in own:
            made.__hash__ = None
        if frozen:
            made.__setattr__, made.__delattr__ = _refuse_to_set, _refuse_to_delete
        if frozen and slots:
            made.__getstate__, made.__setstate__ = _state, _take_state
        return made  # type: ignore[no-any-return]

    return declare


def _later(cls: Any, name: str, frozen: bool) -> Callable[..., Any]:
    """Return a method that puts the standard one in its place when it is called."""

    def method(self: Any, *given: Any, **named: Any) -> Any:
        setattr(cls, name, _written(cls, name, frozen and name == "__init__"))
        return getattr(cls, name)(self, *given, **named)

    return method


def _initial(cls: Any, name: str, frozen: bool) -> Callable[..., None]:
    """Return an `__init__` that makes the first few values by itself; the standard one makes those that go on."""
    standard = _later(cls, name, frozen)
    calls = count(1)

    def method(self: Any, *given: Any, **named: Any) -> None:
        if next(calls) > _FEW or not _filled(self, given, named):
            standard(self, *given, **named)
        elif hasattr(cls, "__post_init__"):
            self.__post_init__()

    return method


def _filled(self: Any, given: Sequence[Any], named: dict[str, Any]) -> bool:
    """Set the fields of a value, and tell whether that could be done with just these arguments."""
    values = dict(zip(self.__match_args__, given, strict=False)) | named
    asked = [field.name for field in dataclasses.fields(self) if field.init]
    if len(values) < len(given) + len(named) or not values.keys() <= set(asked):
        return False
    for field in dataclasses.fields(self):
        if field.name in values:
            value = values[field.name]
        elif field.default is not MISSING:
            value = field.default
        elif field.default_factory is not MISSING:
            value = field.default_factory()
        elif field.init:
            return False
        else:
            continue
        object.__setattr__(self, field.name, value)
    return True


def _written(cls: Any, name: str, frozen: bool) -> Any:
    """Return a method as the standard dataclass writes it, for a class of the same fields."""
    fields = cls.__dataclass_fields__
    body = {
        "__module__": cls.__module__,
        "__annotations__": {f.name: f.type for f in fields.values()},
        **fields,
    }
    if hasattr(cls, "__post_init__"):
        body["__post_init__"] = cls.__post_init__
    options = {**_WITHOUT, **_WITH[name], "frozen": frozen, "slots": hasattr(cls, "__slots__")}
    return vars(dataclasses.dataclass(**options)(type(cls.__name__, (), body)))[name]


def _refuse_to_set(self: Any, name: str, value: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    """Return what is pickled: the values of the fields, as the standard one of a frozen class with slots."""
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _take_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


if not TYPE_CHECKING:
    dataclass = _dataclass
