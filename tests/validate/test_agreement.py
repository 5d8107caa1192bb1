"""Figures held against the ledger: what agrees is left alone, what does not is told with the hazards counted."""

from dataclasses import replace
from datetime import date

import pytest
from helpers.sheets import loaded, usable

from generator.validate.ledger import check_ledger

FOUND = loaded("jiangguanchi")
CAMPAIGN = usable(FOUND)


def told(unit, period="2023-06", **values):
    """What is found where a unit's return of a month has other figures."""
    returns = tuple(
        replace(r, values={**r.values, **values}) if (r.unit, r.period) == (unit, period) else r
        for r in CAMPAIGN.returns
    )
    return list(check_ledger(replace(CAMPAIGN, returns=returns), FOUND.forms))


def test_figures_that_agree_are_left_alone_community_and_department_alike():
    assert told("") == []


@pytest.mark.parametrize(
    ("unit", "name", "said", "words"),
    [
        ("qiuhu", "listed", 2, "报 2，台账里到2023年6月底是 1 条：JGC-004"),
        ("huxu", "inspection_closed", 0, "报 0，台账里到2023年6月底是 1 条：JGC-014"),
        ("caishui", "department_found", 1, "报 1，台账里到2023年6月底是 0 条。"),
    ],
)
def test_a_figure_that_differs_is_told_with_the_hazards_counted(unit, name, said, words):
    (found,) = told(unit, **{name: said})

    assert (found.code, found.severity, found.unit, found.path[-1]) == ("VAL-012", "warning", unit, name)
    assert words in found.message


def test_a_figure_of_an_earlier_month_is_held_against_that_month():
    assert told("qiuhu", "2023-05", inspection_closed=1) != []
    assert told("qiuhu", "2023-05", inspection_closed=0) == []


def test_what_is_left_empty_is_not_compared_nor_anything_where_no_hazards_are_recorded():
    assert told("qiuhu", listed=None) == []
    assert list(check_ledger(replace(CAMPAIGN, hazards=()), FOUND.forms)) == []


def test_a_hazard_closed_on_the_last_day_of_the_month_is_closed_in_it():
    hazards = tuple(
        replace(h, closed_on=date(2023, 6, 30)) if h.code == "JGC-009" else h for h in CAMPAIGN.hazards
    )
    found = list(check_ledger(replace(CAMPAIGN, hazards=hazards), FOUND.forms))

    assert {(p.unit, p.path[-1]) for p in found} == {
        ("wangdian", "inspection_closed"),
        ("wangdian", "listed_closed"),
        ("yingji", "department_closed"),
    }
