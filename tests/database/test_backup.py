"""Backups: taken while others work, restored into either kind of database, refused when they are damaged."""

import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_samples import CLERK, WHO, draft, typed

from generator.database import archive, migrating, people
from generator.database.archive import Damaged
from generator.database.audit import AUDIT, Act, breaks, write_down
from generator.database.backup import NotEmpty, back_up, restore
from generator.database.changes import save
from generator.database.engine import changing, looking, open_engine
from generator.database.tables import CAMPAIGNS, METADATA, RETURNS, SESSIONS
from generator.model.people import Person

CLERK_OF_HEWAN = Person(id=0, login="qiuye", name="邱叶", role="clerk", unit="hewan")
PASSWORD = "mima-2023"


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request, tmp_path) -> Iterator[sa.Engine]:
    """An empty database to restore into, of either kind."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    else:
        engine = open_engine(request.getfixturevalue("postgres").new_database())
    yield engine
    engine.dispose()


def held(engine: sa.Engine) -> dict[str, list[Any]]:
    """Every row of every table but the sessions; what is NULL and what is JSON's null stand apart."""
    found = {}
    with looking(engine) as connection:
        for table in METADATA.sorted_tables:
            columns = [sa.cast(c, sa.Text) if isinstance(c.type, sa.JSON) else c for c in table.columns]
            rows = connection.execute(sa.select(*columns).order_by(*table.primary_key.columns))
            found[table.name] = [tuple(row) for row in rows]
    del found["sessions"]
    return found


def used(engine: sa.Engine) -> None:
    """Let an office be used: people, a session, an invitation, a token, a draft, a return that was changed."""
    people.add(engine, CLERK_OF_HEWAN, PASSWORD, WHO)
    people.sign_in(engine, "qiuye", PASSWORD)
    people.invite(engine, "clerk", "hewan", WHO)
    people.make_token(engine, "村里的程序", "hewan", WHO)
    first = save(engine, "small", draft(fines=3), typed(), 0)
    save(engine, "small", draft(fines=4), typed(), first.version)


def test_a_backup_restores_into_either_kind_of_database_as_it_was(small, other, tmp_path):
    used(small)
    back_up(small, tmp_path / "b.zip")
    before = held(small)

    told = restore(other, tmp_path / "b.zip", WHO)

    after = held(other)
    last = after["audit"].pop()
    assert after == before
    assert last[2:6] == (WHO, "恢复", "", "b.zip")
    assert told.rows == sum(map(len, before.values()))
    with looking(other) as connection:
        assert list(breaks(connection)) == []
        assert connection.execute(sa.select(SESSIONS)).all() == []


def test_a_restored_office_goes_on(small, other, tmp_path):
    used(small)
    back_up(small, tmp_path / "b.zip")
    restore(other, tmp_path / "b.zip", WHO)

    assert people.sign_in(other, "qiuye", PASSWORD)
    assert people.add(other, Person(id=0, login="new", name="", role="office"), PASSWORD, WHO).id == 2
    assert save(other, "small", draft(fines=5), typed(), 2).version == 3
    assert save(other, "small", draft("qiaotou", fines=5), typed(), 0).version == 1
    with looking(other) as connection:
        assert list(breaks(connection)) == []


def test_a_backup_is_read_by_its_owner_alone_and_holds_nothing_that_opens_a_door(small, tmp_path):
    people.add(small, CLERK_OF_HEWAN, PASSWORD, WHO)
    secrets = [
        PASSWORD,
        people.sign_in(small, "qiuye", PASSWORD),
        people.invite(small, "clerk", "hewan", WHO).replace("-", ""),
        people.make_token(small, "程序", "hewan", WHO),
    ]

    back_up(small, tmp_path / "b.zip")

    assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(tmp_path / "b.zip") as file:
        inside = b"\n".join(map(file.read, file.namelist()))
        assert "tables/sessions.jsonl" not in file.namelist()
    assert [secret for secret in secrets if secret.encode() in inside] == []
    assert b"$argon2id$" in inside


def test_a_backup_taken_while_others_save_is_of_one_moment(small, other, tmp_path):
    begun, done = threading.Event(), threading.Event()

    def save_on() -> None:
        version = 0
        while not done.is_set():
            version = save(small, "small", draft(fines=version), typed(), version).version
            begun.set()

    saver = threading.Thread(target=save_on)
    saver.start()
    try:
        assert begun.wait(60)
        back_up(small, tmp_path / "b.zip")
    finally:
        done.set()
        saver.join()

    restore(other, tmp_path / "b.zip", WHO)
    with looking(other) as connection:
        assert list(breaks(connection)) == []
        of_draft = RETURNS.c.period == "2024-05"
        row = connection.execute(sa.select(RETURNS).where(of_draft)).one()
        changes = connection.execute(sa.select(CAMPAIGNS.c.change)).scalar_one()
        saved = connection.execute(sa.select(AUDIT).where(AUDIT.c.act == "填报")).all()
    assert row.change == changes
    assert row.version == len(saved) >= 1
    assert row.content["values"] == {"fines": row.version - 1}


def test_a_backup_restores_into_nothing_but_an_empty_database(small, tmp_path):
    back_up(small, tmp_path / "b.zip")
    before = held(small)

    with pytest.raises(NotEmpty):
        restore(small, tmp_path / "b.zip", WHO)
    assert held(small) == before


def rewritten(place: Path, change: dict[str, bytes | None]) -> Path:
    """A copy of an archive with entries of other content, or without them."""
    target = place.with_name("changed.zip")
    with zipfile.ZipFile(place) as old, zipfile.ZipFile(target, "w") as new:
        names = [*old.namelist(), *(name for name in change if name not in old.namelist())]
        for name in names:
            content = change[name] if name in change else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return target


@pytest.fixture
def backed_up(small, tmp_path) -> Path:
    used(small)
    back_up(small, tmp_path / "b.zip")
    return tmp_path / "b.zip"


def refused(engine: sa.Engine, place: Path) -> str:
    """What is said of an archive that is not restored; nothing is left in the database."""
    with pytest.raises(Damaged) as told:
        restore(engine, place, WHO)
    assert sa.inspect(engine).get_table_names() == []
    return str(told.value)


def test_a_damaged_archive_is_refused_and_what_is_damaged_is_named(backed_up, other):
    with zipfile.ZipFile(backed_up) as file:
        returns = file.read("tables/returns.jsonl")
        blob = next(name for name in file.namelist() if name.startswith("blobs/"))
    shorter = returns.rpartition(b"\n{")[0] + b"\n"
    strange = {"../../etc/cron.d/x": b"x", "tables/other.jsonl": b"{}\n"}

    assert "tables/returns.jsonl" in refused(other, rewritten(backed_up, {"tables/returns.jsonl": shorter}))
    assert "tables/people.jsonl" in refused(other, rewritten(backed_up, {"tables/people.jsonl": None}))
    assert blob in refused(other, rewritten(backed_up, {blob: b"x"}))
    assert blob in refused(other, rewritten(backed_up, {blob: None}))
    told = refused(other, rewritten(backed_up, strange))
    assert all(name in told for name in strange)
    assert "manifest.json" in refused(other, rewritten(backed_up, {"manifest.json": None}))
    assert "manifest.json" in refused(other, rewritten(backed_up, {"manifest.json": b"[]"}))
    assert "manifest.json" in refused(other, rewritten(backed_up, {"manifest.json": b" " * 2_000_000}))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_byte_of_an_archive_changes_without_notice(data, archive_of_small):
    place, whole = archive_of_small
    where = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[where]))
    place.write_bytes(whole[:where] + bytes([other]) + whole[where + 1 :])

    def contents(reader: archive.Reader) -> list[Any]:
        return [list(reader.rows(name)) for name in reader.manifest.tables]

    try:
        with archive.reading(place) as reader:
            seen = contents(reader), reader.manifest
    except Damaged:
        return
    place.write_bytes(whole)
    with archive.reading(place) as reader:
        wanted = contents(reader), reader.manifest
    assert seen == wanted  # a time, an attribute: nothing that is read


@pytest.fixture(scope="module")
def archive_of_small(tmp_path_factory) -> tuple[Path, bytes]:
    folder = tmp_path_factory.mktemp("archive")
    engine = open_engine(f"sqlite:///{folder / 'o.db'}")
    migrating.upgrade(engine)
    people.add(engine, CLERK_OF_HEWAN, PASSWORD, WHO)
    back_up(engine, folder / "b.zip")
    return folder / "b.zip", (folder / "b.zip").read_bytes()


def test_a_file_that_is_no_archive_or_half_of_one_is_refused(backed_up, other, tmp_path):
    half = tmp_path / "half.zip"
    half.write_bytes(backed_up.read_bytes()[:-500])

    assert "half.zip 不是备份文件，或者只剩一部分" in refused(other, half)
    half.write_bytes(b"")
    assert "half.zip 不是备份文件" in refused(other, half)


def test_an_archive_of_a_later_program_is_refused(backed_up, other):
    with zipfile.ZipFile(backed_up) as file:
        said = json.loads(file.read("manifest.json"))

    for later in ({"schema": "9999"}, {"format": 2}):
        changed = json.dumps(said | later).encode()
        assert "请先升级程序" in refused(other, rewritten(backed_up, {"manifest.json": changed}))


def test_what_is_null_is_kept_apart_from_what_is_null_in_json(engine, other, tmp_path):
    with changing(engine) as connection:
        write_down(connection, Act(who=CLERK, act="试", before=None, after={"甲": [1.5, None, "\u0000"]}))
        connection.execute(sa.update(AUDIT).values(before=sa.null()))

    back_up(engine, tmp_path / "b.zip")
    restore(other, tmp_path / "b.zip", WHO)

    assert held(other)["audit"][0] == held(engine)["audit"][0]
    assert held(other)["audit"][0][6] is None


def test_a_backup_that_fails_leaves_no_file(small, tmp_path, monkeypatch):
    monkeypatch.setattr(archive.Writer, "end", lambda *_: (_ for _ in ()).throw(OSError("full")))

    with pytest.raises(OSError, match="full"):
        back_up(small, tmp_path / "b.zip")
    assert list(tmp_path.glob("*b.zip*")) == []
