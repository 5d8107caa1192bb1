"""A network namespace (网络命名空间) with a loopback and nothing else: no route leads out of it."""

import contextlib
import os
import subprocess
from collections.abc import Iterator

import pytest

HOLD = "ip link set lo up && echo ready && exec sleep 3600"
CONFIGURED = ("PYTHONPATH", "VIRTUAL_ENV", "FONTCONFIG_FILE", "GONGWEN_CACHE", "GONGWEN_DATA")


class Apart:
    """Runs programs in one namespace that is held open, with nothing of the tests' own in their environment."""

    def __init__(self, holder: int) -> None:
        root = os.geteuid() == 0
        alone = [] if root else ["--user", "--preserve-credentials"]
        self.enter = ["nsenter", f"--target={holder}", "--net", *alone]

    def run(self, *words: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a program to its end."""
        kept = {n: v for n, v in os.environ.items() if n not in CONFIGURED and not n.startswith("PIP_")}
        return subprocess.run(
            [*self.enter, *words],
            env={**kept, **environment},
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@contextlib.contextmanager
def apart() -> Iterator[Apart]:
    """Hold a namespace open; skips where none may be made."""
    alone = [] if os.geteuid() == 0 else ["--map-root-user"]
    command = ["unshare", "--net", *alone, "sh", "-c", HOLD]
    try:
        holder = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    except FileNotFoundError:
        pytest.skip("unshare is not on this machine")
    try:
        if holder.stdout is None or holder.stdout.readline() != "ready\n":
            said = holder.stderr.read().strip() if holder.stderr else ""
            pytest.skip(f"no network namespace may be made on this machine: {said}")
        yield Apart(holder.pid)
    finally:
        holder.kill()
        holder.communicate()
