"""Lines around a table (表外的字): title, lines above and below with what is filled in, notes."""

import re
from collections.abc import Iterator, Sequence

from generator.dataclass import dataclass
from generator.derive.drawing.kinds import UNITS
from generator.derive.drawing.table import Area, is_line, is_note
from generator.derive.entries import same_words
from generator.model.drawn import HeadSheet, Place
from generator.model.form import Line

_ATTACHMENT = re.compile(r"附\s*(件|表)\s*\d*\s*[:：]?")
_NUMBER = re.compile(r"^\s*(\d{1,2}|[（(]\d{1,2}[)）])\s*[.．、]?\s*")
_PIECES = re.compile(r"(?:\s{2,}|\u3000+)(?=[^\s:：_]{2,16}\s*[:：])")
_DAY = "　　　　年　　月　　日"
_FILLED: tuple[tuple[str, str], ...] = (
    (r"(填报|报送|上报)?单位(名称)?([（(](盖章|公章|签章)[)）])?", "{unit|}"),
    (r"(填报|填表|报送|上报|制表)(日期|时间)|日期|时间", f"{{filled_on|{_DAY}}}"),
    (r"(填报|填表|制表|经办)人(签字|签名)?([（(]签字[)）])?", "{filled_by|　　　　　}"),
    (r"审核人(签字|签名)?([（(]签字[)）])?", "{reviewed_by|　　　　　}"),
)
_SEALED = re.compile(r"盖章|公章|签章")


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around a table (表外的字); `left_out` are cells that nothing was made of."""

    title: str = ""
    title_at: Place | None = None
    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()
    note_head: str = "注："
    notes: tuple[str, ...] = ()
    left_out: tuple[tuple[Place, str], ...] = ()


def around_of(area: Area) -> Around:
    """Return title, lines and notes of a sheet, from what is written outside its table."""
    sheet, title, left_out = area.sheet, list[str](), list[tuple[Place, str]]()
    above: list[Line] = []
    title_at = None
    for row in _rows(sheet, 1, area.top - 1):
        texts = _texts(sheet, row)
        if any(is_line(t) for _, t in texts) or len(texts) > 1:
            above += _lines(texts, area)
        elif _ATTACHMENT.fullmatch(texts[0][1]):
            left_out.append(texts[0])
        else:
            title.append(texts[0][1])
            title_at = title_at or texts[0][0]
    last = max((row for row, _ in sheet.cells), default=0)
    below, notes, head = _below(area, last)
    return Around(
        title=_plain("\n".join(title)),
        title_at=title_at,
        above=tuple(above),
        below=tuple(below),
        note_head=head,
        notes=tuple(notes),
        left_out=tuple(left_out),
    )


def _rows(sheet: HeadSheet, first: int, last: int) -> Iterator[int]:
    return iter(sorted({row for (row, _), cell in sheet.cells.items() if cell.text and first <= row <= last}))


def _texts(sheet: HeadSheet, row: int) -> list[tuple[Place, str]]:
    return sorted((place, cell.text) for place, cell in sheet.cells.items() if place[0] == row and cell.text)


def _below(area: Area, last: int) -> tuple[list[Line], list[str], str]:
    below: list[Line] = []
    notes: list[str] = []
    head = "注："
    for row in _rows(area.sheet, area.bottom + 1, last):
        texts = _texts(area.sheet, row)
        if is_note(texts[0][1]):
            head, found = notes_of(texts[0][1])
            notes += found
        elif len(texts) == 1 and (_NUMBER.match(texts[0][1]) or not is_line(texts[0][1])):
            notes += notes_of(texts[0][1])[1]
        else:
            below += _lines(texts, area)
    return below, notes, head


def notes_of(text: str) -> tuple[str, list[str]]:
    """Return how a text of notes begins, and the notes in it without their numbers.

    >>> notes_of("填表说明：1.每月报。\\n2.没有写0。")
    ('填表说明：', ['每月报。', '没有写0。'])
    """
    found = re.match(r"\s*(\S{1,4}?)\s*[:：]\s*", text) if is_note(text) else None
    rest = text[found.end() :] if found else text
    lines = [line for line in map(str.strip, rest.splitlines()) if line]
    notes = [_plain(_NUMBER.sub("", line) if _NUMBER.match(line) else line) for line in lines]
    return f"{found[1]}：" if found else "注：", notes


def _lines(texts: Sequence[tuple[Place, str]], area: Area) -> Iterator[Line]:
    """Yield the lines that the texts of a row make, up to three in each."""
    pieces = [(place, piece) for place, text in texts for piece in _pieces(text)]
    pieces = list(_with_values(pieces))
    for i in range(0, len(pieces), 3):
        yield _line(pieces[i : i + 3], area)


def _pieces(text: str) -> list[str]:
    return [piece for line in text.splitlines() for piece in _PIECES.split(line.strip()) if piece.strip()]


def _with_values(pieces: Sequence[tuple[Place, str]]) -> Iterator[tuple[Place, str]]:
    """Yield the pieces of a line, an example that stands in a cell of its own behind a label left out."""
    open_label = False
    for place, piece in pieces:
        if open_label and not is_line(piece):
            open_label = False
            continue
        open_label = piece.rstrip().endswith((":", "："))
        yield place, piece


def _line(pieces: Sequence[tuple[Place, str]], area: Area) -> Line:
    texts = [filled_pattern(piece) for _, piece in pieces]
    seal = "unit" if any(_SEALED.search(t) and "{unit" in t for t in texts) else ""
    if len(pieces) == 1:
        place, middle = pieces[0][0], (area.left + area.right) / 2
        first, last = place[1], area.sheet.merged.get(place, place)[1]
        if first > middle:
            return Line(right=texts[0], seal_of=seal)
        return (
            Line(left=texts[0], seal_of=seal)
            if last < area.right or is_line(texts[0])
            else Line(center=texts[0])
        )
    center = texts[1] if len(texts) == 3 else ""
    return Line(left=texts[0], center=center, right=texts[-1], seal_of=seal)


def filled_pattern(piece: str) -> str:
    """Return a line's text with the name of what is filled in behind its label.

    >>> filled_pattern("填报单位（盖章）：＿＿＿"), filled_pattern("联系电话：")
    ('填报单位（盖章）：{unit|}', '联系电话：')
    """
    label, colon, rest = _plain(piece).replace(":", "：").partition("：")
    if colon and not _are_units(rest):
        for pattern, name in _FILLED:
            if re.fullmatch(pattern, same_words(label)) or re.fullmatch(pattern, "".join(label.split())):
                return f"{label}：{name}"
    if re.fullmatch(r"\s*_*\s*年\s*_*\s*月\s*_*\s*日\s*", piece):
        return f"{{filled_on|{_DAY}}}"
    return _plain(piece).strip()


def _are_units(text: str) -> bool:
    """Tell units of measure, as in 单位：家、万元, from the room for a unit's name."""
    return all(word in UNITS for word in re.split(r"[、,，/]", "".join(text.split())))


def _plain(text: str) -> str:
    """Return a text without the signs that a pattern is made with."""
    return text.replace("{", "｛").replace("}", "｝")
