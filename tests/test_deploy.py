"""What deploy/ has: it starts commands that can be typed, and asks for the packages that the set-up asks for."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from generator.cli import gongwen

CHECKOUT = Path(__file__).resolve().parent.parent
UNIT = (CHECKOUT / "deploy" / "gongwen.service").read_text(encoding="utf-8")
CONTAINER = (CHECKOUT / "deploy" / "Containerfile").read_text(encoding="utf-8")


def parsed(words: list[str]) -> dict[str, object]:
    """What a command line that starts `gongwen` gives its command."""
    assert Path(words[0]).name == "gongwen"
    context = click.Context(gongwen)
    command = gongwen.get_command(context, words[1])
    return command.make_context(words[1], words[2:], parent=context).params


@pytest.mark.parametrize(
    ("words", "host"),
    [
        (shlex.split(re.search(r"^ExecStart=(.+)$", UNIT, re.MULTILINE)[1]), "127.0.0.1"),
        (json.loads(re.search(r"^CMD (\[.+\])$", CONTAINER, re.MULTILINE)[1]), "0.0.0.0"),
    ],
    ids=["unit", "container"],
)
def test_the_service_is_started_by_a_command_that_can_be_typed(words, host, monkeypatch):
    monkeypatch.setenv("GONGWEN_DATA", "数据")
    assert parsed(words) == {"data_dir": Path("数据"), "database_url": "", "host": host, "port": 8000}


def test_unit_and_container_say_where_the_data_lie():
    assert "Environment=GONGWEN_DATA=/var/lib/gongwen\n" in UNIT
    assert "GONGWEN_DATA=/data " in CONTAINER
    assert "VOLUME /data\n" in CONTAINER


def test_the_container_has_the_packages_that_the_set_up_asks_for():
    script = (CHECKOUT / "scripts" / "setup_system.sh").read_text(encoding="utf-8")
    wanted = re.search(r"^packages=\((.+)\)$", script, re.MULTILINE)[1].split()
    assert [name for name in wanted if not re.search(rf"\s{re.escape(name)}\s", CONTAINER)] == []


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_reads_the_unit(tmp_path):
    place = tmp_path / "gongwen.service"
    text = re.sub(r"^ExecStart=\S+", f"ExecStart={shutil.which('true')}", UNIT, flags=re.MULTILINE)
    place.write_text(re.sub(r"^(User|Group)=.+\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(place)], capture_output=True, text=True, check=False
    )
    told = [line for line in done.stderr.splitlines() if "gongwen.service" in line]
    assert (done.returncode, told) == (0, [])
