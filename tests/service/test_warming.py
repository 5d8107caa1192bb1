"""The campaigns are read before somebody asks; who asks meanwhile is answered, and what is wrong holds up nothing."""

import json
import threading
import time

import sqlalchemy as sa
from helpers.asking import Asker, signed_in
from helpers.served import CODE, made_office, serving
from helpers.sheets import CAMPAIGNS

from generator.database.carrying import carry_in
from generator.database.changes import Desk, write_file
from generator.database.engine import changing
from generator.database.store import DatabaseStore
from generator.database.tables import FILES
from generator.service import looks
from generator.service.looks import compiled
from generator.service.warming import Warming
from generator.sources.campaign import load
from generator.verbs import CollectRequest, collect
from generator.verbs.reading_ahead import read_ahead


def health(served):
    return json.loads(Asker(served).ask("GET", "/healthz").text)


def warm(served):
    while not health(served)["warm"]:
        time.sleep(0.05)


def test_a_service_that_begins_reads_its_campaigns_and_says_so(served):
    warm(served)

    assert health(served) == {"status": "ok", "warm": True, "worker": False}
    assert "gongwen_warm 1\n" in Asker(served).ask("GET", "/metrics").text
    assert set(served.office.store(CODE)._checked) == {
        r.unit for r in load(CAMPAIGNS / "jiangguanchi").campaign.returns
    }


def test_pages_are_compiled_once(tmp_path):
    list(compiled())
    environment = looks._environment()

    assert {name for name in environment.list_templates() if name.endswith(".html")} == {
        name for _, name in environment.cache
    }
    assert looks._environment() is environment


def test_what_is_read_ahead_is_rolled_up_and_drawn(tmp_path, monkeypatch):
    office = made_office(tmp_path / "office")
    store = office.store(CODE)
    drawn = []
    monkeypatch.setattr("generator.verbs.reading_ahead.preview", lambda *which: drawn.append(which[2]))
    list(read_ahead(store))

    monkeypatch.setattr("generator.verbs.collecting.rolled_up", lambda *_: 1 / 0)
    assert collect(CollectRequest(source=Desk(store, "闻秀"))).totals
    assert "dispatch-communities" in drawn
    assert len(drawn) == len(set(drawn))
    office.close()


def test_who_asks_in_the_midst_is_answered_with_all_of_it(tmp_path):
    office = made_office(tmp_path / "office")
    store = office.store(CODE)
    reading = store.read_through()
    next(reading)
    next(reading)
    assert 0 < len(store._checked) < len(store._by_unit), "it is in the midst"

    found = []
    asking = threading.Thread(target=lambda: found.append(store.load()))
    asking.start()
    asking.join()
    list(reading)

    again = DatabaseStore(office.engine, CODE, tmp_path / "again").load()
    assert found[0].campaign == store.load().campaign == again.campaign
    office.close()


def test_a_return_that_comes_in_the_midst_is_read_too(tmp_path):
    office = made_office(tmp_path / "office")
    store = office.store(CODE)
    reading = store.read_through()
    next(reading)
    write_file(office.engine, CODE, "campaign.yaml", changed(store.folder / "campaign.yaml"), "系统")
    list(reading)

    assert store.load().campaign.settings.two_sided is False
    assert set(store._checked) == set(store._by_unit)
    office.close()


def changed(place):
    text = place.read_text(encoding="utf-8")
    assert "\nsettings:" not in text
    return f"{text}\nsettings: {{two_sided: false}}\n".encode()


def test_a_campaign_that_cannot_be_read_holds_up_no_other(tmp_path):
    office = made_office(tmp_path / "office")
    source = CAMPAIGNS / "small_valid"
    carry_in(office.engine, "broken", source, load(source), "系统")
    with changing(office.engine) as connection:
        mine = FILES.c.name == "hazards.yaml"
        connection.execute(sa.update(FILES).where(mine, FILES.c.campaign == 2).values(name="../hazards.yaml"))

    with serving(office) as served:
        warm(served)
        assert office.store(CODE)._checked
        assert "秋湖村" in signed_in(served, "wenxiu").ask("GET", f"/c/{CODE}").text
    office.close()


def test_a_service_that_ends_in_the_midst_reads_no_further(tmp_path, monkeypatch):
    office = made_office(tmp_path / "office")
    begun, released = threading.Event(), threading.Event()

    def slowly(_store):
        yield
        begun.set()
        released.wait(60)
        yield
        raise AssertionError("it went on")

    monkeypatch.setattr("generator.service.warming.read_ahead", slowly)
    warming = Warming(office)
    warming.begin()
    begun.wait(60)
    threading.Timer(0.1, released.set).start()
    warming.end()

    assert not warming.is_over
    office.close()
