"""Frames kept on disk: no library for Word is needed for the next file, and no fault of the disk changes a byte."""

import hashlib
import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from helpers.sheets import sheet
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.sheet import Sheet
from generator.render import docx, docx_store
from generator.render.docx import render_docx
from generator.render.docx_frame import Frame, Part, Place
from generator.render.docx_package import Parts
from generator.render.docx_templates import shell
from generator.resources import cache_root

ROOT = Path(__file__).parents[2]
MADE = sheet("jiangguanchi", "dispatch-communities", "qiuhu")
SCRIPT = """
import sys
from helpers.sheets import sheet
from generator.render.docx import render_docx
rendered = render_docx(sheet("jiangguanchi", "dispatch-communities", "qiuhu"))
print(rendered.full, *(name for name in ("docx", "docxtpl") if name in sys.modules))
open({target!r}, "wb").write(rendered.content)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own, and nothing in memory."""
    monkeypatch.setenv("GONGWEN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(docx, "_frames", {})
    return tmp_path / "cache" / "frames"


def again(made: Sheet = MADE) -> bytes:
    """The file of a sheet with nothing in memory."""
    docx._frames.clear()
    return render_docx(made).content


def worded(template: bytes) -> bytes:
    """A shell with a paragraph more."""
    document, buffer = Document(io.BytesIO(template)), io.BytesIO()
    document.add_paragraph("本镇统一监制")
    document.save(buffer)
    return buffer.getvalue()


def kept(folder: Path) -> list[Path]:
    """The files of frames."""
    return sorted(folder.glob("*.frame"))


def process(target: Path, cache: Path) -> str:
    """What another process says that makes the file."""
    environment = {
        "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}",
        "GONGWEN_CACHE": str(cache),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-c", SCRIPT.format(target=str(target))]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_the_next_process_needs_no_library_for_word(tmp_path: Path) -> None:
    first, second = tmp_path / "1.docx", tmp_path / "2.docx"

    assert process(first, tmp_path / "cache").split() == ["docx", "docxtpl"]
    assert process(second, tmp_path / "cache").split() == []

    assert first.read_bytes() == second.read_bytes() == render_docx(MADE).content


def test_a_damaged_file_is_made_anew(folder: Path) -> None:
    sound = again()
    (file,) = kept(folder)
    content = file.read_bytes()
    damages = [b"", content[:10], content[:-1], content + b"x", b"\0" * len(content)]
    damages += [content[:i] + bytes([content[i] ^ 1]) + content[i + 1 :] for i in range(0, len(content), 997)]

    for damaged in damages:
        file.write_bytes(damaged)
        assert docx_store.load(file) is None
        assert again() == sound
        assert file.read_bytes() == content


@settings(max_examples=200, deadline=None)
@given(rest=st.binary(max_size=200))
def test_a_file_of_anything_with_a_right_digest_is_no_frame(
    tmp_path_factory: pytest.TempPathFactory, rest: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "odd.frame"
    file.write_bytes(hashlib.sha256(rest).digest() + rest)

    assert docx_store.load(file) is None


def test_a_frame_comes_back_as_it_was(folder: Path) -> None:
    frame = Frame(
        fixed=Parts(b"local\0", b"central\xff", 3),
        changing=(
            Part("word/header1.xml", ("页眉".encode(),)),
            Part(
                "word/document.xml",
                (b"", b"<w:p/>", b""),
                (Place("grid"), Place("text", ("约", 3, "个"), ("<w:t>", ""))),
            ),
        ),
    )
    for wanted in (frame, "模板里有条件"):
        docx_store.save(folder / "a.frame", wanted)
        assert docx_store.load(folder / "a.frame") == wanted


def test_another_template_page_or_library_has_a_file_of_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again()
    again(replace(MADE, two_sided=False))
    docx._frames.clear()
    render_docx(MADE, {"indicator_table": worded(shell("indicator_table"))})
    monkeypatch.setattr(docx_store, "_version", lambda: "another")
    again()
    again()

    assert len(kept(folder)) == 4


def test_where_nothing_can_be_kept_files_are_made_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = again()
    (tmp_path / "file").write_text("no folder")
    for cache in ("", str(tmp_path / "file")):
        monkeypatch.setenv("GONGWEN_CACHE", cache)
        assert again() == sound


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"HOME": "/h"}, "/h/.cache/gongwen"),
        ("linux", {"HOME": "/h", "XDG_CACHE_HOME": "/x"}, "/x/gongwen"),
        ("darwin", {"HOME": "/h"}, "/h/Library/Caches/gongwen"),
        ("win32", {"HOME": "/h", "LOCALAPPDATA": "/l"}, "/l/gongwen/cache"),
        ("linux", {"GONGWEN_CACHE": "/g"}, "/g"),
    ],
)
def test_the_cache_lies_where_the_system_keeps_such_things(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], expected: str
) -> None:
    for name in ("GONGWEN_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)

    assert cache_root() == Path(expected)
