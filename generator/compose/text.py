"""Texts of a document: paragraphs with their headings recognised, attachment note, roster."""

import re
from collections.abc import Iterable, Sequence

from generator.compose.wording import padded_name
from generator.layout import gbt9704 as gb
from generator.layout.fit import widest_em
from generator.model.document import Contact, WorkGroup
from generator.model.sheet import Block, BlockStyle

_HEADINGS: tuple[tuple[BlockStyle, re.Pattern[str]], ...] = (
    ("heading_1", re.compile(r"[一二三四五六七八九十百]+、")),
    ("heading_2", re.compile(r"（[一二三四五六七八九十百]+）")),
    ("heading_3", re.compile(r"\d{1,2}[.．](?!\d)\s*")),
    ("heading_4", re.compile(r"（\d{1,2}）")),
)
_ROSTER_CHARS = (4.5, 5.0)  # least widths of the columns of roles and of names
_ROSTER_GAPS = (0.5, 1.0)  # room after each of them
_TITLE_SLACK_CHARS = 0.1
_LED = frozenset(("heading_1", "heading_2"))


def text_blocks(text: str) -> list[Block]:
    """Return the paragraphs of a text, one a line, headings recognised by their numbering (7.3.3)."""
    return [_block(line.strip()) for line in text.split("\n") if line.strip()]


def _block(line: str) -> Block:
    for style, pattern in _HEADINGS:
        match = pattern.match(line)
        if match and style in _LED:
            end = line.find("。") + 1 or len(line)
            return Block(style=style, lead=line[:end], text=line[end:])
        if match:
            number = match[0].strip()
            return Block(style=style, text=number + line[match.end() :])
    return Block(style="text", text=line)


def contact_block(contact: Contact) -> Block:
    """Return the contact line (联系人) below the text."""
    return Block(style="contact", text=f"联系人：{contact.name}　　联系电话：{contact.phone}")


def attachment_note(titles: Sequence[str]) -> list[Block]:
    """Return the attachment note (7.3.4): numbered when several, turned lines under the name."""
    if not titles:
        return []
    numbers = [f"{i}." for i in range(1, len(titles) + 1)] if len(titles) > 1 else [""]
    first = Block(style="attachment_first", label="附件：", number=numbers[0], text=titles[0])
    following = zip(numbers[1:], titles[1:], strict=True)
    return [
        *[Block(style="blank")] * gb.LINES_BEFORE_ATTACHMENT_NOTE,
        first,
        *(Block(style="attachment_next", number=n, text=t) for n, t in following),
    ]


def roster_blocks(group: WorkGroup) -> list[Block]:
    """Return the roster (名单): role, name and title of each member, then the closing text."""
    blocks = []
    role_chars = max((len(r.label) for r in group.roles), default=3)
    for role in group.roles:
        for index, member in enumerate(role.members):
            label = f"{padded_name(role.label, role_chars)}：" if index == 0 else ""
            blocks.append(
                Block(style="roster", label=label, name=padded_name(member.name, 3), text=member.title)
            )
    return blocks + text_blocks(group.closing)


def roster_mm(blocks: Iterable[Block]) -> tuple[float, float]:
    """Return the widths of a roster's columns: room for the longest role and the longest name.

    Names stand closer to the titles where a title then keeps to one line.
    """
    members = [b for b in blocks if b.style == "roster"]
    columns = ([b.label for b in members], [b.name for b in members])
    label, nearest = (
        max(map(widest_em, texts), default=0.0) + gap
        for texts, gap in zip(columns, _ROSTER_GAPS, strict=True)
    )
    label = max(label, _ROSTER_CHARS[0])
    room = gb.CHARS_PER_LINE - gb.ROSTER_INDENT_CHARS - label
    titles = (widest_em(b.text) + _TITLE_SLACK_CHARS for b in members)
    longest = max((title for title in titles if title <= room - nearest), default=0.0)
    name = min(max(nearest, _ROSTER_CHARS[1]), max(nearest, room - longest))
    return label * gb.CHAR_PITCH_MM, name * gb.CHAR_PITCH_MM
