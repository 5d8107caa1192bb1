"""Steps of a hazard written down at once: each is bound to the one before it that stands, whoever was quicker."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa
from office_samples import CAMPAIGNS, WHO, carried_in

from generator.database.changes import Changed, Desk, add_line
from generator.database.engine import looking
from generator.database.store import DatabaseStore
from generator.database.tables import AUDIT
from generator.model.hazard import Happening
from generator.problem import errors
from generator.verbs.hazard_records import history, record
from generator.verbs.usage import UsageProblem

HAZARD, THREADS = "JGC-009", 6


@pytest.fixture
def desks(engine, tmp_path):
    """Two at their desks, each with a store of his own."""
    carried_in(engine, CAMPAIGNS / "jiangguanchi", "jgc")
    return [Desk(DatabaseStore(engine, "jgc", tmp_path / name), WHO) for name in ("one", "two")]


def step(desk, event, day="2023-07-18", **more):
    return record(desk, Happening(hazard=HAZARD, event=event, on=date.fromisoformat(day), **more))


def meanwhile(monkeypatch, act):
    """Let something happen between the first reading and the writing."""
    read, acts = DatabaseStore.load_seen, [act]

    def reads(store):
        found = read(store)
        if acts:
            acts.pop()()
        return found

    monkeypatch.setattr(DatabaseStore, "load_seen", reads)


def said(desk):
    assert errors(desk.load().problems) == []
    return [h.text or h.event for h in history(desk, HAZARD)[1]]


def test_who_comes_second_is_bound_to_who_came_first(desks, monkeypatch):
    one, two = desks
    before = said(one)
    meanwhile(monkeypatch, lambda: step(two, "progress", text="设备到货"))

    assert step(one, "progress", text="设备装好").file == "history/2023-07.yaml"

    assert said(one) == said(two) == [*before, "设备到货", "设备装好"]


def test_a_step_that_may_not_follow_any_more_is_told_as_usual(desks, monkeypatch):
    one, two = desks

    def close_out():
        for event in ("completed", "reviewed", "closed"):
            step(two, event)

    meanwhile(monkeypatch, close_out)
    with pytest.raises(UsageProblem, match="已销号，不能记“整改进展”"):
        step(one, "progress", text="设备装好")

    assert said(one)[-1] == "closed"


def test_the_same_step_sent_twice_is_written_once(desks, monkeypatch):
    one, two = desks
    before = said(one)
    meanwhile(monkeypatch, lambda: step(two, "progress", text="设备到货"))

    assert step(one, "progress", text="设备到货").file == ""

    assert said(one) == [*before, "设备到货"]


def test_many_at_once_all_stand_in_the_history(desks):
    one, _ = desks
    before, together = said(one), threading.Barrier(THREADS)

    def write(number):
        together.wait()
        return step(one, "progress", text=f"第{number}步").file

    with ThreadPoolExecutor(THREADS) as pool:
        assert set(pool.map(write, range(THREADS))) == {"history/2023-07.yaml"}

    assert sorted(said(one)[len(before) :]) == [f"第{number}步" for number in range(THREADS)]


def test_who_never_gets_his_turn_is_told_so(desks, monkeypatch):
    one, two = desks
    read = DatabaseStore.load_seen

    def overtaken(store):
        found = read(store)
        two.write("notes.txt", b"x")
        return found

    monkeypatch.setattr(DatabaseStore, "load_seen", overtaken)
    before = said(one)
    with pytest.raises(UsageProblem, match="没有记上。请过一会儿再记一次"):
        step(one, "progress", text="设备到货")

    assert said(one) == before


def test_a_line_behind_a_change_that_was_not_seen_is_not_written(desks, engine):
    one, two = desks
    seen, _ = one.load_seen()
    two.add_text("notes.txt", "x")
    lines = count(engine)

    with pytest.raises(Changed):
        add_line(engine, "jgc", "history", date(2023, 7, 18), "  - {}", WHO, seen=seen)

    assert count(engine) == lines
    assert one.read("history/2023-07.yaml") is None


def test_a_picture_that_is_not_read_with_the_campaign_holds_up_no_step(desks):
    one, _ = desks
    one.load()
    one.write("photos/x.jpg", b"\xff\xd8")

    assert step(one, "progress", text="设备到货").file


def count(engine):
    with looking(engine) as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(AUDIT)).scalar_one()
