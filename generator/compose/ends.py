"""Ends of an official document: signature and date (7.3.5), note (7.3.6), imprint (版记, 7.4)."""

from collections.abc import Iterator, Sequence
from typing import Literal

from generator.compose.text import roster_mm
from generator.compose.wording import IDEOGRAPHIC_SPACE, printed_date
from generator.layout import gbt9704 as gb
from generator.layout.fit import break_lines, char_width_em
from generator.layout.pages import End, Run, end_of, text_lines
from generator.model.document import Notice
from generator.model.organ import Issuer
from generator.model.sheet import Block, BlockStyle, Foot, Grid, Head, Part

_BLANKS = {"sealed": gb.LINES_BEFORE_SIGNATURE, "unsealed": 1, "signature_stamp": 2}
_NOTE_CHARS = 5.8  # the attachment note hangs so far


def signature_blocks(notice: Notice) -> list[Block]:
    """Return room for the seal, issuer signature and document date (7.3.5), then the note (7.3.6)."""
    styles: dict[str, tuple[BlockStyle, BlockStyle]] = {
        "sealed": ("signature", "date"),
        "unsealed": ("unsealed", "unsealed_date"),
        "signature_stamp": ("stamp", "stamp_date"),
    }
    name_style, date_style = styles[notice.sealing]
    stamped = notice.sealing == "signature_stamp"
    names = (notice.stamp_title,) if stamped else notice.signature
    blank = Block(style="blank")
    return [
        *[blank] * _BLANKS[notice.sealing],
        *(Block(style=name_style, text=name) for name in names),
        *([blank] if stamped else []),
        Block(style=date_style, text=printed_date(notice.document_date)),
        *([Block(style="note", text=f"（{notice.note}）")] if notice.note else []),
    ]


def signature_mm(notice: Notice) -> float:
    """Return where signature and date stand, from the left of the type area.

    Sealed: the place both are centred on, the date ending four characters from the right (7.3.5.1); a signature
    too long for that moves both to the left. Unsealed: where the signature begins, two characters from the right
    or two before the date (7.3.5.2).
    """
    date = _width(printed_date(notice.document_date))
    longest = max(map(_width, notice.signature), default=0.0)
    if notice.sealing == "unsealed":
        chars = gb.CHARS_PER_LINE - 2 - max(longest, date + 2)
    else:
        chars = gb.CHARS_PER_LINE - max(gb.SIGNATURE_INSET_CHARS + date / 2, longest / 2)
    return chars * gb.CHAR_PITCH_MM


def _width(text: str) -> float:
    return sum(map(char_width_em, text))


def foot_of(
    notice: Notice, issuer: Issuer, head: Head, parts: Sequence[Part], two_sided: bool
) -> Foot | None:
    """Return the imprint with the page it stands on: the last of the text, or the next (even) one."""
    imprint = notice.imprint
    if imprint is None:
        return None
    lines = _copy_lines(imprint.copy_to.rstrip("。"))
    height = (len(lines) + 1) * gb.LINE_PITCH_MM
    return Foot(
        lines=lines,
        office=imprint.print_office or issuer.print_office or issuer.name,
        date=f"{printed_date(imprint.print_date or notice.document_date)}印发",
        height_mm=height,
        page=_imprint_page(end_of([*_head_runs(head), *_part_runs(parts)]), height, two_sided),
    )


def _copy_lines(copy_to: str) -> tuple[str, ...]:
    """Return the lines of 抄送 (7.4.2): size 4, one character in from both sides, turned after the colon."""
    if not copy_to:
        return ()
    label = "抄送："
    size_mm = gb.mm_from_pt(gb.SIZE_4_PT)
    width = gb.TYPE_AREA_WIDTH_MM - 2 * gb.CHAR_PITCH_MM - len(label) * size_mm
    first, *following = break_lines(f"{copy_to}。", width, gb.SIZE_4_PT)
    return (label + first, *(IDEOGRAPHIC_SPACE * len(label) + line for line in following))


def _imprint_page(end: End, height_mm: float, two_sided: bool) -> Literal["same", "next", "even"]:
    """Two-sided papers carry the imprint on an even page, the back of the last sheet."""
    if end.has_room(height_mm + gb.LINE_PITCH_MM) and (end.page % 2 == 0 or not two_sided):
        return "same"
    return "even" if two_sided else "next"


def _head_runs(head: Head) -> Iterator[Run]:
    """Yield the header's height: mark at 35 mm, number or signatories two lines below, rule, two blank lines."""
    mark_mm = gb.mm_from_pt(head.mark_pt) * gb.MARK_LEADING * len(head.mark)
    lines = gb.LINES_BEFORE_NUMBER + max(1, len(head.signatories)) + gb.LINES_BEFORE_TITLE
    yield Run(height_mm=gb.MARK_INK_TOP_MM + mark_mm + lines * gb.LINE_PITCH_MM)


def _part_runs(parts: Sequence[Part]) -> Iterator[Run]:
    roster = roster_mm(b for part in parts for b in part.blocks)
    hanging = {
        "attachment_first": _NOTE_CHARS,
        "attachment_next": _NOTE_CHARS,
        "roster": gb.ROSTER_INDENT_CHARS + sum(roster) / gb.CHAR_PITCH_MM,
    }
    for part in parts:
        yield Run(
            lines=(2 if part.attachment else 0) + len(part.title) + gb.LINES_BEFORE_ADDRESSEES,
            new_page=part.new_page,
        )
        if part.addressees:
            yield Run(lines=text_lines(part.addressees))
        for block in part.blocks:
            if block.table:
                yield from _table_runs(block.table.grid)
            else:
                yield _block_run(block, hanging.get(block.style, 0.0))


def _table_runs(grid: Grid) -> Iterator[Run]:
    """Yield the rows of a table; a row that begins a page has the head above it."""
    head_mm = sum(row.height_mm for row in grid.rows if row.head)
    for row in grid.rows:
        yield Run(height_mm=row.height_mm + (head_mm if row.new_page else 0.0), new_page=row.new_page)


def _block_run(block: Block, hanging: float) -> Run:
    if hanging:
        return Run(lines=text_lines(block.text, chars=gb.CHARS_PER_LINE - hanging), whole=True)
    if block.style == "blank":
        return Run()
    return Run(lines=text_lines(block.lead + block.text, indent_chars=2))
