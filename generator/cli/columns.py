"""Columns (列宽) of Chinese text on a terminal: how wide it stands, and where it may be broken."""

import re
import unicodedata

# A line never starts with one of these, nor ends with one of the others.
NOT_AT_START = "，。、；：？！）》】”’…,.;:?!)"
NOT_AT_END = "（《【“‘("


def text_width(text: str) -> int:
    """Return the columns that `text` takes: two for each wide character, none for a combining one."""
    return sum(_char_width(char) for char in text)


def wrap(text: str, width: int) -> list[str]:
    """Break one line of Chinese into lines of at most `width` columns; Latin words stay whole.

    Lines after the first keep the indentation of the first. An empty text gives one empty line.
    """
    indent = text[: len(text) - len(text.lstrip(" "))]
    lines = [indent]
    for atom in _atoms(text.strip()):
        if lines[-1].strip() and text_width(lines[-1] + atom.rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append(indent)
        lines[-1] += atom if lines[-1].strip() else atom.lstrip()
    return [*lines[:-1], lines[-1].rstrip()]


def pad(text: str, width: int) -> str:
    """Return `text` followed by the spaces that make it `width` columns wide."""
    return text + " " * (width - text_width(text))


def _char_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _atoms(text: str) -> list[str]:
    """Cut text where a line may end: Latin words, single Chinese characters with their punctuation."""
    first, last = re.escape(NOT_AT_END), re.escape(NOT_AT_START)
    return re.findall(rf"\s+|[{first}]*(?:[!-~]+|\S)[{last}]*", text)
