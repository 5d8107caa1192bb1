"""Villages and their files, made once, in one process, for all tests that compare with them."""

from pathlib import Path

import pytest
from batch_villages import BUILD, NUMBER, finished, start, villages


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty villages; not to be changed."""
    return villages(tmp_path_factory.mktemp("town") / "行动", NUMBER)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory, town: Path) -> Path:
    """The Word files of the villages, made without a break by one process; not to be changed."""
    out = tmp_path_factory.mktemp("whole") / "输出"
    assert finished(start(BUILD, town, out)) == [f"rendered {NUMBER}"]
    return out
