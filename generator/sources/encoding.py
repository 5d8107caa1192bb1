"""Encodings of data files: which one a file is in when it is not UTF-8, and the same text in UTF-8."""

import unicodedata
from typing import Literal, TypeAlias

Encoding: TypeAlias = Literal["utf-8", "utf-16", "gbk", "unknown"]

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CODECS: dict[Encoding, str] = {"utf-8": "utf-8-sig", "utf-16": "utf-16", "gbk": "gb18030"}
_NO_TEXT = frozenset(
    {"Cc", "Cn", "Co", "Cs"}
)  # control, unassigned, private use: a sign of the wrong encoding


def encoding_of(raw: bytes) -> Encoding:
    """Return the encoding of a file's bytes; GB 18030 counts as the GBK that it contains."""
    likely: tuple[Encoding, ...] = ("utf-16",) if raw.startswith(_UTF16_MARKS) else ("utf-8", "gbk")
    return next((encoding for encoding in likely if _reads_as(encoding, raw)), "unknown")


def to_utf8(raw: bytes) -> bytes | None:
    """Return bytes in GBK or UTF-16 as UTF-8, None when they are UTF-8 already or in no known encoding."""
    encoding = encoding_of(raw)
    if encoding in ("utf-8", "unknown"):
        return None
    return raw.decode(_CODECS[encoding]).encode()


def _reads_as(encoding: Encoding, raw: bytes) -> bool:
    try:
        text = raw.decode(_CODECS[encoding])
    except UnicodeDecodeError:
        return False
    return encoding == "utf-8" or not any(_is_no_text(char) for char in text)


def _is_no_text(char: str) -> bool:
    return unicodedata.category(char) in _NO_TEXT and char not in "\t\r\n"
