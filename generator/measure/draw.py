"""Marked-up pages (标注图): each page as a picture with its type area, its line grid and every verdict in its place."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from generator.layout import gbt9704 as gb
from generator.measure.box import Box
from generator.measure.document import documents
from generator.measure.leaf import Leaf
from generator.measure.office import office_pdfs
from generator.measure.page import NotReadable, pages
from generator.measure.verdict import WORDS, Outcome, Verdict
from generator.render.fontconfig import FONTS_CONF

PIXELS_PER_MM = 150 / gb.MM_PER_INCH
PANEL_MM = 120
MARGIN_MM = 5
TYPE_MM, LEADING_MM = 3.2, 4.6
BADGE_MM = 2.4
AREA_COLOUR, GRID_COLOUR, TEXT_COLOUR = (70, 110, 190), (205, 218, 240), (30, 30, 30)
COLOURS: dict[Outcome, tuple[int, int, int]] = {
    "fail": (200, 20, 20),
    "unknown": (120, 120, 120),
    "pass": (20, 130, 60),
}
_ORDER: tuple[Outcome, ...] = ("fail", "unknown", "pass")


def draw(path: Path, verdicts: Sequence[Verdict], folder: Path, name: str) -> Iterator[Path]:
    """Draw every page of a file into a folder, by that name, and yield the pictures' paths.

    Of a Word file LibreOffice's pages are drawn.
    """
    if path.suffix.lower() != ".docx":
        yield from _pages(path, name, verdicts, folder)
        return
    with office_pdfs([path]) as printed:
        if pdf := printed.get(path):
            yield from _pages(pdf, name, [v for v in verdicts if v.source == "office"], folder)


def _pages(pdf: Path, name: str, verdicts: Sequence[Verdict], folder: Path) -> Iterator[Path]:
    try:
        leaves = [leaf for doc in documents(pages(pdf)) for leaf in doc.leaves]
    except NotReadable:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for leaf in leaves:
        target = folder / f"{name}-第{leaf.place}页.png"
        marked(leaf, [v for v in verdicts if v.page in (0, leaf.place)]).save(target, optimize=True)
        yield target


def marked(leaf: Leaf, verdicts: Sequence[Verdict]) -> Image.Image:
    """Return the picture of a page with its verdicts, numbered, failures first, and a panel that says what they are."""
    ordered = sorted(verdicts, key=lambda v: (_ORDER.index(v.outcome), bool(v.because)))
    legend = [line for number, v in enumerate(ordered, 1) for line in _legend(number, v)]
    picture = leaf.page.picture(PIXELS_PER_MM)
    height = max(picture.height, _px(2 * MARGIN_MM + LEADING_MM * (len(legend) + 1)))
    sheet = Image.new("RGB", (picture.width + _px(PANEL_MM), height), "white")
    sheet.paste(picture, (0, 0))
    pen = ImageDraw.Draw(sheet)
    _grid(pen, leaf)
    for box, numbers, outcome in reversed(_places(leaf, ordered)):
        _mark(pen, box, numbers, outcome)
    _panel(pen, picture.width, height, legend)
    return sheet


def _grid(pen: ImageDraw.ImageDraw, leaf: Leaf) -> None:
    """Draw the type area, and on pages of text its 22 lines."""
    area = leaf.area
    if not leaf.is_table:
        for line in range(1, gb.LINES_PER_PAGE):
            y = _px(area.top + line * gb.LINE_PITCH_MM)
            pen.line((_px(area.left), y, _px(area.right), y), fill=GRID_COLOUR)
    pen.rectangle(_edges(area), outline=AREA_COLOUR, width=2)


def _places(leaf: Leaf, ordered: Sequence[Verdict]) -> list[tuple[Box, str, Outcome]]:
    """Return each place with the numbers of its verdicts, as "7 8 9", and the worst of their outcomes."""
    found: dict[Box, list[int]] = {}
    for number, v in enumerate(ordered, 1):
        if v.box and v.page == leaf.place:
            found.setdefault(v.box, []).append(number)
    return [(box, " ".join(map(str, n)), ordered[n[0] - 1].outcome) for box, n in found.items()]


def _mark(pen: ImageDraw.ImageDraw, box: Box, text: str, outcome: Outcome) -> None:
    """Draw a place with the numbers of its verdicts at the upper left corner."""
    colour = COLOURS[outcome]
    pen.rectangle(_edges(box.grown(0.4)), outline=colour, width=3 if outcome == "fail" else 1)
    x, y = _px(box.left - 0.4), _px(box.top - 0.4)
    font = _font(_px(BADGE_MM))
    wide = round(font.getlength(text)) + 4
    top = max(0, y - _px(BADGE_MM) - 2)
    pen.rectangle((x, top, x + wide, top + _px(BADGE_MM) + 2), fill=colour)
    pen.text((x + 2, top - 1), text, fill="white", font=font)


def _panel(
    pen: ImageDraw.ImageDraw, left: int, height: int, legend: Sequence[tuple[str, tuple[int, int, int]]]
) -> None:
    pen.line((left, 0, left, height), fill=GRID_COLOUR, width=2)
    y = _px(MARGIN_MM)
    for text, colour in legend:
        pen.text((left + _px(MARGIN_MM), y), text, fill=colour, font=_font(_px(TYPE_MM)))
        y += _px(LEADING_MM)


def _legend(number: int, verdict: Verdict) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Yield the lines that say what a number means, the first in the colour of its verdict."""
    head = f"{number}. {WORDS[verdict.outcome]} {verdict.clause} {verdict.what}"
    yield head, COLOURS[verdict.outcome]
    if verdict.outcome != "pass":
        where = f"{verdict.where}：" if verdict.where else ""
        cause = f"；随“{verdict.because}”而来" if verdict.because else ""
        for line in _wrapped(f"{where}应为 {verdict.expected}，实为 {verdict.found}{cause}"):
            yield f"　{line}", TEXT_COLOUR


def _wrapped(text: str) -> Iterator[str]:
    font, width = _font(_px(TYPE_MM)), _px(PANEL_MM - 2 * MARGIN_MM - TYPE_MM)
    line = ""
    for char in text:
        if font.getlength(line + char) > width:
            yield line
            line = ""
        line += char
    if line:
        yield line


def _edges(box: Box) -> tuple[int, int, int, int]:
    return _px(box.left), _px(box.top), _px(box.right), _px(box.bottom)


def _px(mm: float) -> int:
    return round(mm * PIXELS_PER_MM)


@cache
def _font(pixels: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return a typeface with Chinese characters that this machine has, as fontconfig finds it."""
    program = shutil.which("fc-match")
    rules = {"FONTCONFIG_FILE": str(FONTS_CONF), "PATH": str(Path(program).parent)} if program else {}
    for name in (gb.FACE_HEADING, ":lang=zh-cn"):
        if program is None:
            break
        done = subprocess.run(
            [program, "--format=%{file}\n%{index}", name],
            env=rules,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        file, _, index = done.stdout.partition("\n")
        if file and Path(file).is_file():
            return ImageFont.truetype(file, pixels, index=int(index or 0) & 0xFFFF)
    default = ImageFont.load_default(pixels)
    return default
