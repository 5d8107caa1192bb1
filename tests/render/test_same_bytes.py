"""The same campaign gives the same bytes, in whatever process and with whatever hash seed."""

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = """
import hashlib
from generator.render import fonts
fonts.activate()
from helpers.sheets import sheet
from generator.render.docx import render_docx
from generator.render.html import render_html
from generator.render.pdf import render_pdf
VILLAGE = "柳林镇河湾村"
for code, unit in [("notice", ""), ("dispatch-communities", VILLAGE), ("problem-ledger", VILLAGE),
                   ("rectification-record", VILLAGE)]:
    made = sheet("small_valid", code, unit)
    page = render_html(made)
    kept = render_pdf(page, archive=True).content
    for kind, content in (("docx", render_docx(made).content), ("pdf", render_pdf(page).content), ("kept", kept)):
        print(code, kind, len(content), hashlib.sha256(content).hexdigest())
print("set order", list({"甲", "乙", "丙", "丁", "戊"}))
"""


def run(seed: str) -> list[str]:
    """What the script says in a process of its own."""
    environment = {
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}",
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def runs() -> tuple[list[str], list[str]]:
    """The digests that two processes with different hash seeds print."""
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(run, ("1", "20230526"))
    return first, second


def test_two_processes_write_the_same_word_files_and_pdfs(runs: tuple[list[str], list[str]]) -> None:
    first, second = runs

    assert len(first) == 13
    assert first[:-1] == second[:-1]
    assert len({line.split()[-1] for line in first[:-1]}) == 12, "twelve different files"
    assert hashlib.sha256(b"").hexdigest() not in "".join(first)


def test_the_two_processes_really_order_sets_differently(runs: tuple[list[str], list[str]]) -> None:
    first, second = runs

    assert first[-1] != second[-1]
