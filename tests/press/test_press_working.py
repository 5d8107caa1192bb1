"""Working folders: none stays after its work, and what a killed run has left goes with the next."""

import signal
from pathlib import Path

import pytest
from press_samples import python

from generator.press.lock import LOCK_NAME
from generator.press.working import working_folder

WAITS = """
import sys
from pathlib import Path
from generator.press.working import working_folder
with working_folder(Path(sys.argv[1])) as folder:
    (folder / "made").mkdir()
    (folder / "made" / "表.pdf").write_bytes(b"half")
    print(folder.name, flush=True)
    sys.stdin.read()
"""


def test_a_working_folder_is_gone_after_its_work_or_its_failure(tmp_path: Path) -> None:
    def failing() -> None:
        with working_folder(tmp_path) as folder:
            (folder / "表.pdf").write_bytes(b"made")
            raise LookupError

    with pytest.raises(LookupError):
        failing()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_what_a_killed_run_left_goes_with_the_next_and_nothing_else(tmp_path: Path) -> None:
    others = [tmp_path / ".gongwen-own", tmp_path / ".gongwen-8letters"]  # somebody's own
    for other, name in zip(others, (LOCK_NAME, "manifest.json"), strict=True):
        other.mkdir()
        (other / name).write_bytes(b"")
    (others[1] / LOCK_NAME).write_bytes(b"")
    killed, working = (python(WAITS, tmp_path) for _ in range(2))
    names = [one.stdout.readline().strip() for one in (killed, working) if one.stdout]
    killed.kill()
    killed.wait(timeout=60)

    with working_folder(tmp_path) as folder:
        left = {path.name for path in tmp_path.iterdir()}
    working.communicate("")

    assert left == {names[1], folder.name, *(other.name for other in others)}
    assert set(tmp_path.iterdir()) == set(others)
