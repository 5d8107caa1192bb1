"""Answers of fontconfig are kept, and believed only while all that it reads is as it was."""

from pathlib import Path
from typing import Any

import pytest

from generator.render import fontconfig

FACE = "仿宋_GB2312"


class Machine:
    """A machine with rules and a folder of fonts of its own, and a count of the times fontconfig was asked."""

    def __init__(self, root: Path) -> None:
        self.rules, self.fonts, self.cache = root / "fonts.conf", root / "fonts" / "fonts", root / "cache"
        self.fonts.mkdir(parents=True)
        self.rules.write_text(
            f'<fontconfig><dir>{root}/fonts</dir><include ignore_missing="yes">more.conf</include></fontconfig>',
            encoding="utf-8",
        )
        self.asked: list[str] = []
        self.answer = "Song {}"

    def ask(self) -> str:
        """Ask as a new process does."""
        fontconfig.changed()
        return fontconfig.ask(FACE, "%{family}")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path)
    monkeypatch.setenv("FONTCONFIG_FILE", str(made.rules))
    monkeypatch.setenv("GONGWEN_CACHE", str(made.cache))

    def asked(program: str, words: Any, rules: Path) -> str:
        made.asked.append(words[0])
        return made.answer.format(len(made.asked))

    monkeypatch.setattr(fontconfig, "_asked", asked)
    return made


def test_what_was_asked_in_an_earlier_run_is_not_asked_again(machine: Machine) -> None:
    assert [machine.ask(), machine.ask(), machine.ask()] == ["Song 1"] * 3
    assert machine.asked == ["fc-match"]


@pytest.mark.parametrize(
    "change",
    [
        lambda m: (m.fonts / "new.ttf").write_bytes(b"font"),
        lambda m: (m.fonts / "below").mkdir(),
        lambda m: m.rules.write_text(m.rules.read_text() + "\n"),
        lambda m: m.rules.with_name("more.conf").write_text("<fontconfig/>"),
    ],
    ids=["font", "folder", "rules", "rules that were not there"],
)
def test_whatever_fontconfig_reads_has_it_asked_again_when_it_changes(machine: Machine, change: Any) -> None:
    machine.ask()
    change(machine)

    assert [machine.ask(), machine.ask()] == ["Song 2"] * 2


def test_a_font_that_is_replaced_in_its_place_is_noticed(machine: Machine) -> None:
    font = machine.fonts / "song.ttf"
    font.write_bytes(b"one")
    machine.ask()
    with font.open("r+b") as opened:
        opened.write(b"another")

    assert machine.ask() == "Song 2"


@pytest.mark.parametrize("damage", [lambda c: c[:-1] + b"?", lambda c: c[:10], lambda c: b""])
def test_a_damaged_file_is_not_believed_and_made_anew(machine: Machine, damage: Any) -> None:
    machine.ask()
    (file,) = (machine.cache / fontconfig.FOLDER).iterdir()
    file.write_bytes(damage(file.read_bytes()))

    assert [machine.ask(), machine.ask()] == ["Song 2"] * 2


def test_without_a_cache_it_is_asked_each_time(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGWEN_CACHE", "")

    assert [machine.ask(), machine.ask()] == ["Song 1", "Song 2"]


def test_where_the_cache_cannot_be_written_it_is_asked_each_time(machine: Machine) -> None:
    machine.cache.write_bytes(b"a file where the folder should be")

    assert [machine.ask(), machine.ask()] == ["Song 1", "Song 2"]


def test_nothing_is_kept_where_fontconfig_does_not_tell_what_it_reads(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fontconfig, "_LIBRARIES", ("libno-such-library.so",))

    assert [machine.ask(), machine.ask()] == ["Song 1", "Song 2"]
    assert not machine.cache.exists()


def test_one_run_asks_once_even_so(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fontconfig, "_LIBRARIES", ())
    machine.ask()

    assert fontconfig.ask(FACE, "%{family}") == "Song 1"


def test_a_long_answer_lies_in_a_file_of_its_own_which_is_not_believed_when_it_is_damaged(
    machine: Machine,
) -> None:
    machine.answer = "{} " + "4e00-9fff " * fontconfig.LONG
    first = machine.ask()
    assert machine.ask() == first
    longest = max((machine.cache / fontconfig.FOLDER).iterdir(), key=lambda file: file.stat().st_size)
    longest.write_bytes(longest.read_bytes()[:-1])

    assert machine.ask() == machine.ask() != first
    assert len(machine.asked) == 2


def test_no_answer_is_not_kept(machine: Machine) -> None:
    machine.answer = ""

    assert [machine.ask(), machine.ask()] == ["", ""]
    assert len(machine.asked) == 2
