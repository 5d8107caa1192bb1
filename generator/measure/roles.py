"""Roles (各要素): what each line of a document is, told from its words, its size and its place alone.

Nothing is asked of whoever made the file. A line that fits nothing is "other", and no clause speaks of it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.measure.glyphs import TextLine
from generator.measure.leaf import Leaf

Role: TypeAlias = Literal[
    "mark",
    "copy_number",
    "classification",
    "number",
    "signatory",
    "title",
    "addressees",
    "heading_1",
    "heading_2",
    "heading_3",
    "heading_4",
    "text",
    "attachment_note",
    "attendance",
    "signature",
    "date",
    "note",
    "attachment",
    "imprint",
    "other",
]

DOCUMENT_NUMBER = re.compile(
    r"[\w（）()]+?([〔\[【（(［{〖])\s*(\d{2,4})年?\s*([〕\]】）)］}〗])(第?)(0*)(\d+)号"
)
ORDER_NUMBER = re.compile(r"第\d+号")
DATE = re.compile(
    r"(\d{2,4}|[〇○零一二三四五六七八九十]{4})年([\d一二三四五六七八九十]{1,3})月([\d一二三四五六七八九十]{1,3})日"
)
ATTACHMENT = re.compile(r"(?:.+号)?附件[\d一二三四五六七八九十]*[:：]?")
HEADINGS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("heading_1", re.compile(r"[一二三四五六七八九十]+、")),
    ("heading_2", re.compile(r"[（(][一二三四五六七八九十]+[）)]")),
    ("heading_3", re.compile(r"\d{1,2}[.．、](?!\d)")),
    ("heading_4", re.compile(r"[（(]\d{1,2}[）)]")),
)
PARAGRAPHS: frozenset[Role] = frozenset({"text", "heading_1", "heading_2", "heading_3", "heading_4"})
HANGING: frozenset[Role] = frozenset({"attachment_note", "attendance"})  # 7.3.4, 10.3
SMALL_PT = 12.5
MARK_MIN_PT, TITLE_MIN_PT, TITLE_MAX_PT = 24.0, 17.5, 27.0
TEXT_WITHIN_PT = 1.2
_COLON_LINES = 12
_APART_MM = 1.6 * gb.LINE_PITCH_MM  # lines that are further apart have a blank one between them
# Organs and a colon, not a sentence that announces something: an indented line must look like this.
_ADDRESSED = re.compile(r"(?!.*(?:如下|现将|为了|关于|根据))[^。；]+[:：]")


@dataclass(frozen=True)
class Item:
    """A line with its page and what it is."""

    leaf: Leaf
    line: TextLine
    role: Role

    @property
    def text(self) -> str:
        """Its characters."""
        return self.line.text

    @property
    def indent(self) -> float:
        """How many characters it begins from the left of the type area."""
        return (self.line.left - self.leaf.area.left) / gb.CHAR_PITCH_MM

    @property
    def inset(self) -> float:
        """How many characters it ends from the right of the type area."""
        return (self.leaf.area.right - self.line.right) / gb.CHAR_PITCH_MM


def items(leaves: Sequence[Leaf]) -> tuple[Item, ...]:
    """Return every line of a document with its role, in reading order."""
    given = [item for leaf in leaves for item in _of_leaf(leaf)]
    return tuple(_ends(_addressed(_noted(given))))


def _of_leaf(leaf: Leaf) -> Iterator[Item]:
    """Yield the lines of a page with the roles that a line shows by itself, and the titles below an attachment's head."""
    first = leaf.number == 1
    titled, before = False, "other"
    for place, line in enumerate(leaf.lines):
        role = _role(leaf, line, headed=first and not titled)
        if place < 3 and not titled and ATTACHMENT.fullmatch(line.text):
            role = "attachment"
        if role == "text" and before == "signatory" and line.left > leaf.area.left + 10 * gb.CHAR_PITCH_MM:
            role = "signatory"
        if role == "other" and before == "imprint" and line.size_pt < gb.TEXT_PT - 1:
            role = "imprint"
        titled, before = titled or role == "title", role
        yield Item(leaf, line, role)


def _noted(given: Sequence[Item]) -> list[Item]:
    """Return the items, those that hang below an attachment note or a list of those present as part of it."""
    found: list[Item] = []
    above: Role = "other"
    full = False
    for item in given:
        hangs = item.role in ("text", "heading_3") and 2.5 < item.indent < 8 and not DATE.fullmatch(item.text)
        turned = full and item.role == "text" and item.indent < 1.5 and above == "attachment_note"
        above = above if (hangs and above in HANGING) or turned else item.role
        full = item.inset < 1
        found.append(Item(item.leaf, item.line, above))
    return found


def _role(leaf: Leaf, line: TextLine, *, headed: bool) -> Role:
    """Return the role of a line; `headed` says that the document's title has not come yet."""
    text, size = line.text, max(g.size_pt for g in line.glyphs)
    red = sum(g.red for g in line.glyphs) * 2 > len(line.glyphs)
    if headed and (found := _header_role(line, size, red)):
        return found
    if _is_imprint(leaf, line):
        return "imprint"
    if TITLE_MIN_PT <= size <= TITLE_MAX_PT and not red:
        return "title"
    if abs(size - gb.TEXT_PT) > TEXT_WITHIN_PT or leaf.is_table:
        return "other"
    if re.match("附件[:：]", text):
        return "attachment_note"
    if re.match("(出席|请假|列席)[:：]", text):
        return "attendance"
    if line.left < leaf.area.left + 3.5 * gb.CHAR_PITCH_MM and line.left > leaf.area.left - 10:
        return next((role for role, pattern in HEADINGS if pattern.match(text)), "text")
    return "text"


def _header_role(line: TextLine, size: float, red: bool) -> Role | None:
    """Return what a line of the header is (7.2), None when it is no part of it."""
    text = line.text
    if size >= MARK_MIN_PT and (red or size > TITLE_MAX_PT):
        return "mark"
    if size > gb.TEXT_PT + 2:
        return None
    if any(DOCUMENT_NUMBER.fullmatch(p.text) for p in line.pieces) or ORDER_NUMBER.fullmatch(text):
        return "number"
    if text.startswith("签发人"):
        return "signatory"
    if re.fullmatch(r"\d{6}", text):
        return "copy_number"
    if re.match("(绝密|机密|秘密)|(特急|加急|特提|平急)$", text):
        return "classification"
    return None


def _is_imprint(leaf: Leaf, line: TextLine) -> bool:
    """Whether a line stands between the imprint's rules or is worded and sized as one (7.4)."""
    small = line.size_pt < gb.TEXT_PT - 1
    if re.search(r"\d日印发$", line.text):
        return True
    if re.match("(抄送|主送|抄报)[:：]", line.text):
        return small or _between_rules(leaf, line)
    return small and _between_rules(leaf, line)


def _between_rules(leaf: Leaf, line: TextLine) -> bool:
    wide = [r for r in leaf.rules if r.flat and r.box.width > 120 and not r.red]
    above = any(r.box.top < line.baseline for r in wide if r.box.top > leaf.page.height / 3)
    return above and any(r.box.top > line.baseline for r in wide) and not leaf.tables


def _addressed(given: Sequence[Item]) -> Iterator[Item]:
    """Yield the items, the lines from a title to the next colon as addressees when they stand flush left (7.3.2)."""
    place = 0
    while place < len(given):
        item = given[place]
        yield item
        place += 1
        if item.role != "title" or (place < len(given) and given[place].role == "title"):
            continue
        lines = _until_colon(given[place : place + _COLON_LINES])
        yield from (Item(x.leaf, x.line, "addressees") for x in lines)
        place += len(lines)


def _until_colon(following: Sequence[Item]) -> Sequence[Item]:
    for count, item in enumerate(following, 1):
        indented = count == 1 and item.indent > 1.5
        if item.role != "text" or (indented and not _ADDRESSED.fullmatch(item.text)):
            return ()
        if item.text.endswith(("：", ":")):
            return following[:count]
    return ()


def _ends(given: Iterator[Item]) -> list[Item]:
    """Return the items with signature, date and note in their places (7.3.5, 7.3.6)."""
    found = list(given)
    for place, item in enumerate(found):
        if item.role != "text" or not DATE.fullmatch(item.text):
            continue
        if item.indent < max(6, item.inset) and not _below_long_name(found[:place], item):
            continue
        found[place] = Item(item.leaf, item.line, "date")
        for above in range(place - 1, max(-1, place - 40), -1):
            if not _is_signature(found[above], item, found[above - 1] if above else None):
                break
            found[above] = Item(found[above].leaf, found[above].line, "signature")
        if place + 1 < len(found) and re.match("[（(]", found[place + 1].text):
            found[place + 1] = Item(found[place + 1].leaf, found[place + 1].line, "note")
    return found


def _below_long_name(before: Sequence[Item], date: Item) -> bool:
    """Whether a date begins two characters right of a line that stands alone: a name as long as the line (7.3.5.2)."""
    if len(before) < 2 or abs(date.indent - before[-1].indent - 2) > 0.3:
        return False
    return _is_signature(before[-1], date, before[-2])


def _is_signature(item: Item, date: Item, before: Item | None) -> bool:
    """Whether a line above the date is a name or a stamp's title: without marks, not where a paragraph begins.

    A name as long as the line begins at the left; it stands right above the date, a blank line below the text.
    """
    sized = item.role == "text" or (
        item.role in ("other", "title") and SMALL_PT < item.line.size_pt < TITLE_MAX_PT
    )
    if not sized or item.leaf.place != date.leaf.place or item.text[-1] in "。；：，！？":
        return False
    apart = before is not None and before.leaf is item.leaf and item.line.top - before.line.top > _APART_MM
    alone = apart and date.line.top - item.line.top < _APART_MM
    return alone or item.indent > 4 or len(item.line.pieces) > 1
