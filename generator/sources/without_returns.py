"""A file of the campaign without its returns (不含报送数据): they stand elsewhere now; all the rest stays as written."""

import json

from generator.sources.parse import Source, parse

KEY = "returns"


def without_returns(name: str, content: bytes) -> bytes | None:
    """Return a file without the list of returns in it, None when it holds nothing else.

    The lines of the list are taken out of YAML; a text in which it shares its lines is written anew as JSON, which YAML
    reads too. Raises ValueError for a file that cannot be read.
    """
    text = content.decode()
    source = _read(name, text)
    if source is None:
        raise ValueError(name)
    rest = {key: value for key, value in source.data.items() if key != KEY}
    if not rest.keys() - {"schema"}:
        return None
    lines = text.split("\n")
    first, last = _lines_of(source, lines)
    cut = "\n".join([*lines[:first], *lines[last:]])
    again = _read(name, cut)
    if again is None or again.data != rest:
        cut = json.dumps(rest, ensure_ascii=False, indent=2) + "\n"
    return cut.encode()


def _read(name: str, text: str) -> Source | None:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    source, _ = parse(Source(name, plain, name.endswith(".json")))
    return source


def _lines_of(source: Source, lines: list[str]) -> tuple[int, int]:
    """Return where the lines of the list begin and end; remarks above the next key are the next key's."""
    keys = sorted(mark.line - 1 for path, mark in source.outline.keys.items() if len(path) == 1)
    first = source.outline.keys[KEY,].line - 1
    last = next((line for line in keys if line > first), len(lines))
    while last > first + 1 and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
        last -= 1
    return first, last
