"""Clerks who save at once while the service is killed and backed up: a short run of the benchmark."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "benchmarks" / "service_load.py"


def run(*words):
    command = [sys.executable, str(PROGRAM), "--clerks", "8", "--seconds", "8", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_no_save_is_lost_and_a_backup_of_the_midst_agrees_on_either_database(kind, postgres):
    served = ["--database-url", postgres.new_database()] if kind == "postgresql" else []

    done = run("--kills", "1", *served, "--restore-url", postgres.new_database())

    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    saves = int(re.search(r"(\d+) saves", done.stdout)[1])
    assert saves > 8, done.stdout
    assert "acknowledged and lost 0" in done.stdout
    before = [
        int(n) for n in re.findall(r"(\d+) saves acknowledged before it began, 0 disagree", done.stdout)
    ]
    assert len(before) == 2, done.stdout
    assert before[0] > 0, "the backup was taken in the midst"
    assert set(re.findall(r"restored into (\w+)", done.stdout)) == {"sqlite", "postgresql"}
