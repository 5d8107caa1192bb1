"""A month's papers, made once for all tests that begin with them."""

import shutil
from pathlib import Path

import pytest
from verbs_town import SMALL, build, campaign


@pytest.fixture(scope="session")
def june(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Word files of a first run over the small town; not to be changed."""
    out = tmp_path_factory.mktemp("june") / "输出"
    assert build(SMALL, out).problems == ()
    return out


@pytest.fixture
def started(tmp_path: Path, june: Path) -> tuple[Path, Path]:
    """A campaign to edit, and the output folder of its first run, with the times of its files."""
    return campaign(tmp_path), Path(shutil.copytree(june, tmp_path / "输出"))
