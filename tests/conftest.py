"""What every test shares: the product's font rules, in force before anything loads Pango, and renderings."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.render import fonts, glyphs

fonts.activate()

from helpers.rendering import Renderings  # noqa: E402  # may load Pango

if TYPE_CHECKING:
    from helpers.postgres import Cluster


@pytest.fixture(scope="session")
def renderings(tmp_path_factory: pytest.TempPathFactory) -> Renderings:
    """The files of sheets, each made once, whichever worker asks first."""
    base = tmp_path_factory.getbasetemp()
    shared: Path = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / "renderings"
    folder.mkdir(exist_ok=True)
    return Renderings(folder)


@pytest.fixture(autouse=True, scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is cached on disk among the files of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GONGWEN_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True, scope="module")
def _fonts_of_this_machine() -> Iterator[None]:
    """Forget what fontconfig answered while a module's tests hid it or pointed it elsewhere."""
    yield
    glyphs.font_stack.cache_clear()


@pytest.fixture(scope="session")
def postgres() -> "Iterator[Cluster]":
    """A PostgreSQL server of the tests' own."""
    from helpers.postgres import running_cluster

    with running_cluster() as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with nothing in it, of either kind."""
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        return cluster.new_database()
    return f"sqlite:///{tmp_path / 'office.db'}"
