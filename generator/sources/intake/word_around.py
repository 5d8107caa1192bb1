"""Lines around the tables of a Word file (表上、表下的行): whose a sheet is, of which day, and what else was written.

The lines are those of the form, in which a unit fills what is left blank; the month stands in the file's name.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from generator.model.form import Form, Line
from generator.problem import Problem
from generator.sources.intake.word_cells import NOT_WRITTEN, Paragraph
from generator.sources.intake.word_layout import HEADS
from generator.validate.wording import listed, short

_NAME = re.compile(r"\{(\w+(?:\.\w+)?)")
_MONTH = re.compile(r"(\d{4}年\d{1,2}月)")
_NO_DAY = re.compile(r"\D*")
_NUMBER = r"(?:\d+\.)?"
_COPY = re.compile(r"第\d+份（共\d+份）由.*留存")
_ATTACHMENT = re.compile(r".{0,40}附件\d*")


def head_of(
    name: str, form: Form, above: Iterable[Paragraph], below: Iterable[Paragraph]
) -> dict[str, Paragraph]:
    """Return what the lines around a table say, by name, each with its place; the month is in the file's name."""
    month = _MONTH.search(name)
    found = {"period": (month[1], "文件名")} if month else {}
    for lines, paragraphs in ((form.above, above), (form.below, below)):
        patterns = [pattern for pattern in map(_of_line, lines) if pattern.groups]
        for text, spot in paragraphs:
            for key, value in _said(patterns, text).items():
                found.setdefault(key, (value, spot))
    return found


def _said(patterns: Sequence[re.Pattern[str]], text: str) -> dict[str, str]:
    """Return what a paragraph says that is one of a form's lines, without what is not filled in."""
    words = "".join(text.split())
    match = next((m for pattern in patterns if (m := pattern.fullmatch(words))), None)
    said = {key: NOT_WRITTEN.sub("", value) for key, value in (match.groupdict() if match else {}).items()}
    days = ("filled_on",)
    return {k: v for k, v in said.items() if k in HEADS and v and not (k in days and _NO_DAY.fullmatch(v))}


def unread(name: str, forms: Iterable[Form], paragraphs: Iterable[Paragraph]) -> list[Problem]:
    """Return, as one problem, the paragraphs that are none of the forms' own: a unit wrote them beside the tables."""
    own = [_ATTACHMENT, _COPY, *chain.from_iterable(_own(form) for form in forms)]
    words = ((text, "".join(text.split()), spot) for text, spot in paragraphs)
    left = [(text, spot) for text, plain, spot in words if plain and not any(p.fullmatch(plain) for p in own)]
    if not left:
        return []
    said = listed(f"“{short(text)}”" for text, _ in left)
    message = f"{said} 在表外，没有读入。要报的请写进表里，或另外告诉；是印的字改了的，不用管。"
    return [Problem(code="XLS-011", message=message, where=f"{name} {left[0][1]}", severity="warning")]


def _own(form: Form) -> list[re.Pattern[str]]:
    """Return what a form prints around its table: title, lines, notes."""
    lines = [*map(_of_line, (*form.above, *form.below)), pattern_of(form.title)]
    notes = (f"(?:{re.escape(form.note_head)})?{_NUMBER}{pattern_of(note).pattern}" for note in form.notes)
    return [*lines, *map(re.compile, notes)]


def _of_line(line: Line) -> re.Pattern[str]:
    return pattern_of(line.left + line.center + line.right)


def pattern_of(line: str) -> re.Pattern[str]:
    """Return what the words of a line match, its names as groups: 单位：{unit|} is 单位：(?P<unit>.*).

    >>> pattern_of("单位：{unit|}{filled_on|　年　月　日}").fullmatch("单位：秋湖村2023年6月5日").groupdict()
    {'unit': '秋湖村', 'filled_on': '2023年6月5日'}
    """
    words, seen, place = "", set[str](), 0
    while place < len(line):
        if line[place] != "{":
            words += "" if line[place].isspace() else re.escape(line[place])
            place += 1
            continue
        named, end = _NAME.match(line, place), _closing(line, place)
        key = named[1].replace(".", "_") if named else ""
        kind = r"[\d年月日./_＿-]*" if key == "filled_on" else ".*?"
        words += f"(?P<{key}>{kind})" if key and key not in seen else ".*?"
        seen.add(key)
        place = end + 1
    return re.compile(words)


def _closing(text: str, start: int) -> int:
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return len(text) - 1
