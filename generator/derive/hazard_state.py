"""State of a hazard (隐患的状态): found, assigned, under rectification, reviewed, closed; overdue and listed beside it."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, TypeAlias

from generator.model.hazard import Hazard, HazardEvent

State: TypeAlias = Literal["found", "assigned", "rectifying", "reviewed", "closed"]

STATES: Mapping[State, str] = MappingProxyType({
    "found": "已发现",
    "assigned": "已交办",
    "rectifying": "整改中",
    "reviewed": "已复查",
    "closed": "已销号",
})  # fmt: skip
EVENTS: Mapping[HazardEvent, str] = MappingProxyType({
    "assigned": "交办",
    "progress": "整改进展",
    "completed": "整改完成",
    "reviewed": "复查合格",
    "returned": "复查不合格",
    "listed": "挂牌督办",
    "extended": "延期",
    "closed": "销号",
})  # fmt: skip
ALLOWED: Mapping[State, tuple[HazardEvent, ...]] = MappingProxyType({
    "found": ("assigned", "listed", "extended"),
    "assigned": ("progress", "completed", "listed", "extended"),
    "rectifying": ("progress", "completed", "reviewed", "returned", "listed", "extended"),
    "reviewed": ("returned", "listed", "closed"),
    "closed": (),
})  # fmt: skip


def state_of(hazard: Hazard, on: date) -> State:
    """Return the state of a hazard at the end of a day, by the latest of its dated facts."""
    days: tuple[tuple[State, date | None], ...] = (
        ("closed", hazard.closed_on),
        ("reviewed", hazard.reviewed_on),
        ("rectifying", hazard.completed_on),
        *((("rectifying", entry.on)) for entry in hazard.progress),
        ("assigned", hazard.assigned_on),
    )
    return next((state for state, day in days if day and day <= on), "found")


def is_open(hazard: Hazard, on: date) -> bool:
    """Tell whether a hazard was found by the end of a day and not closed."""
    return hazard.inspected_on <= on and not (hazard.closed_on and hazard.closed_on <= on)


def is_overdue(hazard: Hazard, on: date) -> bool:
    """Tell whether the limit of a hazard has passed and its rectification was not completed by then."""
    done = hazard.completed_on or hazard.reviewed_on or hazard.closed_on
    return bool(hazard.due_on and hazard.due_on < on and is_open(hazard, on) and not (done and done <= on))


def is_listed(hazard: Hazard, on: date) -> bool:
    """Tell whether a hazard is open and listed for supervision (挂牌督办)."""
    listed = hazard.listed_on <= on if hazard.listed_on else bool(hazard.listed_document)
    return listed and is_open(hazard, on)
