"""Words cut in an earlier run are not cut again, and what is kept of them is never trusted when it is spoilt."""

from pathlib import Path

import pytest

from generator.layout import words
from generator.sources.kept_words import CUTS_MAX, recalled

TITLE = "柳林镇重大事故隐患专项排查整治2023行动进展情况调度表"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GONGWEN_CACHE", str(tmp_path / "cache"))
    forget()
    yield tmp_path / "cache" / "words"
    forget()


def forget() -> None:
    """Be as a process that has just begun."""
    words.learn({})
    words._words.cache_clear()


def cut_in_a_run() -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """How a run cuts the title, and what it asked the dictionary."""
    forget()
    with recalled():
        cut = words.words(TITLE)
    return cut, words.learnt()


def test_the_second_run_asks_nothing_and_cuts_alike() -> None:
    cut, asked = cut_in_a_run()
    assert "".join(cut) == TITLE
    assert len(asked) == 1
    assert cut_in_a_run() == (cut, {})


def test_a_name_that_stays_whole_is_another_question() -> None:
    cut_in_a_run()
    forget()
    with recalled():
        assert "镇重大" in words.words(TITLE, ["镇重大"])
    assert len(words.learnt()) == 1


@pytest.mark.parametrize("spoilt", [b"", b"x" * 40, b"{}"])
def test_a_spoilt_file_is_not_believed(spoilt: bytes, cache: Path) -> None:
    cut, _ = cut_in_a_run()
    [file] = cache.iterdir()
    file.write_bytes(spoilt)
    again, asked = cut_in_a_run()
    assert again == cut
    assert len(asked) == 1


def test_the_last_cuts_are_kept_when_there_are_many(cache: Path) -> None:
    with recalled():
        for number in range(CUTS_MAX + 10):
            words.words(f"第{number}号")
    forget()
    with recalled():
        words.words(f"第{CUTS_MAX + 9}号")
        assert words.learnt() == {}
        words.words("第1号")
        assert len(words.learnt()) == 1
