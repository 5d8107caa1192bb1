"""Ends of an official document: signature and date (7.3.5), note (7.3.6), imprint (版记, 7.4)."""

from math import ceil
from typing import Literal

from generator.compose.wording import IDEOGRAPHIC_SPACE, printed_date
from generator.derive.seals import sealing_of
from generator.layout import gbt9704 as gb
from generator.layout.fit import break_lines, char_width_em
from generator.layout.pages import End
from generator.model.document import Imprint, Notice, Sealing
from generator.model.organ import Issuer
from generator.model.sheet import Block, BlockStyle, Foot

_BLANKS = {"sealed": gb.LINES_BEFORE_SIGNATURE, "unsealed": 1, "signature_stamp": 2}
_BLANK = Block(style="blank")


def signature_blocks(notice: Notice, seal_mm: float = gb.SEAL_MM) -> list[Block]:
    """Return room for the seal, issuer signature and document date (7.3.5), then the note (7.3.6)."""
    styles: dict[Sealing, BlockStyle] = {
        "sealed": "date",
        "unsealed": "unsealed_date",
        "signature_stamp": "stamp_date",
    }
    sealing = sealing_of(notice)
    names = {
        "sealed": lambda: _sealed(notice, seal_mm),
        "unsealed": lambda: _unsealed(notice),
        "signature_stamp": lambda: _stamped(notice),
    }
    return [
        *[_BLANK] * _BLANKS[sealing],
        *names[sealing](),
        Block(style=styles[sealing], text=printed_date(notice.document_date)),
        *([Block(style="note", text=f"（{notice.note}）")] if notice.note else []),
    ]


def _sealed(notice: Notice, seal_mm: float) -> list[Block]:
    """Return the signature; several organs stand in rows, a seal's height apart (7.3.5.1)."""
    if len(notice.signature) < 2:
        return [Block(style="signature", text=name) for name in notice.signature]
    rows = [Block(style="signatures", names=row) for row in signature_rows(notice, seal_mm)]
    between = [_BLANK] * (ceil((seal_mm + gb.SEAL_GAP_MM) / gb.LINE_PITCH_MM) - 1)
    return [b for i, row in enumerate(rows) for b in (*(between if i else []), row)]


def _unsealed(notice: Notice) -> list[Block]:
    return [Block(style="unsealed", text=name) for name in notice.signature]


def _stamped(notice: Notice) -> list[Block]:
    """Return the title of each signatory beside the room for the stamp, a blank line below each (7.3.5.3)."""
    titles = notice.stamp_title.strip().split("\n")
    return [b for title in titles for b in (Block(style="stamp", text=title.strip()), _BLANK)]


def signature_mm(notice: Notice) -> float:
    """Return where signature and date stand, from the left of the type area.

    Sealed: the place both are centred on, the date ending four characters from the right (7.3.5.1); a signature
    too long for that moves both to the left. Unsealed: where the signature begins, two characters from the right
    or two before the date (7.3.5.2).
    """
    date = _width(printed_date(notice.document_date))
    longest = max(map(_width, notice.signature), default=0.0)
    if sealing_of(notice) == "unsealed":
        chars = gb.CHARS_PER_LINE - 2 - max(longest, date + 2)
    else:
        chars = gb.CHARS_PER_LINE - max(gb.SIGNATURE_INSET_CHARS + date / 2, longest / 2)
    return chars * gb.CHAR_PITCH_MM


def signatures_mm(notice: Notice, seal_mm: float = gb.SEAL_MM) -> tuple[float, ...]:
    """Return the places on which the signatures of a row are centred, the last above the date (7.3.5.1).

    Each has room for its name and its seal; as many stand in a row as there is room for, three at the most.
    """
    if sealing_of(notice) != "sealed" or len(notice.signature) < 2:
        return ()
    last = signature_mm(notice)
    name = max(map(_width, notice.signature)) * gb.CHAR_PITCH_MM
    half = max(name, seal_mm) / 2
    step = max(name + gb.CHAR_PITCH_MM, seal_mm + gb.SEAL_GAP_MM)
    room = 1 + int(max(0.0, last - half) / step)
    rows = -(-len(notice.signature) // min(room, gb.SEALS_PER_LINE))
    columns = -(-len(notice.signature) // rows)
    return tuple(last - step * i for i in reversed(range(columns)))


def signature_rows(notice: Notice, seal_mm: float = gb.SEAL_MM) -> list[tuple[str, ...]]:
    """Return the signatures row by row, in the organs' order; a last row that is not full stands at the right."""
    columns = len(signatures_mm(notice, seal_mm))
    rows = [notice.signature[i : i + columns] for i in range(0, len(notice.signature), columns)]
    return [("",) * (columns - len(row)) + row for row in rows]


def attendance_blocks(notice: Notice) -> list[Block]:
    """Return the lists of minutes: those present, excused and attending, a blank line above them (10.3)."""
    lists = {"出席": notice.present, "请假": notice.excused, "列席": notice.attending}
    blocks = []
    for word, names in lists.items():
        for i, line in enumerate(names.strip().split("\n") if names.strip() else ()):
            blocks.append(Block(style="attendance", label="" if i else f"{word}：", text=line.strip()))
    return [_BLANK, *blocks] if blocks else []


def _width(text: str) -> float:
    return sum(map(char_width_em, text))


def foot_of(notice: Notice, issuer: Issuer, addressees: str, end: End, *, two_sided: bool) -> Foot | None:
    """Return the imprint with the page it stands on: the last of the text, or the next (even) one.

    `addressees` are those that had no room on page 1, if any (7.3.2); `end` is where the text ends. A letter's
    imprint has neither print line nor rules and stands on its last page (10.1).
    """
    if notice.imprint is None and not addressees:
        return None
    imprint = notice.imprint or Imprint()
    letter = notice.format == "letter"
    lines = (*_lines("主送：", addressees), *_lines("抄送：", imprint.copy_to))
    if letter and not lines:
        return None
    height = (len(lines) + (not letter)) * gb.LINE_PITCH_MM
    office = imprint.print_office or issuer.print_office or issuer.name
    date = f"{printed_date(imprint.print_date or notice.document_date)}印发"
    return Foot(
        lines=lines,
        office="" if letter else office,
        date="" if letter else date,
        height_mm=height,
        page=_imprint_page(end, height, two_sided and not letter),
    )


def _lines(label: str, organs: str) -> tuple[str, ...]:
    """Return the lines of 主送 or 抄送 (7.4.2): size 4, one character in from both sides, turned after the colon."""
    organs = organs.rstrip("。：:")
    if not organs:
        return ()
    size_mm = gb.mm_from_pt(gb.SIZE_4_PT)
    width = gb.TYPE_AREA_WIDTH_MM - 2 * gb.CHAR_PITCH_MM - len(label) * size_mm
    first, *following = break_lines(f"{organs}。", width, gb.SIZE_4_PT)
    return (label + first, *(IDEOGRAPHIC_SPACE * len(label) + line for line in following))


def _imprint_page(end: End, height_mm: float, two_sided: bool) -> Literal["same", "next", "even"]:
    """Two-sided papers carry the imprint on an even page, the back of the last sheet."""
    if end.has_room(height_mm + gb.LINE_PITCH_MM) and (end.page % 2 == 0 or not two_sided):
        return "same"
    return "even" if two_sided else "next"
