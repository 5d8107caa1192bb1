"""The help: Chinese throughout, honest about every option, quick to come."""

import json
import shlex
import subprocess
import sys

import click
import pytest
from cli_samples import CLICK_ENGLISH, ROOT, commands, run

from generator import __version__
from generator.cli import gongwen
from generator.cli.columns import text_width

HEAVY = (
    "weasyprint",
    "docxtpl",
    "docx",
    "pydantic",
    "rich",
    "pikepdf",
    "jinja2",
    "sqlalchemy",
    "fastapi",
    "generator.verbs",
)
NAMES = [
    "build",
    "print",
    "scan",
    "register",
    "check",
    "init",
    "copy",
    "form",
    "intake",
    "collect",
    "hand-up",
    "scores",
    "due",
    "hazard",
    "receive",
    "numbers",
    "archive",
    "serve",
    "user",
    "organ",
    "carry",
    "backup",
    "restore",
    "audit",
    "migrate",
    "schema",
    "measure",
    "templates",
    "convert",
    "completion",
    "doctor",
]


def test_the_commands_are_these():
    assert list(commands()) == NAMES


@pytest.mark.parametrize("words", [["--help"], *([name, "--help"] for name in NAMES)])
def test_help_has_no_english_of_click_and_fits_the_terminal(words):
    shown = run(*words)

    assert shown.exit_code == 0
    assert CLICK_ENGLISH.findall(shown.output) == []
    assert shown.output.startswith("用法：gongwen ")
    assert "\n选项：\n" in shown.output
    assert max(map(text_width, shown.output.splitlines())) <= 80


@pytest.mark.parametrize("name", NAMES)
def test_help_explains_every_option_and_argument_and_shows_an_example(name):
    shown = run(name, "-h").output

    for param in commands()[name].params:
        lines = [line.split(maxsplit=1) for line in shown.splitlines() if line.startswith("  ")]
        term = (
            max(param.opts, key=len) if isinstance(param, click.Option) else (param.metavar or "").strip("[]")
        )
        assert any(term in " ".join(line) and len(line) == 2 for line in lines), term
    assert f"\n例子：\n  gongwen {name}" in shown


@pytest.mark.parametrize("name", NAMES)
def test_every_example_in_the_help_is_a_valid_command_line(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("我的行动", "县行动", "甲镇行动"):
        (tmp_path / folder).mkdir()
    (tmp_path / "输出").mkdir()
    for sample in ("通知.pdf", "方案.docx"):
        (tmp_path / sample).touch()
    command = commands()[name]
    examples = [line.split("  ")[0] for line in (command.epilog or "").replace("\n  ", "\n").splitlines()]
    typed = [shlex.split(line)[2:] for line in examples if line.startswith("gongwen ")]

    parsed = [command.make_context(name, words, parent=click.Context(gongwen)) for words in typed]

    assert len(parsed) >= 1


def test_gongwen_alone_shows_the_orientation():
    shown = run()

    assert shown.exit_code == 0
    assert shown.stdout == run("--help").stdout
    assert all(f"\n  {name} " in shown.stdout for name in NAMES)


def test_the_list_of_commands_comes_without_loading_them():
    code = "import sys; from generator.cli import gongwen; gongwen.main(['--help'])"
    script = f"try:\n {code}\nfinally:\n import json; json.dump(sorted(sys.modules), sys.stderr)"

    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)

    loaded = set(json.loads(done.stderr))
    assert "click" in loaded
    assert loaded & {*HEAVY, *(f"generator.cli.{name.replace('-', '_')}" for name in NAMES)} == set()


@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_a_command_comes_without_the_engines(name):
    code = f"import sys; from generator.cli import gongwen; gongwen.main(['{name}', '--help'])"
    script = f"try:\n {code}\nfinally:\n import json; json.dump(sorted(sys.modules), sys.stderr)"

    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)

    loaded = set(json.loads(done.stderr))
    assert f"generator.cli.{name.replace('-', '_')}" in loaded
    assert loaded & set(HEAVY) == set()


def test_version():
    assert run("--version").stdout == f"公文工坊 {__version__}\n"
