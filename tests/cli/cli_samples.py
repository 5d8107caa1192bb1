"""What the tests of the command line share: a runner, a build that makes nothing, results to show."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
from click.testing import CliRunner, Result

from generator import verbs
from generator.cli import gongwen
from generator.problem import Problem

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "fixtures" / "campaigns" / "small_valid"

# English words of click's own that a clerk must never meet.
CLICK_ENGLISH = re.compile(
    r"usage|options:|commands:|arguments:|show this|show the|no such|missing|error|invalid|try '|"
    r"unexpected|requires|required|does not|did you mean|aborted|unknown",
    re.IGNORECASE,
)

RESULT = verbs.BuildResult(
    period="2023-06",
    lines=(
        verbs.UnitLine(unit="柳林镇安委会", made=2, unchanged=1, pages=9, state="done"),
        verbs.UnitLine(unit="莫𡐓村", made=4, unchanged=0, pages=5, state="attention", remarks=("注",)),
    ),
    problems=(
        Problem(
            code="RET-008",
            message="[数]不对，请核对",
            where="returns/2023-06/莫.yaml:3:5",
            severity="warning",
            unit="莫𡐓村",
        ),
    ),
    files=9,
    pages=14,
    print_files=("莫𡐓村/打印 莫𡐓村（2023年6月）.pdf", "打印 全部（2023年6月）.pdf"),
    fonts_line="黑体：以思源黑体代替；宋体：以思源宋体代替",
)
SKIPPED = replace(
    RESULT,
    lines=(
        *RESULT.lines,
        verbs.UnitLine(unit="应急办", made=0, unchanged=0, pages=0, state="skipped", remarks=("错",)),
    ),
    problems=(*RESULT.problems, Problem(code="BLD-003", message="排不进一页", unit="应急办")),
)


def run(*words: str) -> Result:
    """Run `gongwen` with these words in this process."""
    return CliRunner().invoke(gongwen, list(words))


def shell(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `gongwen` with these words in a process of its own, away from the checkout's folder."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *words],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        check=False,
    )


class FakeBuild:
    """Stands for verbs.build: keeps the requests, gives or raises `outcome`."""

    def __init__(self, outcome: verbs.BuildResult | BaseException | Callable[[], None] = RESULT) -> None:
        self.outcome = outcome
        self.requests: list[verbs.BuildRequest] = []

    def __call__(
        self, request: verbs.BuildRequest, progress: verbs.Progress | None = None
    ) -> verbs.BuildResult:
        self.requests.append(request)
        if callable(self.outcome):
            self.outcome()
            return RESULT
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        if progress:
            progress(1, 2, "[莫]𡐓村")
        return self.outcome


def commands() -> dict[str, click.Command]:
    """Every command by its name."""
    ctx = click.Context(gongwen)
    found = {name: gongwen.get_command(ctx, name) for name in gongwen.list_commands(ctx)}
    return {name: command for name, command in found.items() if command is not None}
