"""A campaign read apart is the campaign read here, and leaves nothing of its reading behind."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

from generator.sources import kept
from generator.sources.apart import WORTH_BYTES, load_apart
from generator.sources.campaign import load

SMALL = Path(__file__).parents[2] / "fixtures" / "campaigns" / "small_valid"
TOLD = (
    "import pathlib, sys; from generator.sources.apart import load_apart;"
    "found = load_apart(pathlib.Path(sys.argv[1])); print(bool(found.campaign), 'pydantic' in sys.modules)"
)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGWEN_CACHE", str(tmp_path / "cache"))


def campaign(folder: Path, size: int = WORTH_BYTES) -> Path:
    """A copy of the small campaign with another file of so many bytes beside it."""
    made = shutil.copytree(SMALL, folder / "campaign")
    (made / "说明.txt").write_bytes(bytes(size))
    return made


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied here")
@pytest.mark.parametrize(("size", "read_here"), [(WORTH_BYTES, False), (0, True)])
def test_only_a_large_campaign_is_read_apart(tmp_path: Path, size: int, read_here: bool) -> None:
    command = [sys.executable, "-c", TOLD, str(campaign(tmp_path, size))]

    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert told.split() == ["True", str(read_here)]


def test_a_campaign_read_apart_is_the_campaign_read(tmp_path: Path) -> None:
    source = campaign(tmp_path)

    assert load_apart(source) == load(source)


def test_a_copy_that_dies_leaves_the_reading_to_this_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, here, keep = campaign(tmp_path), os.getpid(), kept.keep

    def dying(*given: Any) -> None:
        if os.getpid() != here:
            os._exit(1)
        keep(*given)

    monkeypatch.setattr(kept, "keep", dying)

    assert load_apart(source).campaign == load(SMALL).campaign


def test_what_is_wrong_with_a_campaign_is_told_here(tmp_path: Path) -> None:
    source = campaign(tmp_path)
    (source / "campaign.yaml").write_text("name: [", encoding="utf-8")

    found = load_apart(source)

    assert found.campaign is None
    assert found.problems == load(source).problems != ()


@pytest.mark.parametrize("reason", ["no cache", "no room for another process"])
def test_a_campaign_is_read_here_where_no_copy_can_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    def fork() -> NoReturn:
        assert reason == "no room for another process"
        raise OSError

    source = campaign(tmp_path)
    monkeypatch.setattr(os, "fork", fork, raising=False)
    if reason == "no cache":
        monkeypatch.setenv("GONGWEN_CACHE", "")

    assert load_apart(source).campaign == load(SMALL).campaign
