"""Dataclasses whose methods are written later do all that the standard ones do."""

import copy
import dataclasses
import pickle
import subprocess
import sys
from functools import cached_property
from typing import Any

import msgspec
import pytest
from pydantic import TypeAdapter

from generator.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Village:
    """Village (村)."""

    name: str
    people: int = 0
    roads: list[str] = dataclasses.field(default_factory=list, compare=False, repr=False)


@dataclass(frozen=True)
class Plot:
    """Plot (地块) with something reckoned once."""

    wide: int
    long: int = 2

    def __post_init__(self) -> None:
        if self.wide < 0:
            raise ValueError("narrow")

    @cached_property
    def area(self) -> int:
        return self.wide * self.long


@dataclass(frozen=True)
class Field(Plot):
    """Field (田): a plot with a crop."""

    crop: str = "稻"


@dataclass(slots=True)
class Tally:
    """Tally (计数), which changes; what it counted with is no argument."""

    count: int
    _by: str | None = dataclasses.field(default=None, init=False)


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """Thing (物), the same only as itself."""

    name: str


def test_values_are_made_with_their_defaults_and_are_equal_by_their_fields() -> None:
    village = Village(name="河湾村")

    assert (village.name, village.people, village.roads) == ("河湾村", 0, [])
    assert village == Village(name="河湾村", roads=["一"])
    assert village != Village(name="河湾村", people=1)
    assert hash(village) == hash(Village(name="河湾村"))
    assert repr(village) == "Village(name='河湾村', people=0)"


def test_arguments_are_asked_for_as_they_are_declared() -> None:
    assert Field(1, 3) == Field(wide=1, long=3, crop="稻")
    with pytest.raises(TypeError):
        Village("河湾村")  # type: ignore[misc]
    with pytest.raises(TypeError):
        Plot(1, 2, 3)  # type: ignore[call-arg]


def test_a_frozen_value_refuses_to_change() -> None:
    village: Any = Village(name="河湾村")

    with pytest.raises(dataclasses.FrozenInstanceError):
        village.name = "上河村"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del village.name
    assert not hasattr(village, "__dict__")


def test_a_class_that_inherits_has_methods_of_its_own() -> None:
    assert Field(2).area == 4
    assert repr(Field(2)) == "Field(wide=2, long=2, crop='稻')"
    assert Plot(2) != Field(2)
    with pytest.raises(ValueError, match="narrow"):
        Field(-1)


def test_what_changes_has_no_hash_and_a_class_without_equality_has_its_own() -> None:
    tally = Tally(1)
    tally.count += 1

    assert (tally, tally._by) == (Tally(2), None)
    with pytest.raises(TypeError):
        hash(tally)
    assert Thing("犁") != Thing("犁")
    assert len({Thing("犁"), Thing("犁")}) == 2


def test_values_are_replaced_copied_and_pickled() -> None:
    village = Village(name="河湾村", people=3, roads=["一"])

    assert dataclasses.replace(village, people=4) == Village(name="河湾村", people=4)
    assert dataclasses.asdict(village) == {"name": "河湾村", "people": 3, "roads": ["一"]}
    for same in (copy.deepcopy(village), pickle.loads(pickle.dumps(village))):
        assert (same, same.roads, same is village) == (village, ["一"], False)


def test_readers_of_data_take_them_for_dataclasses() -> None:
    written = msgspec.msgpack.encode(Village(name="河湾村", people=3))

    assert msgspec.msgpack.decode(written, type=Village) == Village(name="河湾村", people=3)
    assert TypeAdapter(Village).validate_python({"name": "河湾村"}) == Village(name="河湾村")
    assert [field.name for field in dataclasses.fields(Field)] == ["wide", "long", "crop"]


def test_match_sees_the_fields() -> None:
    match Plot(1, 5):
        case Plot(wide, long):
            assert (wide, long) == (1, 5)


def test_nothing_is_compiled_when_a_class_is_declared() -> None:
    code = (
        "import builtins, generator.dataclass as d\n"
        "def refuse(*_): raise AssertionError('compiled')\n"
        "import dataclasses; dataclasses._create_fn = refuse\n"
        "@d.dataclass(frozen=True, slots=True, kw_only=True)\n"
        "class Village:\n    name: str\n    people: int = 0\n"
        "print(Village.__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "Village"


def test_the_hundredth_value_is_made_as_the_first_one() -> None:
    made = [Village(name=str(number), people=number) for number in range(100)]

    assert [(v.name, v.people, v.roads) for v in made] == [(str(n), n, []) for n in range(100)]
    with pytest.raises(TypeError):
        Village("河湾村")  # type: ignore[misc]
    with pytest.raises(TypeError):
        Village(people=1)  # type: ignore[call-arg]
