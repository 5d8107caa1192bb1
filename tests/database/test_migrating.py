"""Migrations: an empty database comes to the tables of the program, and back, step by step."""

import gzip
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from helpers.later_step import FAILS, steps_with_one_more
from office_samples import SMALL, WHO, carried_in

from generator.database import migrating, organs
from generator.database.audit import breaks
from generator.database.backup import back_up, restore
from generator.database.engine import NAME, changing, looking, open_engine
from generator.database.migrating import Standing
from generator.database.opening import alone, open_office, open_or_make, open_to_serve
from generator.database.people import NotAccepted, people
from generator.database.store import DatabaseStore
from generator.database.tables import AUDIT, METADATA
from generator.model.organ import FIRST, Organ
from generator.model.people import Person
from generator.problem import EnvironmentProblem
from generator.verbs import keeping
from generator.verbs.staffing import add_person
from generator.verbs.usage import UsageProblem

BEFORE = migrating.newest()  # of the program as it is
MIRRORS = ("campaigns", "campaigns.worker")


def differing_default(
    _context: object, _is: object, _wanted: object, found: str | None, _default: object, wanted: str | None
) -> bool:
    """Whether a default of the database is another than the one written down; each prints it in its own way."""

    def bare(text: str | None) -> str | None:
        return re.sub(r"::\w+|'|\(|\)", "", text) if text is not None else None

    is_counter = found is not None and found.startswith("nextval(")
    return not is_counter and bare(found) != bare(wanted)


def differences(engine: sa.Engine) -> list[Any]:
    """What Alembic would change to bring the database to the tables that are written down."""
    options = {"compare_type": True, "compare_server_default": differing_default}
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), METADATA))


@pytest.fixture
def bare(database_url: str) -> sa.Engine:
    return open_engine(database_url)


def test_a_new_database_is_made_by_the_migrations_as_it_is_written_down(bare):
    assert migrating.standing(bare) is Standing.EMPTY
    migrating.upgrade(bare)
    assert differences(bare) == []
    assert (migrating.standing(bare), migrating.current(bare)) == (Standing.SAME, migrating.newest())


def test_the_comparison_finds_a_column_a_default_and_an_index_that_differ(bare):
    migrating.upgrade(bare)
    with changing(bare) as connection:
        connection.exec_driver_sql("ALTER TABLE people ADD COLUMN telephone TEXT")
        connection.exec_driver_sql("DROP INDEX ix_files_campaign_change")
        connection.exec_driver_sql("DROP TABLE tokens")
        connection.exec_driver_sql(
            "CREATE TABLE tokens (id BIGINT PRIMARY KEY, name TEXT DEFAULT '无' NOT NULL)"
        )

    found = str(differences(bare))
    assert all(
        name in found for name in ("telephone", "ix_files_campaign_change", "'tokens', 'name'", "revoked_at")
    )


def test_down_and_up_again(bare):
    migrating.upgrade(bare)
    migrating.downgrade(bare, migrating.BASE)
    assert sa.inspect(bare).get_table_names() == [migrating.VERSIONS]
    assert migrating.standing(bare) is Standing.EMPTY

    migrating.upgrade(bare)
    assert differences(bare) == []


def later_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, also: str = "pass") -> None:
    """Let the program have one step more."""
    monkeypatch.setattr(migrating, "FOLDER", steps_with_one_more(tmp_path / "migrations", also))


@pytest.fixture
def office_of_before(tmp_path, database_url) -> tuple[Path, str]:
    """The folder and the URL of an office with data, made by the program as it is."""
    folder = tmp_path / "data"
    office = open_or_make(folder, database_url)
    carried_in(office.engine, SMALL, "small")
    office.close()
    return folder, database_url


def test_serving_brings_an_older_database_up_and_keeps_a_backup_of_before(
    office_of_before, tmp_path, monkeypatch
):
    later_program(tmp_path, monkeypatch)

    office = open_to_serve(*office_of_before)

    assert migrating.current(office.engine) == "later"
    assert "telephone" in {c["name"] for c in sa.inspect(office.engine).get_columns("people")}
    (kept,) = (office.folder / "backups").iterdir()
    assert re.fullmatch(r"升级前-\d{8}T\d{6}Z\.zip", kept.name)
    with looking(office.engine) as connection:
        assert list(breaks(connection)) == []
    assert DatabaseStore(office.engine, "small", tmp_path / "s").load().campaign is not None
    assert len(list(open_to_serve(*office_of_before).folder.glob("backups/*"))) == 1
    migrating.downgrade(office.engine, BEFORE)
    assert differences(office.engine) == []


def test_a_backup_of_before_restores_into_a_later_program(office_of_before, tmp_path, monkeypatch):
    old = open_engine(office_of_before[1])
    back_up(old, tmp_path / "b.zip")
    later_program(tmp_path, monkeypatch)
    new = open_engine(f"sqlite:///{tmp_path / 'new.db'}")

    told = restore(new, tmp_path / "b.zip", WHO)

    assert (told.schema, migrating.current(new), migrating.current(old)) == (BEFORE, "later", BEFORE)
    assert DatabaseStore(new, "small", tmp_path / "n").load().campaign is not None
    with looking(new) as connection:
        assert list(breaks(connection)) == []


def test_an_upgrade_is_undone_all_that_came_since_with_it(office_of_before, tmp_path, monkeypatch):
    folder, url = office_of_before
    old = open_engine(url)
    back_up(old, tmp_path / "before.zip")
    with monkeypatch.context() as patch:
        later_program(tmp_path, patch)
        new = open_to_serve(folder, url)
        add_person(new, Person(id=0, login="xinlai", name="辛来", role="admin"), "mima-2023", WHO)
        for mirror in MIRRORS:
            (folder / mirror / "small").mkdir(parents=True)

        told = keeping.undo_upgrade(tmp_path / "before.zip", folder, url, WHO)

        assert (told.schema, migrating.standing(old)) == (BEFORE, Standing.OLDER)
    assert differences(old) == []
    assert not any((folder / mirror).exists() for mirror in MIRRORS)
    office = open_office(folder, url)
    assert people(office.engine) == ()
    assert DatabaseStore(old, "small", tmp_path / "s").load().campaign is not None
    with looking(old) as connection:
        assert list(breaks(connection)) == []
        acts = connection.execute(sa.select(AUDIT.c.act).order_by(AUDIT.c.id)).scalars().all()
    assert acts[-1] == "退回升级"


def test_a_damaged_backup_undoes_nothing(office_of_before, tmp_path):
    folder, url = office_of_before
    back_up(open_engine(url), tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "a") as file:
        file.writestr("tables/guests.jsonl", b"{}\n")

    with pytest.raises(UsageProblem, match="备份文件有损坏"):
        keeping.undo_upgrade(tmp_path / "b.zip", folder, url, WHO)

    assert DatabaseStore(open_engine(url), "small", tmp_path / "s").load().campaign is not None


def test_nobody_brings_up_or_takes_back_what_is_being_served(office_of_before, tmp_path):
    folder, url = office_of_before
    with alone(folder):
        for act in (
            lambda: keeping.bring_up(folder, url),
            lambda: keeping.undo_upgrade(tmp_path / "b.zip", folder, url, WHO),
        ):
            with pytest.raises(EnvironmentProblem, match="先停掉"):
                act()
    assert keeping.bring_up(folder, url) == BEFORE


OF_0_1_0 = Path(__file__).parents[1] / "install" / "made_by_0_1_0"


def test_what_version_0_1_0_left_is_brought_up_with_all_it_holds(tmp_path):
    with gzip.open(OF_0_1_0 / "gongwen.db.gz") as packed:
        (tmp_path / NAME).write_bytes(packed.read())

    assert keeping.bring_up(tmp_path, "") == BEFORE

    office = open_office(tmp_path)
    assert differences(office.engine) == []
    assert [person.name for person in people(office.engine)] == ["关立", "邱叶"]
    assert len(office.store("small").load().campaign.returns) == 2
    with looking(office.engine) as connection:
        assert list(breaks(connection)) == []


def test_what_was_brought_up_goes_back_to_version_0_1_0(database_url, tmp_path):
    folder, backup = tmp_path / "data", OF_0_1_0 / "backup.zip"
    keeping.restore(backup, folder, database_url, WHO)

    keeping.undo_upgrade(backup, folder, database_url, WHO)

    engine = open_engine(database_url)
    assert migrating.current(engine) == "0001"
    with looking(engine) as connection:
        assert list(breaks(connection)) == []
        acts = connection.execute(sa.select(AUDIT.c.act).order_by(AUDIT.c.id)).scalars().all()
    assert acts[-2:] == ["增加用户", "退回升级"]


def test_a_backup_of_version_0_1_0_is_restored(database_url, tmp_path):
    told = keeping.restore(OF_0_1_0 / "backup.zip", tmp_path / "data", database_url, WHO)

    assert (told.program, told.schema) == ("0.1.0", "0001")
    office = open_office(tmp_path / "data", database_url)
    assert len(office.store("small").load().campaign.returns) == 2


def test_a_step_that_fails_leaves_the_database_as_it_was(office_of_before, tmp_path, monkeypatch):
    later_program(tmp_path, monkeypatch, also=FAILS)

    with pytest.raises(EnvironmentProblem, match="还是原样.*nothing_of_that_name"):
        open_to_serve(*office_of_before)

    engine = open_engine(office_of_before[1])
    assert migrating.current(engine) == BEFORE
    assert differences(engine) == []


def test_other_commands_say_what_to_do_with_an_older_and_a_newer_database(
    office_of_before, tmp_path, monkeypatch
):
    with monkeypatch.context() as patch:
        later_program(tmp_path, patch)
        for opening in (open_office, open_or_make):
            with pytest.raises(EnvironmentProblem, match="gongwen serve"):
                opening(*office_of_before)
        migrating.upgrade(open_engine(office_of_before[1]))

    for opening in (open_office, open_or_make, open_to_serve):
        with pytest.raises(EnvironmentProblem, match="更新的程序.*请升级程序"):
            opening(*office_of_before)


def test_a_database_of_another_program_is_left_alone(bare, database_url, tmp_path):
    with changing(bare) as connection:
        connection.exec_driver_sql("CREATE TABLE people (name TEXT)")

    for opening in (open_office, open_or_make, open_to_serve):
        with pytest.raises(EnvironmentProblem, match="别的程序的表"):
            opening(tmp_path / "data", database_url)
    assert sa.inspect(bare).get_table_names() == ["people"]


def test_looking_something_up_makes_no_database(tmp_path, database_url):
    with pytest.raises(EnvironmentProblem, match=NAME):
        open_office(tmp_path / "elsewhere")
    assert not (tmp_path / "elsewhere").exists()
    with pytest.raises(EnvironmentProblem, match="数据库是空的"):
        open_office(tmp_path / "data", database_url)


@pytest.mark.parametrize("url", ["mysql://root@localhost/x", "就是它", "postgresql+asyncpg://x/y"])
def test_a_database_of_a_kind_that_is_not_known_is_told(url, tmp_path):
    with pytest.raises(EnvironmentProblem, match="数据库的地址不对"):
        open_to_serve(tmp_path, url)


def test_a_database_that_cannot_be_reached_is_told_without_its_password(tmp_path):
    with pytest.raises(EnvironmentProblem, match="连不上数据库") as told:
        open_to_serve(tmp_path, "postgresql://office:mima-2023@127.0.0.1:1/office")
    assert "mima-2023" not in str(told.value)


def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / NAME).write_text("不是数据库" * 1000, encoding="utf-8")
    with pytest.raises(EnvironmentProblem, match="连不上数据库"):
        open_office(tmp_path)


def test_what_was_there_belongs_to_the_first_organ_and_goes_back_to_none(bare, tmp_path):
    migrating.upgrade(bare, "0001")
    with changing(bare) as connection:
        connection.exec_driver_sql("INSERT INTO people (login, role) VALUES ('qiuye', 'clerk')")
        connection.exec_driver_sql("INSERT INTO campaigns (code, name) VALUES ('old', '老行动')")
        connection.exec_driver_sql("INSERT INTO tokens (digest, unit) VALUES ('d', 'hewan')")
        connection.exec_driver_sql("INSERT INTO invitations (digest, role) VALUES ('d', 'clerk')")
    back_up(bare, tmp_path / "old.zip")

    migrating.upgrade(bare)

    (organ,) = organs.organs(bare)
    assert (organ.id, organ.code, organs.organ_of(bare, "old")) == (FIRST, "main", FIRST)
    assert [p.organ for p in people(bare)] == [FIRST]
    second = organs.add(bare, Organ(id=0, code="jia", name="甲镇", superior=FIRST, unit="jia"), WHO)
    assert second.id == FIRST + 1
    back_up(bare, tmp_path / "new.zip")
    for name, number in (("old", 1), ("new", 2)):
        other = open_engine(f"sqlite:///{tmp_path / name}.db")
        restore(other, tmp_path / f"{name}.zip", WHO)
        assert len(organs.organs(other)) == number
        assert differences(other) == []
        assert organs.add(other, Organ(id=0, code="bing", name="丙镇"), WHO).id == number + 1

    migrating.downgrade(bare, "0001")
    with looking(bare) as connection:
        assert connection.exec_driver_sql("SELECT login FROM people").scalars().all() == ["qiuye"]
        assert connection.exec_driver_sql("SELECT code FROM campaigns").scalars().all() == ["old"]
    assert "organs" not in sa.inspect(bare).get_table_names()


def test_the_index_of_the_log_comes_and_goes_and_its_entries_stay(small):
    def names() -> set[str | None]:
        return {index["name"] for index in sa.inspect(small).get_indexes("audit")}

    def entries() -> list[Any]:
        with looking(small) as connection:
            assert list(breaks(connection)) == []
            return list(connection.execute(sa.select(AUDIT.c.id, AUDIT.c.digest)).all())

    before = entries()
    migrating.downgrade(small, "0003")
    assert (names(), entries()) == (set(), before)
    migrating.upgrade(small)
    assert (names(), entries()) == ({"ix_audit_campaign_act_id"}, before)
    assert differences(small) == []


@pytest.mark.parametrize(
    ("organ", "says"),
    [
        (Organ(id=0, code="甲镇", name="甲镇"), "代号用小写"),
        (Organ(id=0, code="jia", name=" "), "要有名称"),
        (Organ(id=0, code="jia", name="甲镇", superior=FIRST), "写明上级"),
        (Organ(id=0, code="jia", name="甲镇", unit="jia"), "写明上级"),
        (Organ(id=0, code="main", name="又一个"), "已有代号“main”"),
    ],
)
def test_an_organ_that_will_not_do_is_told(organ, says, bare):
    migrating.upgrade(bare)
    with pytest.raises(NotAccepted, match=says):
        organs.add(bare, organ, WHO)
    assert len(organs.organs(bare)) == 1
