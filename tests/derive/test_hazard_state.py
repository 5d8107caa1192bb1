"""States of a hazard by its dated facts, and what its history makes of it."""

from dataclasses import replace
from datetime import date

import pytest
from helpers.tables import CAMPAIGN, hazard

from generator.derive.hazard_history import after, check_of, hazards_on
from generator.derive.hazard_state import ALLOWED, EVENTS, STATES, is_listed, is_overdue, state_of
from generator.model.hazard import Happening, Progress

JUNE = {day: date(2023, 6, day) for day in range(1, 31)}
PLAIN = replace(
    hazard(),
    inspected_on=JUNE[1],
    assigned_on=None,
    due_on=JUNE[20],
    completed_on=None,
    closed_on=None,
    progress=(),
)
WHOLE = replace(
    PLAIN,
    assigned_on=JUNE[2],
    progress=(Progress(on=JUNE[5], text="设备已订购"),),
    completed_on=JUNE[10],
    reviewed_on=JUNE[12],
    recheck="已整改",
    closed_on=JUNE[13],
)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (1, "found"),
        (2, "assigned"),
        (4, "assigned"),
        (5, "rectifying"),
        (11, "rectifying"),
        (12, "reviewed"),
        (13, "closed"),
    ],
)
def test_the_state_on_a_day_is_that_of_the_latest_fact_by_then(day, state):
    assert state_of(WHOLE, JUNE[day]) == state


def test_a_hazard_is_overdue_from_the_day_after_its_limit_until_it_is_done():
    late = replace(PLAIN, completed_on=JUNE[25])

    assert [is_overdue(late, JUNE[day]) for day in (20, 21, 24, 25)] == [False, True, True, False]
    assert not is_overdue(replace(PLAIN, due_on=None), JUNE[30])


def test_a_hazard_is_listed_from_the_day_of_its_document_until_it_is_closed():
    listed = replace(PLAIN, listed_on=JUNE[3], listed_document="镇安委办〔2023〕3号", closed_on=JUNE[9])

    assert [is_listed(listed, JUNE[day]) for day in (2, 3, 8, 9)] == [False, True, True, False]


def as_of(recorded, day, history=()):
    (found,) = hazards_on(replace(CAMPAIGN, hazards=(recorded,), history=history), JUNE[day])
    return found


def test_a_hazard_as_of_a_day_knows_nothing_of_what_came_later():
    then = as_of(WHOLE, 11)

    assert (then.completed_on, then.reviewed_on, then.recheck, then.closed_on) == (JUNE[10], None, "", None)
    assert as_of(WHOLE, 30) is WHOLE
    assert as_of(replace(PLAIN, recheck="正在整改"), 2).recheck == "正在整改"


def happenings(*steps):
    """A history of the hazard, its checks in place."""
    found, last = [], ""
    for event, day, *more in steps:
        one = Happening(hazard=PLAIN.code, event=event, on=JUNE[day], **dict(more))
        last = check_of(one, last)
        found.append(replace(one, check=last))
    return tuple(found)


def test_a_history_ends_in_the_facts_that_every_sheet_prints():
    told = happenings(
        ("assigned", 2),
        ("progress", 5, ("text", "设备已订购")),
        ("listed", 6, ("text", "镇安委办〔2023〕3号")),
        ("extended", 7, ("due_on", JUNE[28])),
        ("completed", 9),
        ("returned", 10, ("text", "未接地")),
        ("completed", 11),
        ("reviewed", 12, ("text", "已整改到位")),
        ("closed", 13),
    )
    found = as_of(PLAIN, 30, told)

    assert (found.assigned_on, found.listed_on, found.listed_document) == (
        JUNE[2],
        JUNE[6],
        "镇安委办〔2023〕3号",
    )
    assert (found.due_on, found.completed_on, found.reviewed_on) == (JUNE[28], JUNE[11], JUNE[12])
    assert (found.recheck, found.closed_on, len(found.progress)) == ("已整改到位", JUNE[13], 1)


def test_a_history_is_told_up_to_the_day_that_is_asked_for():
    told = happenings(
        ("assigned", 2), ("extended", 7, ("due_on", JUNE[28])), ("completed", 9), ("returned", 10)
    )

    assert [as_of(PLAIN, day, told).due_on for day in (6, 7)] == [JUNE[20], JUNE[28]]
    assert [as_of(PLAIN, day, told).completed_on for day in (8, 9, 10)] == [None, JUNE[9], None]


def test_a_hazard_found_later_is_not_yet_known():
    assert hazards_on(replace(CAMPAIGN, hazards=(PLAIN,)), date(2023, 5, 31)) == ()


def test_a_review_that_fails_takes_the_hazard_back_under_rectification():
    done = replace(WHOLE, closed_on=None)
    back = after(done, Happening(hazard=done.code, event="returned", on=JUNE[14], text="未接地"))

    assert (state_of(back, JUNE[14]), back.recheck) == ("rectifying", "未接地")


def test_every_state_and_event_has_a_name_and_nothing_follows_the_end():
    assert set(ALLOWED) == set(STATES)
    assert {event for events in ALLOWED.values() for event in events} == set(EVENTS)
    assert ALLOWED["closed"] == ()


def test_the_check_changes_with_every_word_and_with_what_came_before():
    one = Happening(hazard="A", event="assigned", on=JUNE[2], by="石敢")
    others = [
        replace(one, by="石取"),
        replace(one, on=JUNE[3]),
        replace(one, event="closed"),
        replace(one, hazard="B"),
    ]

    assert len({check_of(h, "") for h in (one, *others)} | {check_of(one, "0")}) == 6
