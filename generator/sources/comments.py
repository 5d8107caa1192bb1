"""Values cut short by a `#` that was meant as text: 砂光车间 #2号除尘 is read as 砂光车间."""

import re
from collections.abc import Iterator

from generator.sources.outline import Mark, Outline
from generator.validate.wording import short

SUSPECT = re.compile(r"[ \t]#\w")
CUT = re.compile(r"[ \t]+(#\w.*)")

HASH = "“{cut}”前面是空格加 #，从 # 起会当作说明，不算值。若是值的一部分，请给整个值加引号；若是说明，请在 # 后空一格。"


def cut_values(text: str, outline: Outline) -> Iterator[tuple[Mark, str]]:
    """Yield where a value without quotes is cut by a `#` with no space behind it, and the message."""
    lines = text.split("\n")
    for mark in outline.plain_ends:
        if mark.line <= len(lines) and (found := CUT.match(lines[mark.line - 1], mark.column - 1)):
            yield Mark(mark.line, found.start(1) + 1), HASH.format(cut=short(found.group(1)))
