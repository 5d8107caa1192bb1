"""Slips of everyday typing that a parser reports elsewhere or not at all: full-width signs, brackets in texts."""

import re
from collections.abc import Iterable
from typing import Any

from generator.sources.comments import HASH
from generator.sources.outline import Mark

FULL_COLON = "冒号用了中文全角“：”。请改成英文半角冒号，后面空一格，如“name: 秋湖社区”。"
FULL_SPACE = "行首用了全角空格。请改成半角空格，每层两个。"
FULL_DASH = "列表项开头的“{sign}”不是半角减号。请改成“-”，后面空一格。"
FULL_SIGN = "“{sign}”是全角的。请改成英文半角“{half}”；若是文字，请给整个值加引号。"
BRACKET_TEXT = "值以“{sign}”开头，后面又有文字。请给整个值加上引号。"
TEXT_IN_BRACKETS = "若是文字，以“[”“{”开头时请给整个值加引号。"

QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
HALF = str.maketrans("，｛｝［］", ",{}[]")
RULES = (
    (FULL_SPACE, re.compile(r"^ *(\u3000)[ \u3000]*(?:- )?[A-Za-z_]+\s*[:：](?:\s|$)")),
    (FULL_DASH, re.compile(r"^\s*([－—–])\s*[A-Za-z_{]")),
    (FULL_COLON, re.compile(r"^\s*(?:- )?[A-Za-z_]+\s*(：)")),
    (FULL_COLON, re.compile(r"\{(?:.*[,，])?\s*[A-Za-z_]+\s*(：)")),
    (FULL_SIGN, re.compile(r"(?:^\s*|:\s*|-\s+)([｛［])")),
    (FULL_SIGN, re.compile(r"\{[^}]*(｝)")),
    (FULL_SIGN, re.compile(r"\[[^\]]*(］)")),
    (FULL_SIGN, re.compile(r"\{[^}]*?(，)\s*[A-Za-z_]+\s*:")),
    (
        BRACKET_TEXT,
        re.compile(r"^[^\[{]*(?::|-)\s+(\[(?=[^\[\]]*\]\s*[^\s#,:\]}])|\{(?=[^{}]*\}\s*[^\s#,:\]}]))"),
    ),
    (HASH, re.compile(r"[{\[].*\s(#\w.*)")),
)


def slip(text: str, marks: Iterable[Mark]) -> tuple[str, Mark] | None:
    """Return what is typed wrong on the lines that a parser names or on those above them, and where."""
    numbers = [mark.line for mark in marks]
    lines = text.split("\n")
    for number in dict.fromkeys([*numbers, *(n - 1 for n in numbers)]):
        if 1 <= number <= len(lines) and (found := _on_line(lines[number - 1])):
            message, column = found
            return message, Mark(number, column)
    return None


def _on_line(line: str) -> tuple[str, int] | None:
    bare = QUOTED.sub(lambda quoted: "x" * len(quoted.group()), line)
    for message, rule in RULES:
        if found := rule.search(bare):
            sign = found.group(1)
            said = message.format(sign=sign, half=sign.translate(HALF), cut=sign)
            return said, found.start(1) + 1
    return None


def slip_in_key(key: str) -> str:
    """Return what is typed wrong in a key that nobody knows, or an empty text."""
    if key.startswith("\u3000"):
        return FULL_SPACE
    if key.startswith(("－", "—", "–")):
        return FULL_DASH.format(sign=key[0])
    return FULL_COLON if re.match(r"[A-Za-z_]+\s*：", key) else ""


def slip_in_value(value: Any, *, text_expected: bool) -> str:
    """Return what is typed wrong in a value of the wrong type, or an empty text."""
    if isinstance(value, dict) and (key := next(iter(value), "")) and (said := slip_in_key(key)):
        return said
    if isinstance(value, str) and value[:1] in ("［", "｛", "－"):
        sign = value[0]
        return (
            FULL_DASH.format(sign=sign)
            if sign == "－"
            else FULL_SIGN.format(sign=sign, half=sign.translate(HALF))
        )
    return TEXT_IN_BRACKETS if text_expected and isinstance(value, (list, dict)) else ""
