"""Header of an official document (版头, GB/T 9704-2012, 7.2), of a letter, an order and minutes (10)."""

from dataclasses import replace

from generator.compose.wording import IDEOGRAPHIC_SPACE, padded_name
from generator.layout import gbt9704 as gb
from generator.model.document import Notice
from generator.model.organ import Issuer
from generator.model.sheet import Head

MARK_WORD = "文件"
MARK_WORDS = {"letter": "", "order": "令", "minutes": "会议纪要"}
NAMES_PER_LINE = 2
NAME_CHARS = 3
_INK_TOP_MM = {
    "document": gb.MARK_INK_TOP_MM,
    "letter": gb.LETTER_MARK_INK_TOP_MM - gb.TOP_MARGIN_MM,
    "order": gb.ORDER_MARK_INK_TOP_MM,
    "minutes": gb.MARK_INK_TOP_MM,
}


def head_of(notice: Notice, issuer: Issuer) -> Head:
    """Return the header of a document, every value as it prints."""
    joint = bool(notice.joint_issuers) and notice.format == "document"
    mark = _mark(notice, issuer, joint)
    signatories = _signatory_lines(notice.signatories) if notice.format == "document" else ()
    head = Head(
        format=notice.format,
        mark_ink_mm=_INK_TOP_MM[notice.format],
        copy_number=notice.copy_number,
        classification=tuple(filter(None, (notice.secrecy, notice.urgency))),
        mark=mark,
        mark_side=MARK_WORD if joint else "",
        mark_pt=_mark_pt(mark, joint),
        number=document_number(notice),
        signatories=signatories,
        signatory_mm=_signatory_mm(signatories),
    )
    return _with_rule(head) if notice.format == "letter" else head


def document_number(notice: Notice) -> str:
    """Return the document number as it prints; an order is numbered 第5号 (10.2)."""
    if notice.format == "order" and notice.number:
        return f"第{notice.number.serial}号"
    return str(notice.number or "")


def head_mm(head: Head) -> float:
    """Return the height of the header in the type area, the blank lines above the title with it."""
    if head.format == "letter":
        return head.lines_mm + (max(1, len(head.left)) + gb.LINES_BEFORE_TITLE) * gb.LINE_PITCH_MM
    em = gb.mm_from_pt(head.mark_pt)
    mark = head.mark_ink_mm + em * (gb.MARK_LEADING * len(head.mark) - gb.MARK_INK_OFFSET_EM)
    lines = gb.LINES_BEFORE_NUMBER + max(1, len(head.signatories)) + gb.LINES_BEFORE_TITLE
    rule = 0.0 if head.format == "order" else gb.rule_gap_mm() + gb.mm_from_pt(gb.HEADER_RULE_PT)
    return mark + lines * gb.LINE_PITCH_MM + rule


def _with_rule(head: Head) -> Head:
    """Return a letter's header with the place of its double rule and of the lines below it (10.1)."""
    ink = gb.MARK_LEADING * len(head.mark) - gb.MARK_INK_OFFSET_EM - gb.MARK_INK_BOTTOM_EM
    rule = head.mark_ink_mm + gb.mm_from_pt(head.mark_pt) * ink + gb.LETTER_RULE_GAP_MM
    above_type = (gb.LINE_PITCH_MM - gb.mm_from_pt(gb.TEXT_PT)) / 2
    return replace(
        head, rule_mm=rule, lines_mm=rule + gb.letter_rule_mm() + gb.LETTER_LINE_GAP_MM - above_type
    )


def _mark(notice: Notice, issuer: Issuer, joint: bool) -> tuple[str, ...]:
    """Return the lines of the mark; a letter of several organs carries the lead organ's (10.1)."""
    if joint:
        return (issuer.name, *notice.joint_issuers)
    if notice.format == "document":
        return notice.mark or issuer.mark or (issuer.name + MARK_WORD,)
    return notice.mark or (issuer.name + MARK_WORDS[notice.format],)


def _mark_pt(mark: tuple[str, ...], joint: bool) -> float:
    """Size of the issuer mark (7.2.4): as large as the type area and good balance allow.

    The word beside a joint mark takes the room of its own characters and one more.
    """
    longest = max(map(len, mark)) + (len(MARK_WORD) + 1 if joint else 0)
    widest = round(gb.pt_from_mm(gb.MARK_MAX_WIDTH_MM) / longest * 2) / 2
    return min(gb.JOINT_MARK_MAX_PT if joint else gb.MARK_MAX_PT, widest)


def _signatory_lines(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the signatories two a line (7.2.6), two-character names padded so that they align."""
    padded = [padded_name(name, NAME_CHARS) for name in names]
    chunks = [padded[i : i + NAMES_PER_LINE] for i in range(0, len(padded), NAMES_PER_LINE)]
    return tuple(IDEOGRAPHIC_SPACE.join(chunk) for chunk in chunks)


def _signatory_mm(lines: tuple[str, ...]) -> float:
    """Return where 签发人： begins: the longest line of names ends one character from the right (7.2.6)."""
    longest = max(map(len, lines), default=0)
    return (gb.CHARS_PER_LINE - 1 - longest - len("签发人：")) * gb.CHAR_PITCH_MM
