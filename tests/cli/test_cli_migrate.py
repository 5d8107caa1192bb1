"""`gongwen migrate`: the files of a campaign of the drafts, and what a service keeps."""

import shutil
from pathlib import Path

import pytest
from cli_samples import SMALL, run

from generator.database.audit import breaks
from generator.database.engine import looking
from generator.sources import older
from generator.sources.older import Change
from generator.verbs import keeping

FORM = "form: tasks\nkind: ledger\ntitle: 表\nshort_title: 表\nused_by: [community]\ncolumns:\n"
FORM += (
    "  - {name: part, label: 部分, merge: true, width_mm: 50}\n  - {name: task, label: 任务, width_mm: 90}\n"
)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A campaign as it was written before the first release."""
    folder = tmp_path / "草稿"
    shutil.copytree(SMALL, folder)
    (folder / "forms").mkdir(exist_ok=True)
    (folder / "forms" / "tasks.yaml").write_text(FORM, encoding="utf-8")
    main = folder / "campaign.yaml"
    main.write_text(main.read_text(encoding="utf-8").replace("schema: 1\n", ""), encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_draft_is_told_looked_at_and_brought_up(draft):
    told = run("check", str(draft))
    assert (told.exit_code, told.output.count("gongwen migrate")) == (1, 2)
    before = files(draft)

    shown = run("migrate", str(draft), "--dry-run")
    assert (shown.exit_code, files(draft)) == (0, before)
    assert "要改 2 个文件、3 处，还没有改" in shown.output

    done = run("migrate", str(draft))
    assert done.exit_code == 0
    assert shown.output.splitlines()[:-1] == done.output.splitlines()[:-1]
    assert "forms/tasks.yaml:7:29 merge: true 改为 merge_by: [part]" in done.output
    assert run("check", str(draft)).exit_code == 0
    after = files(draft)
    changed = {"campaign.yaml", "forms/tasks.yaml"}
    assert {name for name in before if after[name] != before[name]} == changed
    assert {after[f"升级前的文件/{name}"] for name in changed} == {before[name] for name in changed}
    assert "没有要改的" in run("migrate", str(draft)).output


def test_nothing_is_written_when_one_file_cannot_be_brought_up(draft):
    (draft / "later.yaml").write_text("schema: 7\nnumbers: []\n", encoding="utf-8")
    before = files(draft)

    told = run("migrate", str(draft))

    assert (told.exit_code, files(draft)) == (1, before)
    assert "later.yaml:1:9 错误 SRC-009" in told.output
    assert "请升级程序" in told.output


@pytest.mark.parametrize("words", [[], ["草稿", "--data-dir", "数据"], ["--data-dir", "数据", "--dry-run"]])
def test_one_thing_is_named(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "草稿").mkdir()
    told = run("migrate", *words)
    assert told.exit_code == 2
    assert not (tmp_path / "数据").exists()


def test_a_service_brings_up_its_campaigns_with_an_entry_in_the_log(tmp_path, monkeypatch):
    data = tmp_path / "数据"
    assert run("carry", "in", str(SMALL), "--code", "small", "--data-dir", str(data)).exit_code == 0
    assert run("migrate", "--data-dir", str(data)).exit_code == 0
    assert "升级数据" not in run("audit", "list", "--data-dir", str(data)).output

    def later(found):
        if "enterprise" in found:
            yield Change(path=("enterprise",), key="enterprise", value="新")

    monkeypatch.setattr(older, "SCHEMA", 2)
    monkeypatch.setitem(older.STEPS, 1, later)
    told = run("migrate", "--data-dir", str(data))
    assert told.exit_code == 0, told.output

    office = keeping.open_office(data)
    store = office.store("small")
    assert store.load().problems == ()
    assert {one.content["schema"] for one in store.kept()} == {2}
    with looking(office.engine) as connection:
        assert list(breaks(connection)) == []
    log = run("audit", "list", "--data-dir", str(data)).output
    assert log.count("升级数据") == 1
    assert len(list((data / "backups").glob("升级前-*.zip"))) == 1
    run("migrate", "--data-dir", str(data))
    assert run("audit", "list", "--data-dir", str(data)).output == log


def test_a_campaign_that_cannot_be_brought_up_stops_the_service_and_stays_as_it_was(tmp_path, monkeypatch):
    data = tmp_path / "数据"
    run("carry", "in", str(SMALL), "--code", "small", "--data-dir", str(data))

    def nowhere(_data):
        yield Change(path=("nothing", "there"), key="x", value=1)

    monkeypatch.setattr(older, "SCHEMA", 2)
    monkeypatch.setitem(older.STEPS, 1, nowhere)
    told = run("migrate", "--data-dir", str(data))

    assert (told.exit_code, "行动 small 的数据升级不了，没有改动它" in told.output) == (3, True)
    monkeypatch.undo()
    assert run("carry", "out", "small", str(tmp_path / "出"), "--data-dir", str(data)).exit_code == 0
    assert files(tmp_path / "出") == files(SMALL)
