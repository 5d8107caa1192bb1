"""Text in Word's XML (文字): escaped, its tabs and line breaks as elements of their own, written as lxml writes it."""

import re
from collections.abc import Sequence

KEPT_MAX, KEPT_CHARS_MAX = 4096, 64
TEXT = '<w:t xml:space="preserve">'
EMPTY_TEXT = '<w:t xml:space="preserve"/>'
_RUN_START, _RUN_END = f"<w:r>{TEXT}".encode(), b"</w:t></w:r>"
_CONTROLS = bytes(set(range(32)) - {0, 9, 10})
_BREAK = f"</w:t><w:br/>{TEXT}".encode()
_BREAKS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
_RARELY = ("\ufffe", "\uffff", *map(chr, range(0xE0F0, 0xE0F6)))
_ODD = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff\ue0f0-\ue0f5]")

_kept: dict[str, bytes] = {}


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


def runs(texts: Sequence[str]) -> list[bytes]:
    """Return what `text_run` makes of each text; those that are short are kept for the next time. Raises Unwritable."""
    found = list(map(_kept.get, texts))
    if None not in found:
        return found  # type: ignore[return-value]
    missing = [text for text, run in zip(texts, found, strict=True) if run is None]
    made = _made(missing)
    if len(_kept) > KEPT_MAX:
        _kept.clear()
    _kept.update((text, run) for text, run in zip(missing, made, strict=True) if len(text) <= KEPT_CHARS_MAX)
    rest = iter(made)
    return [next(rest) if run is None else run for run in found]


def _made(texts: Sequence[str]) -> list[bytes]:
    """Return the runs of texts; made all at once they cost a quarter of what they cost one by one."""
    encoded = _encoded(escaped("\0".join(texts)), texts)
    if b"\t" in encoded or ((breaks := b"\n" in encoded) and _edged(encoded)):
        return [text_run(escaped(text)).encode() for text in texts]
    if breaks:
        encoded = encoded.replace(b"\n", _BREAK)
    return [_RUN_START + text + _RUN_END if text else b"" for text in encoded.split(b"\0")]


def _edged(encoded: bytes) -> bool:
    """Tell whether there is a line break with no text on one side."""
    inner = b"\n\n" in encoded or b"\0\n" in encoded or b"\n\0" in encoded
    return inner or encoded.startswith(b"\n") or encoded.endswith(b"\n")


def _encoded(joined: str, texts: Sequence[str]) -> bytes:
    """Return texts joined as bytes, when there is no odd character in them."""
    try:
        encoded = joined.encode()
    except UnicodeEncodeError:
        encoded = b""
    sound = encoded.count(b"\0") == len(texts) - 1 and len(encoded.translate(None, _CONTROLS)) == len(encoded)
    if not sound or any(odd in joined for odd in _RARELY):
        for text in texts:
            checked(text)
    return encoded
