"""Loops and conditions of a template (循环和判断): closed where they begin, and no text that they would drop."""

import re
from collections.abc import Iterator, Sequence
from typing import cast

from lxml import etree

from generator.dataclass import dataclass
from generator.measure.templates.finding import Finding, at, quoted
from generator.measure.templates.reading import TR, Paragraph, T
from generator.measure.templates.tags import Found
from generator.render.template_language import TAG, Path, Scope, Tag, TagKind

CLOSED_BY = {"for": "endfor", "if": "endif"}
REFUSED = re.compile(
    r"\{%[-+]?(p|tr)?[-+]?\s*(for|if|elif|else|endfor|endif)\b(?:\s+(\w+(?:\s*,\s*\w+)*)\s+in\s+(\w+(?:\.\w+)*))?"
)
SCOPE_WORDS = {"p": "段", "tr": "表格行", "": "段落里"}


@dataclass(frozen=True, slots=True)
class Loop:
    """Loop that is open where a tag stands: what it calls each item, and what it goes over."""

    target: str
    over: Path


@dataclass(frozen=True, slots=True)
class Placed:
    """Tag with the loops around it, the outermost first."""

    found: Found
    tag: Tag
    loops: tuple[Loop, ...]


@dataclass(slots=True)
class _Open:
    found: Found
    tag: Tag
    has_else: bool = False


def nested(tags: Sequence[Found]) -> tuple[list[Placed], list[Finding]]:
    """Return the tags with the loops around them, and what is wrong with how loops and conditions are closed."""
    placed: list[Placed] = []
    wrong: list[Finding] = []
    stack: list[_Open] = []
    for found in tags:
        tag = found.tag or _meant(found)
        if tag is None:
            continue
        wrong += _at_wrong_place(found, tag)
        if tag.kind in ("endfor", "endif"):
            wrong += _close(stack, found, tag)
        elif tag.kind in ("else", "elif"):
            wrong += _turn(stack, found, tag)
        if found.tag:
            placed.append(Placed(found, tag, tuple(_loops(stack))))
        if tag.kind in CLOSED_BY:
            stack.append(_Open(found, tag))
    wrong += _unclosed(stack)
    return placed, wrong


def _meant(found: Found) -> Tag | None:
    """Return what a refused tag opens, turns or closes, so that only the tag itself is told."""
    match = REFUSED.match(found.written)
    if not match:
        return None
    scope, word, target, over = match.groups()
    paths = (tuple(over.split(".")),) if over else ()
    return Tag(kind=cast(TagKind, word), scope=cast(Scope, scope or ""), target=target or "", paths=paths)


def _loops(stack: Sequence[_Open]) -> Iterator[Loop]:
    for opened in stack:
        if opened.tag.kind == "for":
            targets = (name.strip() for name in opened.tag.target.split(","))
            yield from (Loop(target, path) for target in targets for path in opened.tag.paths)


def _close(stack: list[_Open], found: Found, tag: Tag) -> Iterator[Finding]:
    """Close the innermost block that this tag closes; blocks inside it were left open."""
    kinds = [CLOSED_BY[opened.tag.kind] for opened in stack]
    if tag.kind not in kinds:
        if found.tag is None:
            return
        word = tag.kind.removeprefix("end")
        message = f"{quoted(found.written)}前面没有和它成对的 {word}。请补上，或删去这个标签。"
        yield at(found.paragraph, "TPL-008", message)
        return
    while CLOSED_BY[stack[-1].tag.kind] != tag.kind:
        yield from _unclosed([stack.pop()])
    yield from _apart(stack.pop(), found, tag)


def _turn(stack: list[_Open], found: Found, tag: Tag) -> Iterator[Finding]:
    opened = stack[-1] if stack else None
    if opened is None or opened.tag.kind != "if":
        if found.tag is None:
            return
        message = f"{quoted(found.written)}前面没有和它成对的 if。请补上，或删去这个标签。"
        yield at(found.paragraph, "TPL-008", message)
        return
    if opened.has_else:
        yield at(
            found.paragraph,
            "TPL-008",
            f"{quoted(found.written)}写在 else 之后了。else 只能有一个，放最后。",
        )
    opened.has_else = opened.has_else or tag.kind == "else"
    yield from _apart(opened, found, tag)


def _unclosed(left: Sequence[_Open]) -> Iterator[Finding]:
    for opened in left:
        if opened.found.tag:
            closing = f"{{%{opened.tag.scope} {CLOSED_BY[opened.tag.kind]} %}}"
            message = f"{quoted(opened.found.written)}没有结束。请在它管的内容后面写 {closing}。"
            yield at(opened.found.paragraph, "TPL-008", message)


def _apart(opened: _Open, found: Found, tag: Tag) -> Iterator[Finding]:
    """Yield a finding when two tags of one block stand for different things, or in different tables or cells."""
    if not (opened.found.tag and found.tag):
        return
    first = opened.tag.scope
    if first != tag.scope:
        message = (
            f"{quoted(found.written)}管的是{SCOPE_WORDS[tag.scope]}，和它成对的{quoted(opened.found.written)}"
            f"管的是{SCOPE_WORDS[first]}。请把两个标签写成一样的。"
        )
        yield at(found.paragraph, "TPL-008", message)
    elif _holder(opened.found.paragraph, first) is not _holder(found.paragraph, first):
        where = {"p": "同一处（同一格，或都在表格外）", "tr": "同一个表格", "": "同一段"}[first]
        message = (
            f"{quoted(found.written)}和成对的{quoted(opened.found.written)}（{opened.found.paragraph.place}）不在{where}。"
            "请放到一起。"
        )
        yield at(found.paragraph, "TPL-008", message)


def _holder(paragraph: Paragraph, scope: str) -> etree._Element | None:
    """Return what both tags of a block must stand in."""
    if scope == "tr":
        return paragraph.table
    return paragraph.container if scope == "p" else paragraph.element


def _at_wrong_place(found: Found, tag: Tag) -> Iterator[Finding]:
    """Yield a finding for a row's tag outside a table."""
    if found.tag and tag.scope == "tr" and found.paragraph.table is None:
        message = f"{quoted(found.written)}管的是表格行，却不在表格里。请移进表格，或把 tr 改成 p。"
        yield at(found.paragraph, "TPL-008", message)


def dropped_texts(tags: Sequence[Found]) -> Iterator[Finding]:
    """Yield the texts that go with a tag: a paragraph's or a row's tag takes the whole paragraph or row away."""
    seen: set[int] = set()
    for found in tags:
        if not found.tag or not found.tag.scope:
            continue
        holder = found.paragraph.row if found.tag.scope == "tr" else found.paragraph.element
        if holder is None or id(holder) in seen:
            continue
        seen.add(id(holder))
        text = _text(holder)
        rest = " ".join(text.replace(_as_written(found, text), "", 1).split())
        if rest:
            what = "这一行" if found.tag.scope == "tr" else "这一段"
            message = (
                f"{quoted(found.written)}印的时候会连{what}一起去掉，{what}里的{quoted(rest)}也就没有了。"
                f"请把标签单独写一{what[-1]}。"
            )
            yield at(found.paragraph, "TPL-009", message)


def _text(holder: etree._Element) -> str:
    if holder.tag == TR:
        return " ".join(t.text or "" for t in holder.iter(T))
    return "".join(t.text or "" for t in holder.iter(T))


def _as_written(found: Found, text: str) -> str:
    """Return the tag as it stands in the holder's text, which may have been cut into runs."""
    if found.written in text:
        return found.written
    match = next(
        (m for m in TAG.finditer(text) if m[0].replace(" ", "") == found.written.replace(" ", "")), None
    )
    return match[0] if match else found.written
