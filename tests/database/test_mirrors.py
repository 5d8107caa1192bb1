"""Mirrors: the files of campaigns below a folder of each process, written by nobody else, with nothing left in them."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from office_samples import CAMPAIGNS, WHO, carried_in

from generator.database import mirror, store
from generator.database.changes import Desk
from generator.database.office import SERVED, WORKING, Office
from generator.database.opening import open_office, open_to_serve
from generator.model.hazard import Happening
from generator.problem import errors
from generator.service.worker import Jobs
from generator.verbs.hazard_records import history, record

CODE, HAZARD = "jgc", "JGC-009"


@pytest.fixture
def office(database_url, tmp_path):
    """An office that is served, with a town's campaign."""
    office = open_to_serve(tmp_path / "office", database_url)
    carried_in(office.engine, CAMPAIGNS / "jiangguanchi", CODE)
    yield office
    office.close()


@pytest.fixture
def worker(office, monkeypatch):
    """Does as a job what a test asks of the office of the worker."""

    def done(job):
        monkeypatch.setattr("generator.service.worker.jobs.do", lambda working, _: job(working))
        Jobs(office.folder, office.url)._done("1")

    return done


def step(office, text):
    desk = Desk(office.store(CODE), WHO)
    record(desk, Happening(hazard=HAZARD, event="progress", on=date(2023, 7, 18), text=text))


def said(office):
    desk = Desk(office.store(CODE), WHO)
    assert errors(desk.load().problems) == []
    return [h.text for h in history(desk, HAZARD)[1]]


def test_a_worker_with_older_files_writes_none_over_those_of_the_service(office, worker, monkeypatch):
    step(office, "第一步")
    write, late = store.write_files, [True]

    def writes(folder, files):
        if late:
            late.pop()
            step(office, "第二步")
            office.store(CODE).load()
        write(folder, files)

    def job(working):
        monkeypatch.setattr(store, "write_files", writes)
        working.store(CODE).load()

    worker(job)
    Desk(office.store(CODE), WHO).write("note.txt", b"x")
    step(office, "第三步")

    assert late == []
    assert said(office)[-3:] == ["第一步", "第二步", "第三步"]


def test_each_process_has_a_folder_of_its_own_and_a_command_leaves_none(office, worker):
    places = []
    worker(lambda working: places.append(working.store(CODE).folder))
    command = open_office(office.folder, office.url)
    own = command.store(CODE).folder
    assert command.store(CODE).load().campaign

    assert places == [office.folder / WORKING / CODE]
    assert office.store(CODE).folder == office.folder / SERVED / CODE
    assert own.is_dir()
    assert not own.is_relative_to(office.folder)
    command.close()
    assert not own.exists()
    assert {place.name for place in office.folder.iterdir() if place.is_dir()} <= {SERVED, WORKING}


def test_what_an_earlier_process_left_is_removed(office):
    folder = office.folder / SERVED / CODE
    for name in ("history/.2023-07.yaml.tmp", "history/2023-06.yaml", "forms/alt.yaml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"{")

    assert office.store(CODE).load().campaign
    assert said(office) == []
    assert not [place for place in folder.rglob("*") if place.is_file() and place.parent != folder]
    later = Office(office.folder, office.url, mirror=SERVED)
    step(office, "第一步")
    assert said(later) == ["第一步"]
    later.close()


def test_a_file_that_two_write_at_once_is_whole(tmp_path):
    contents, together = [bytes([65 + n]) * 200_000 for n in range(4)], threading.Barrier(4)

    def write(content):
        together.wait()
        for _ in range(30):
            mirror.write_files(tmp_path, {"campaign.yaml": content})
            assert (tmp_path / "campaign.yaml").read_bytes() in contents

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, contents))
    assert [place.name for place in tmp_path.iterdir()] == ["campaign.yaml"]
