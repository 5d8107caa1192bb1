"""What is said to CUPS, and what becomes of it; the printer is a small program on the path."""

from pathlib import Path

import pytest

from generator.press.parts import PageBox
from generator.press.spooling import PaperRun, Ticket, commands, paper_runs, ranges, send
from generator.problem import EnvironmentProblem

A4, A3 = PageBox(595.28, 841.89, 0), PageBox(841.89, 1190.55, 0)
LYING = PageBox(841.89, 595.28, 0)
FILE = Path("/打印/-o 册.pdf")


def fake_lp(folder: Path, script: str) -> None:
    program = folder / "lp"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


def words(runs: list[PaperRun], ticket: Ticket, *, part: bool = False) -> list[str]:
    return [" ".join(command) for command in commands(FILE, runs, ticket, part=part)]


def test_upright_and_lying_pages_go_on_one_paper_and_others_apart() -> None:
    assert paper_runs([(A4, 3), (LYING, 1), (A3, 2), (A4, 1)]) == [
        PaperRun("A4", 1, 4),
        PaperRun("A3", 5, 6),
        PaperRun("A4", 7, 7),
    ]
    assert paper_runs([(PageBox(300, 500, 0), 1)], 9) == [PaperRun("Custom.106x176mm", 9, 9)]


def test_a_file_on_one_paper_is_printed_as_a_whole() -> None:
    assert words([PaperRun("A4", 1, 8)], Ticket(two_sided=True)) == [
        f"lp -n 1 -o sides=two-sided-long-edge -o media=A4 -o print-scaling=none -- {FILE}"
    ]


def test_each_paper_has_a_command_with_its_pages() -> None:
    runs = [PaperRun("A4", 1, 4), PaperRun("A3", 5, 6), PaperRun("A4", 7, 7)]

    assert words(runs, Ticket(two_sided=False, times=2, printer="三楼")) == [
        f"lp -d 三楼 -n 2 -o sides=one-sided -o media=A4 -o print-scaling=none -o collate=true -P 1-4,7 -- {FILE}",
        f"lp -d 三楼 -n 2 -o sides=one-sided -o media=A3 -o print-scaling=none -o collate=true -P 5-6 -- {FILE}",
    ]


def test_a_part_of_a_file_names_its_pages() -> None:
    assert "-P 3-4 " in words([PaperRun("A4", 3, 4)], Ticket(two_sided=True), part=True)[0]


def test_ranges_are_joined() -> None:
    assert ranges([(5, 6), (1, 4), (9, 9), (6, 7)]) == "1-7,9"


def test_every_word_reaches_the_printer_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_lp(tmp_path, f'printf "%s\\n" "$@" > "{tmp_path}/said"; echo "request id is p-1 (1 file(s))"')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    command = next(
        iter(commands(Path("/a $(id); b.pdf"), [PaperRun("A4", 1, 1)], Ticket(two_sided=True), part=False))
    )

    assert send(command) == "request id is p-1 (1 file(s))"
    assert (tmp_path / "said").read_text().splitlines()[-2:] == ["--", "/a $(id); b.pdf"]


def test_a_refusal_is_told_in_the_printers_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_lp(tmp_path, 'echo "lp: The printer or class does not exist." >&2; exit 1')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    with pytest.raises(EnvironmentProblem, match=r"没有收下：lp: The printer or class does not exist"):
        send(["lp", "-d", "无"])


def test_without_lp_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(EnvironmentProblem, match="本机没有 lp"):
        send(["lp", "a.pdf"])
