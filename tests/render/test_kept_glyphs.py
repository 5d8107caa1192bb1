"""Glyphs of earlier runs give the same bytes, and whatever is wrong with them is drawn anew."""

from pathlib import Path
from typing import Any

import pytest
from helpers.sheets import sheets

from generator.model.sheet import TableContent
from generator.render import kept_glyphs, pdf_objects, typefaces
from generator.render.kept_glyphs import FOLDER, recalled
from generator.render.painted_pdf import Painter

TABLE = next(s for s in sheets("jiangguanchi") if isinstance(s.content, TableContent))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GONGWEN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def painted() -> bytes:
    """A file painted as by a new process."""
    typefaces.font_file.cache_clear()
    pdf_objects.smallest.cache_clear()
    kept_glyphs._known.clear()
    with recalled():
        return Painter(TABLE.fangsong).paint(TABLE).content


def refuse(*_: Any) -> Any:
    pytest.fail("a glyph is drawn")


def test_what_was_drawn_is_not_drawn_again_and_the_bytes_are_the_same(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = painted()
    monkeypatch.setattr(typefaces.FontFile, "_drawn", refuse)
    monkeypatch.setattr(typefaces.FontFile, "_font", property(refuse))

    assert painted() == first


@pytest.mark.parametrize("damage", [lambda c: c[:-1] + b"?", lambda c: c[:10], lambda c: b""])
def test_damaged_files_are_not_believed_and_made_anew(cache: Path, damage: Any) -> None:
    first = painted()
    kept = {file.name: file.read_bytes() for file in (cache / FOLDER).iterdir()}
    for name, content in kept.items():
        (cache / FOLDER / name).write_bytes(damage(content))

    assert painted() == first
    assert {file.name: file.read_bytes() for file in (cache / FOLDER).iterdir()} == kept


def test_a_sound_file_of_another_kind_is_not_believed(cache: Path) -> None:
    first = painted()
    for file in (cache / FOLDER).glob("*.glyphs"):
        kept_glyphs.store.put(file, b"\x93\x01\x02\x03")

    assert painted() == first


def test_without_a_cache_and_where_none_can_be_written_the_bytes_are_the_same(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = painted()
    monkeypatch.setenv("GONGWEN_CACHE", "")
    assert painted() == first

    (cache.parent / "file").write_bytes(b"")
    monkeypatch.setenv("GONGWEN_CACHE", str(cache.parent / "file"))
    assert painted() == first


def test_glyphs_of_another_program_or_font_are_not_taken(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted()
    names = {file.name for file in (cache / FOLDER).iterdir()}
    monkeypatch.setattr(kept_glyphs, "_program", lambda: "another")

    painted()

    again = {file.name for file in (cache / FOLDER).iterdir()}
    assert len(again) == 2 * len(names)


def test_a_font_of_very_many_characters_is_not_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_glyphs, "CHARS_MAX", 3)
    painted()

    assert [glyphs for glyphs, _ in kept_glyphs._known.values() if len(glyphs.widths) > 3]
    assert len(list((cache / FOLDER).glob("*.glyphs"))) < len(kept_glyphs._known)


def test_nothing_is_kept_of_fonts_of_which_nothing_is_known(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_glyphs.fontconfig, "state", lambda: "")
    painted()

    assert not (cache / FOLDER).exists()


def test_a_cache_that_can_only_be_read_is_believed(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = painted()

    def refused(*_: Any) -> None:
        raise PermissionError

    for name in ("utime", "replace", "mkdir"):
        monkeypatch.setattr(f"os.{name}", refused)
    monkeypatch.setattr(typefaces.FontFile, "_drawn", refuse)

    assert painted() == first
