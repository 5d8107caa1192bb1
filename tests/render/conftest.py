"""Renderings shared by the tests of this room."""

import os
from pathlib import Path

import pytest
from helpers.rendering import Renderings


@pytest.fixture(scope="session")
def renderings(tmp_path_factory: pytest.TempPathFactory) -> Renderings:
    """The files of sheets, each made once, whichever worker asks first."""
    base = tmp_path_factory.getbasetemp()
    shared: Path = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / "renderings"
    folder.mkdir(exist_ok=True)
    return Renderings(folder)
