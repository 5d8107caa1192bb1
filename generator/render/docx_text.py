"""Text in Word's XML (文字): escaped, its tabs and line breaks as elements of their own, written as lxml writes it."""

import re

TEXT = '<w:t xml:space="preserve">'
EMPTY_TEXT = '<w:t xml:space="preserve"/>'
_BREAKS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
_ODD = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff\ue0f0-\ue0f5]")


class Unwritable(ValueError):
    """Raised for a text with a character that XML cannot hold, or that marks a place here."""


def checked(text: str) -> str:
    """Return a text that may be written as it is; raises Unwritable."""
    if not text.isprintable() and (odd := _ODD.search(text)):
        raise Unwritable(f"文字里有写不进 Word 的字符 U+{ord(odd[0]):04X}")
    return text


def escaped(text: str) -> str:
    """Return a text as it stands between two tags.

    >>> escaped("<甲>&乙")
    '&lt;甲&gt;&amp;乙'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pieces(text: str) -> str:
    """Return what stands in a run for an escaped text; nothing for none."""
    if "\t" not in text and "\n" not in text:
        return f"{TEXT}{text}</w:t>" if text else ""
    parts = (part for part in re.split("([\t\n])", text) if part)
    return "".join(_BREAKS.get(part) or f"{TEXT}{part}</w:t>" for part in parts)


def text_run(text: str) -> str:
    """Return a run without properties for an escaped text; nothing for none."""
    return f"<w:r>{pieces(text)}</w:r>" if text else ""
