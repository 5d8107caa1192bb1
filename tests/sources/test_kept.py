"""A campaign kept from an earlier run is the campaign read anew, and any fault of what is kept goes unseen."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from every_problem import CASES, lay_out

from generator.problem import Problem
from generator.resources import cache_root
from generator.sources import kept, reading, state, store
from generator.sources.campaign import Loaded, load
from generator.sources.reading import read_anew

FIXTURES = Path(__file__).parents[2] / "fixtures" / "campaigns"
CAMPAIGNS = sorted(p.name for p in FIXTURES.iterdir() if p.is_dir() and p.name != "every_problem")
SMALL = FIXTURES / "small_valid"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("GONGWEN_CACHE", str(folder))
    return folder / "campaigns"


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The campaigns that were read anew, in order."""
    read: list[Path] = []

    def counted(path: Path, known: object = None) -> Loaded:
        read.append(path)
        return read_anew(path, known)

    monkeypatch.setattr(reading, "read_anew", counted)
    return read


def copied(folder: Path) -> Path:
    return shutil.copytree(SMALL, folder / "campaign")


def same(one: Loaded, other: Loaded) -> bool:
    """Whether two are equal in every attribute and in the types of their values, 1 and 1.0 and True told apart."""
    return one == other and repr(replace(one, data=dict(one.data))) == repr(
        replace(other, data=dict(other.data))
    )


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_a_campaign_kept_is_the_campaign_read(name: str, readings: list[Path]) -> None:
    anew = load(FIXTURES / name)
    again = load(FIXTURES / name)
    assert readings == [FIXTURES / name]
    assert same(again, anew)


@pytest.mark.parametrize("case", CASES)
def test_the_problems_kept_are_the_problems_found_at_the_same_places(
    case: str, tmp_path: Path, readings: list[Path]
) -> None:
    campaign = lay_out(case, tmp_path)
    readings.clear()  # laying out reads too
    anew, again = load(campaign), load(campaign)
    assert same(again, anew)
    assert len(readings) == (2 if case == "SRC-007" else 1)  # a file beyond the limit is not digested


def test_a_problem_found_later_in_a_campaign_kept_has_its_place() -> None:
    later = Problem(code="X", message="", path=("returns", 0, "values"))
    anew, again = load(SMALL), load(SMALL)
    assert anew.place(later).where.startswith("returns/")
    assert again.place(later) == anew.place(later)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:100],
        lambda content: b"",
        lambda content: content[:-1] + bytes([content[-1] ^ 1]),
        lambda content: content[:40] + b"\0" + content[41:],
        lambda content: content + b"\0",
    ],
)
def test_a_spoilt_file_is_not_believed_and_made_again(
    spoil: Callable[[bytes], bytes], cache: Path, readings: list[Path]
) -> None:
    anew = load(SMALL)
    [file] = cache.iterdir()
    good = file.read_bytes()
    file.write_bytes(spoil(good))
    again = load(SMALL)
    assert same(again, anew)
    assert len(readings) == 2
    assert file.read_bytes() == good


def test_what_holds_something_else_under_a_right_digest_is_not_believed(cache: Path) -> None:
    anew = load(SMALL)
    [file] = cache.iterdir()
    rest = (1).to_bytes(8) + b"\xc0"
    file.write_bytes(hashlib.sha256(rest).digest() + rest)
    assert same(load(SMALL), anew)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a value changed": lambda c: edited(c / "campaign.yaml", "柳林镇", "杨林镇"),
    "a file added": lambda c: (c / "returns" / "2023-06" / "x.yaml").write_text("schema: 1\n"),
    "a return removed": lambda c: next((c / "returns").rglob("*.yaml")).unlink(),
    "a return moved": lambda c: (c / "returns" / "2023-06").rename(c / "returns" / "2023-11"),
    "a stray file": lambda c: (c / "returns" / "表.docx").write_bytes(b""),
    "a link out": lambda c: (c / "returns" / "link.yaml").symlink_to("/etc/hostname"),
    "another main file": lambda c: (c / "campaign.yml").write_text("schema: 1\n"),
}


def edited(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    before = file.stat()
    file.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))  # neither size nor time tells


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_campaign_is_read_anew(what: str, tmp_path: Path, readings: list[Path]) -> None:
    campaign = copied(tmp_path)
    load(campaign)
    CHANGES[what](campaign)
    changed = load(campaign)
    assert len(readings) == 2
    assert same(changed, read_anew(campaign))


def test_a_file_that_reading_does_not_look_at_changes_nothing(tmp_path: Path, readings: list[Path]) -> None:
    campaign = copied(tmp_path)
    load(campaign)
    (campaign / "输出").mkdir()
    (campaign / "输出" / "表.pdf").write_bytes(b"")
    (campaign / "returns" / ".hidden.yaml").write_text("x")
    load(campaign)
    assert len(readings) == 1


def test_a_changed_picture_of_a_seal_is_looked_at_again(tmp_path: Path, readings: list[Path]) -> None:
    campaign = copied(tmp_path)
    with (campaign / "campaign.yaml").open("a", encoding="utf-8") as file:
        file.write("\nseals: {柳林镇人民政府: 印章.png}\n")
    assert "找不到" in "".join(p.message for p in load(campaign).problems if p.code == "SRC-015")
    (campaign / "印章.png").write_bytes(b"no picture")
    assert "不是完好的" in "".join(p.message for p in load(campaign).problems if p.code == "SRC-015")
    load(campaign)
    assert len(readings) == 2


@pytest.mark.parametrize("what", ["version", "code", "library"])
def test_another_version_of_the_program_reads_anew(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readings: list[Path]
) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "code.py").write_text("x = 1\n")
    monkeypatch.setattr(state, "PACKAGE", package)
    state.program.cache_clear()
    load(SMALL)
    match what:
        case "version":
            monkeypatch.setattr(state, "__version__", "9")
        case "code":
            (package / "code.py").write_text("x = 10\n")
        case "library":
            monkeypatch.setattr(state, "LIBRARIES", ("json",))
    state.program.cache_clear()
    load(SMALL)
    state.program.cache_clear()
    assert len(readings) == 2


def test_forms_of_a_callers_own_are_not_mixed_with_those_kept(readings: list[Path]) -> None:
    load(SMALL)
    assert load(SMALL, {}).forms != load(SMALL).forms
    assert len(readings) == 2


def test_without_a_cache_nothing_is_kept(
    monkeypatch: pytest.MonkeyPatch, cache: Path, readings: list[Path]
) -> None:
    monkeypatch.setenv("GONGWEN_CACHE", "")
    assert cache_root() is None
    assert same(load(SMALL), load(SMALL))
    assert len(readings) == 2
    assert not cache.exists()


def test_a_cache_that_cannot_be_written_is_done_without(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GONGWEN_CACHE", str(tmp_path / "file"))
    assert same(load(SMALL), load(SMALL))


def test_what_does_not_read_back_as_it_was_is_not_kept(cache: Path) -> None:
    loaded = load(SMALL)
    for odd in (2**70, "\ud800", date(2023, 5, 25), (1,)):
        kept.keep(SMALL, "odd", replace(loaded, data={"odd": odd}))
    assert not (cache / "odd.campaign").exists()


def test_a_file_changed_while_it_was_read_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path
) -> None:
    campaign = copied(tmp_path)

    def meanwhile(path: Path, known: object = None) -> Loaded:
        loaded = read_anew(path)
        edited(campaign / "campaign.yaml", "柳林镇", "杨林镇")
        return loaded

    monkeypatch.setattr(reading, "read_anew", meanwhile)
    load(campaign)
    assert not cache.exists()


def test_writers_at_once_leave_one_sound_file(cache: Path) -> None:
    command = [sys.executable, "-c", "import sys, pathlib\nfrom generator.sources.campaign import load\n"
               "print(load(pathlib.Path(sys.argv[1])).digest)", str(SMALL)]  # fmt: skip
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda _: subprocess.check_output(command, text=True).strip(), range(2)))
    assert told == [load(SMALL).digest] * 2
    assert [file.suffix for file in cache.iterdir()] == [".campaign"]


def test_threads_at_once_leave_one_sound_file(cache: Path) -> None:
    anew = read_anew(SMALL)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: kept.keep(SMALL, "state", anew), range(16)))
    found = kept.recall(SMALL, "state")
    assert found is not None
    assert same(found, anew)
    assert [file.name for file in cache.iterdir()] == ["state.campaign"]


def test_the_oldest_go_when_there_is_no_room(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    anew = read_anew(SMALL)
    kept.keep(SMALL, "first", anew)
    size = (cache / "first.campaign").stat().st_size
    monkeypatch.setattr(store, "BYTES_MAX", 3 * size)
    monkeypatch.setattr(store, "BYTES_KEPT", 2 * size)
    for age, name in enumerate(("fourth", "third", "second", "last")):
        kept.keep(SMALL, name, anew)
        if name != "last":
            os.utime(cache / f"{name}.campaign", (1000 + age, 1000 + age))
        os.utime(cache / "first.campaign", (999, 999)) if (cache / "first.campaign").exists() else None
    assert "last.campaign" in {file.name for file in cache.iterdir()}
    assert sum(file.stat().st_size for file in cache.iterdir()) <= 3 * size
