"""The calendar of deadlines: what RFC 5545 asks of it, and that calendars know its events again."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator.compose.calendar_file import calendar_text
from generator.derive.deadlines import occasions
from generator.model.campaign import Campaign
from generator.sources.campaign import load

JIANGGUANCHI = Path(__file__).parents[2] / "fixtures" / "campaigns" / "jiangguanchi"


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    loaded = load(JIANGGUANCHI)
    assert loaded.campaign is not None
    return loaded.campaign


def events(text: str) -> list[dict[str, str]]:
    """The properties of each event, lines unfolded; the alarm's own are left out."""
    lines = text.replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    alarm = False
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        alarm = line == "BEGIN:VALARM" or (alarm and line != "END:VALARM")
        if found and not alarm:
            found[-1].setdefault(name, value)
    return found


def made(campaign: Campaign) -> str:
    return calendar_text(campaign, occasions(campaign, load(JIANGGUANCHI).forms))


def test_lines_end_in_crlf_and_none_is_longer_than_75_bytes_or_cuts_a_character(campaign: Campaign) -> None:
    text = made(campaign)

    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_all_units_of_one_duty_and_month_are_one_event_with_their_names(campaign: Campaign) -> None:
    (june,) = [
        e for e in events(made(campaign)) if e["SUMMARY"] == "报送期限：进展情况调度表（各社区）（2023年6月）"
    ]

    assert june["DTSTART;VALUE=DATE"] == "20230630"
    assert june["DTEND;VALUE=DATE"] == "20230701"
    assert june["DESCRIPTION"].count("、") == 11
    assert "秋湖村、王店村" in june["DESCRIPTION"]


def test_an_events_uid_is_its_own_and_stays_when_units_are_added(campaign: Campaign) -> None:
    before = events(made(campaign))
    fewer = events(made(replace(campaign, units=campaign.units[:5])))

    assert len({e["UID"] for e in before}) == len(before)
    assert {e["UID"] for e in fewer} < {e["UID"] for e in before}


def test_commas_semicolons_and_backslashes_are_escaped(campaign: Campaign) -> None:
    duties = (replace(campaign.duties[0], name="甲,乙;丙\\丁"),)

    (event,) = events(made(replace(campaign, duties=duties)))

    assert event["SUMMARY"] == "报送期限：甲\\,乙\\;丙\\\\丁"
