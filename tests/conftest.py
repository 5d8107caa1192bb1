"""What every test shares: the product's font rules, in force before anything loads Pango, and renderings."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.render import fonts, glyphs

fonts.activate()

from helpers.rendering import Renderings  # noqa: E402  # may load Pango


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
