"""Reading again: only what changed, for whoever needs it; others are answered meanwhile, with every return as it is."""

import threading
from contextlib import contextmanager
from datetime import date
from functools import partial

import pytest
from office_samples import CAMPAIGNS, WHO, carried_in, draft, typed

from generator.database import store as stores
from generator.database.changes import Desk, Step, add_line, save, write_file
from generator.database.store import DatabaseStore
from generator.model.hazard import Happening
from generator.problem import errors
from generator.sources.lines import happening_line
from generator.verbs.hazard_records import hazard_of, history, record

CODE, HAZARD, WAIT_S = "jgc", "JGC-009", 60
UNIT = "wangdian"  # where the hazard lies


@pytest.fixture
def store(engine, tmp_path):
    """A store of a town that was read, with every return looked at."""
    carried_in(engine, CAMPAIGNS / "jiangguanchi", CODE)
    store = DatabaseStore(engine, CODE, tmp_path / "store")
    store.load()
    return store


@pytest.fixture
def slowly(monkeypatch):
    """Has the next reading of files wait until it is let go."""
    begun, let_go = threading.Event(), threading.Event()

    def reads(read, folder):
        found = read(folder)
        if not let_go.is_set():
            begun.set()
            assert let_go.wait(WAIT_S)
        return found

    for name in ("load", "_read_anew"):  # for the first time, and later
        monkeypatch.setattr(stores, name, partial(reads, getattr(stores, name)))
    yield begun, let_go
    let_go.set()


@contextmanager
def beside(act):
    """Do something in another thread; give what tells whether it is done; whatever it raises is raised here."""
    raised, done = [], threading.Event()

    def acts():
        try:
            act()
        except Exception as error:
            raised.append(error)
        done.set()

    thread = threading.Thread(target=acts)
    thread.start()
    yield done
    thread.join(WAIT_S)
    assert raised == []
    assert done.is_set()


def step(store, event, day="2023-07-18", **more):
    return record(Desk(store, WHO), Happening(hazard=HAZARD, event=event, on=date.fromisoformat(day), **more))


def settings(store):
    """The main file with something else in it."""
    text = (store.folder / "campaign.yaml").read_text(encoding="utf-8")
    return f"{text}\nsettings: {{two_sided: false}}\n".encode()


def said(store):
    return [h.text for h in history(Desk(store, WHO), HAZARD)[1]]


def test_who_asks_while_files_are_read_anew_is_answered_with_what_stood(store, slowly):
    begun, let_go = slowly
    before = store.load()

    with beside(lambda: step(store, "progress", text="设备到货")):
        assert begun.wait(WAIT_S)
        assert store.load() is not None
        assert store.body().campaign.history == before.campaign.history
        assert store.load().campaign == before.campaign
        let_go.set()

    assert said(store)[-1] == "设备到货"


def test_a_return_kept_while_files_are_read_anew_is_seen_at_once_and_judged_by_what_then_stands(
    store, slowly, tmp_path
):
    begun, let_go = slowly
    wrong = draft(UNIT, unheard_of=1)

    with beside(lambda: Desk(store, WHO).write("campaign.yaml", settings(store))):
        assert begun.wait(WAIT_S)
        saved = save(store.engine, CODE, wrong, Step(to="submitted", who=WHO), 0)
        assert saved in store.kept(UNIT)
        assert saved in store.of_unit(UNIT)[1]
        let_go.set()

    found = store.load()
    assert found.campaign.settings.two_sided is False
    assert_as_read_anew(store, tmp_path)
    assert [p for p in found.problems if p.unit == UNIT and p.period == wrong.period]


def test_who_changes_a_file_finds_it_changed_though_another_was_reading(store, slowly):
    begun, let_go = slowly

    def note():
        Desk(store, WHO).write("campaign.yaml", settings(store))
        assert store.body().campaign.settings.two_sided is False

    with beside(lambda: step(store, "progress", text="设备到货")):
        assert begun.wait(WAIT_S)
        with beside(note) as noted:
            assert not noted.wait(0.2), "it is not done before it can be seen"
            let_go.set()

    assert said(store)[-1] == "设备到货"


def test_a_step_is_written_behind_all_that_happened_though_another_was_reading(store, slowly):
    begun, let_go = slowly
    with beside(lambda: step(store, "progress", text="第一步")):
        assert begun.wait(WAIT_S)
        with beside(lambda: step(store, "progress", text="第二步")):
            let_go.set()

    assert said(store)[-2:] == ["第一步", "第二步"]
    assert errors(store.load().problems) == []


def test_nobody_is_answered_before_a_campaign_was_read_at_all(store, slowly, tmp_path):
    begun, let_go = slowly
    new, found = DatabaseStore(store.engine, CODE, tmp_path / "new"), []

    with beside(new.body):
        assert begun.wait(WAIT_S)
        with beside(lambda: found.append(new.body())) as answered:
            assert not answered.wait(0.2)
            let_go.set()

    assert found[0].campaign == store.body().campaign


def test_a_reading_that_failed_is_done_again(store, monkeypatch):
    write_file(store.engine, CODE, "campaign.yaml", settings(store), WHO)
    with monkeypatch.context() as patch:
        patch.setattr(stores, "_read_anew", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            store.load()

    assert store.load().campaign.settings.two_sided is False


@pytest.fixture
def judged(store, monkeypatch):
    """The units whose returns are looked at from now on."""
    units, judge = [], stores.judged

    def judges(body, mine):
        units.extend({r.unit for r in mine})
        return judge(body, mine)

    monkeypatch.setattr(stores, "judged", judges)
    return units


def test_after_a_step_only_the_units_of_the_hazard_are_looked_at_again(store, judged, tmp_path):
    hazard = hazard_of(store.body().campaign, HAZARD)
    before = [p for p in store.load().problems if p.code == "VAL-012"]

    for event, day in (("completed", "2023-06-18"), ("reviewed", "2023-06-19"), ("closed", "2023-06-20")):
        judged.clear()
        assert step(store, event, day).file
        store.load()
        assert set(judged) <= {hazard.unit, hazard.department}
        assert hazard.unit in judged
        assert_as_read_anew(store, tmp_path / event)

    after = [p for p in store.load().problems if p.code == "VAL-012"]
    assert after != before, "a figure no longer agrees with the ledger"


def test_after_a_line_of_receipts_none_is_looked_at_again(store, judged, tmp_path):
    line = "  - {duty: 月报, period: 2023-06, received_on: 2023-07-01}"
    add_line(store.engine, CODE, "receipts", date(2023, 7, 1), line, WHO)

    assert store.load().campaign.receipts
    assert judged == []
    assert_as_read_anew(store, tmp_path)


def test_after_a_change_of_the_campaign_all_are_looked_at_again(store, judged, tmp_path):
    write_file(store.engine, CODE, "campaign.yaml", settings(store), WHO)
    store.load()

    assert set(judged) == set(store._by_unit)
    assert_as_read_anew(store, tmp_path)


def test_a_line_taken_away_and_one_changed_are_found(store, judged, tmp_path):
    step(store, "progress", text="设备到货")
    wrong = happening_line(Happening(hazard="JGC-001", event="closed", on=date(2023, 7, 1), check="x"))
    judged.clear()
    write_file(store.engine, CODE, "history/2023-07.yaml", f"schema: 1\nhistory:\n{wrong}\n".encode(), WHO)
    found = store.load()

    assert [p.code for p in errors(found.problems) if not p.unit]
    assert_as_read_anew(store, tmp_path)


def assert_as_read_anew(store, place):
    """It is as a store that has read nothing yet finds it."""
    new, found = DatabaseStore(store.engine, CODE, place / "anew").load(), store.load()
    assert (new.campaign, new.problems, new.forms) == (found.campaign, found.problems, found.forms)


def test_a_draft_is_of_no_account_for_the_others(store, judged):
    save(store.engine, CODE, draft(UNIT, fines=1), typed(), 0)

    store.load()
    assert judged in ([], [UNIT])
