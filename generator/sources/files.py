"""Bytes to text: files that are read, refused or found wanting before any parser sees them."""

import pathlib
from functools import lru_cache

from generator.problem import Problem
from generator.sources.contents import read_bytes
from generator.sources.encoding import Encoding, encoding_of
from generator.sources.parse import Source, parse

LARGE = 100_000  # characters of a file that is worth keeping parsed: the same text gives the same data, not to be changed


def read(path: pathlib.Path, name: str) -> tuple[Source | None, list[Problem]]:
    """Read and parse one file; `name` is how problems print it. The source is None when it cannot be used."""
    raw = read_bytes(path, name)
    text = decoded(raw, name) if isinstance(raw, bytes) else raw
    if isinstance(text, Problem):
        return None, [text]
    source, problems = _parsed(name, text.replace("\r\n", "\n"), path.suffix.lower() == ".json")
    if source and source.data is None:
        return None, [_empty(name)]
    if source and not isinstance(source.data, dict):
        return None, [_not_mapping(source)]
    return source, problems


def _parsed(name: str, text: str, is_json: bool) -> tuple[Source | None, list[Problem]]:
    if len(text) < LARGE:
        return parse(Source(name, text, is_json))
    source, problems = _parsed_before(name, text, is_json)
    return source, list(problems)


@lru_cache(maxsize=16)
def _parsed_before(name: str, text: str, is_json: bool) -> tuple[Source | None, list[Problem]]:
    return parse(Source(name, text, is_json))


def decoded(raw: bytes, name: str) -> str | Problem:
    """Return the text of a file, its ends of lines as they are, or why it has none."""
    if not raw.strip():
        return _empty(name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"不是 UTF-8 编码，{_ADVICE[encoding_of(raw)]}"
        return Problem(code="SRC-003", message=message, where=f"{name}:{line}")


_CONVERT = "请运行 gongwen convert 转换，或用记事本打开，另存为 UTF-8 编码。"
_ADVICE: dict[Encoding, str] = {
    "utf-16": f"看来是 UTF-16 编码。{_CONVERT}",
    "gbk": f"看来是 GBK（ANSI）编码。{_CONVERT}",
    "unknown": "也认不出是哪种编码。请用原来的程序打开，另存为 UTF-8 编码。",
}


def _empty(name: str) -> Problem:
    return Problem(code="SRC-002", message="文件是空的。请填写内容，或删去这个文件。", where=name)


def _not_mapping(source: Source) -> Problem:
    kind = "一个列表" if isinstance(source.data, list) else "一段文字或一个数"
    message = f"文件最外层应是“键: 值”，现为{kind}。请从“schema: 1”写起，每行一个键。"
    return Problem(code="SRC-008", message=message, where=source.where())
