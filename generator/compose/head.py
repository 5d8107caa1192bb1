"""Header of an official document (版头, GB/T 9704-2012, 7.2)."""

from generator.compose.wording import IDEOGRAPHIC_SPACE, padded_name
from generator.layout import gbt9704 as gb
from generator.model.document import Notice
from generator.model.organ import Issuer
from generator.model.sheet import Head

MARK_WORD = "文件"
NAMES_PER_LINE = 2
NAME_CHARS = 3


def head_of(notice: Notice, issuer: Issuer) -> Head:
    """Return the header of a document, every value as it prints."""
    joint = bool(notice.joint_issuers)
    mark = (issuer.name, *notice.joint_issuers) if joint else issuer.mark or (issuer.name + MARK_WORD,)
    signatories = _signatory_lines(notice.signatories)
    return Head(
        copy_number=notice.copy_number,
        classification=tuple(filter(None, (notice.secrecy, notice.urgency))),
        mark=mark,
        mark_side=MARK_WORD if joint else "",
        mark_pt=_mark_pt(mark, joint),
        number=str(notice.number or ""),
        signatories=signatories,
        signatory_mm=_signatory_mm(signatories),
    )


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
