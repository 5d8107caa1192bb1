"""WordprocessingML read without trust: one element's children, attributes, lengths and switches."""

import re
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"

_OFF = ("0", "false", "off", "none")
_TWIPS_PER = {
    "": 1.0,
    "pt": 20.0,
    "in": 1440.0,
    "mm": 1440 / 25.4,
    "cm": 14400 / 25.4,
    "pc": 240.0,
    "pi": 240.0,
}
_LENGTH = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*(pt|in|mm|cm|pc|pi)?\s*")


def attribute(element: Element | None, name: str) -> str | None:
    """Return an attribute of Word's own namespace."""
    found = None if element is None else element.get(W + name)
    return None if found is None else str(found)


def value(parent: Element | None, name: str, attr: str = "val") -> str | None:
    """Return an attribute of the first child of that name."""
    return None if parent is None else attribute(parent.find(W + name), attr)


def switch(parent: Element | None, name: str) -> bool | None:
    """Return what an on-off child says, None where there is none."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else (attribute(child, "val") or "1").lower() not in _OFF


def twips(text: str | None) -> float | None:
    """Return a length in twips; Word writes numbers, its strict form a unit behind them.

    >>> twips("1588"), twips("28mm"), twips("wide")
    (1588.0, 1587.4015748031497, None)
    """
    found = _LENGTH.fullmatch(text or "")
    return float(found[1]) * _TWIPS_PER[found[2] or ""] if found else None


def integer(text: str | None) -> int | None:
    """Return a whole number, None where there is none."""
    return int(text) if text and re.fullmatch(r"-?\d{1,12}", text) else None


def is_element(node: object) -> bool:
    """Tell elements from comments and processing instructions."""
    return isinstance(node, etree._Element) and isinstance(node.tag, str)
