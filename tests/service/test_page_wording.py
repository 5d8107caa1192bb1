"""What pages say: no command and no option, which who reads it has not; times of his own clock."""

import ast
import time
from pathlib import Path

import pytest
from helpers.asking import signed_in
from helpers.served import CODE

import generator
from generator.service.looks import moment
from generator.service.wording import in_page_words, names_commands

ROOT = Path(generator.__file__).parent
TEXT = "甲"  # stands for what a message takes from the data


def messages():
    """Every text of the program beyond the commands that names one, whether a page shows it today or not."""
    for place in sorted(ROOT.rglob("*.py")):
        if "cli" not in place.relative_to(ROOT).parts:
            yield from sorted(texts(ast.parse(place.read_text(encoding="utf-8"))))


def texts(tree):
    parts = {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in n.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(v.value) if isinstance(v, ast.Constant) else TEXT for v in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield node.value


def test_no_message_of_the_program_names_a_command_on_a_page():
    found = [m for m in messages() if names_commands(m)]

    assert len(found) > 40
    assert [m for m in found if names_commands(in_page_words(m))] == []


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("挂牌督办要写文号。请补写 --text。", "挂牌督办要写文号。请补写“情况”。"),
        ("请补写 --until。", "请补写“延期到”。"),
        ("要印的，用 gongwen build 按单位生成。", "要印的，在“出表”里按单位生成。"),
        ("请改正（--fix 可以代改）。", "请改正。"),
        ("请减少 --jobs，再运行一次", "请找管理员，再运行一次"),
        ("请运行 gongwen doctor，或写 --jobs；再用 gongwen x。", "请找管理员。"),
        ("请删去，或运行 gongwen templates accept。", "请删去，或找管理员。"),
        ("“运行 gongwen check --fix”不是日期，请改正", "“运行 gongwen check --fix”不是日期，请改正"),
        ("型号 A--b 的起重机 2023--2024", "型号 A--b 的起重机 2023--2024"),
    ],
)
def test_a_message_is_said_in_the_words_of_pages(message, shown):
    assert in_page_words(message) == shown


def test_a_step_that_says_too_little_is_told_by_the_fields_of_its_page(served):
    office = signed_in(served, "wenxiu")
    place = f"/c/{CODE}/hazards/JGC-007"
    on = {"on": "2023-07-02"}

    listed = office.form(place, {"event": "listed", "text": "", **on})
    extended = office.form(place, {"event": "extended", "until": "", **on})

    assert (listed.status, "请补写“情况”" in listed.text) == (422, True)
    assert (extended.status, "请补写“延期到”" in extended.text) == (422, True)


def test_times_are_those_of_the_clock_where_the_service_runs(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert moment("2023-06-25T18:30:05.000000Z") == "2023-06-26 02:30"
        assert moment("2023-06-25T18:30:05.000000Z", seconds=True) == "2023-06-26 02:30:05"
        assert moment("") == ""
    finally:
        monkeypatch.undo()
        time.tzset()
