"""What is said of data, in the words of the office files that hold them: heads and sheets for keys of the data."""

import re
from collections.abc import Collection

from generator.model.office import REST, SHEET_OF, labels_of, words_of
from generator.problem import Path
from generator.validate.wording import without_keys

_NAME = "[a-z_]+"
_KEY = re.compile(
    rf"“(?P<quoted>{_NAME})(?: 第 \d+ 项)*”(?:（[^（）]*）)?"  # what it means its head says by itself
    rf"|“[^”]*”"
    rf"| ?(?<![\w.{{-])(?<!gongwen )(?:(?P<holder>{_NAME}) 的 )?(?P<key>{_NAME})(?:: (?P<value>{_NAME}))?"
    r"(?![\w}.-])(?:（[^（）]*）)? ?"
)
FIXED = re.compile("（[^（）]*--fix[^（）]*）")  # check --fix writes YAML alone
IN_REST = ("definitions", "lists")
ANY_NAME = ("units 里的单位代号", "units 里的全称、简称或代号")  # a cell may give any of them


def in_office_words(path: Path, message: str, elsewhere: Collection[str] = ()) -> str:
    """Return what is said of a path with heads and sheets in the place of keys; what is quoted from the data stays.

    `elsewhere` are the keys of the campaign that stand in other files than the workbook.

    >>> in_office_words(("units", 3, "suffix"), "“柏溪”认不出通名。请写 suffix，或在 kinds 里补上。")
    '“柏溪”认不出通名。请写“通名”，或在工作表“单位类别”里补上。'
    """
    labels = _labels(path)

    def said(found: re.Match[str]) -> str:
        holder, key, value = found["holder"], found["quoted"] or found["key"], found["value"]
        known = labels_of((holder, key)) if holder else labels
        if key in known:
            return f"“{known[key]}”" + (f"为“{words_of(value) or value}”" if value else "")
        if found["quoted"] or key is None:
            return found[0]
        if key in SHEET_OF and key not in elsewhere:
            return f"工作表“{SHEET_OF[key]}”"
        if key in IN_REST:
            return f"{REST} 的 {key}" + " " * found[0].endswith(" ")
        return f"“{word}”" if path and (word := words_of(key)) else found[0]

    return _KEY.sub(said, without_keys(FIXED.sub("", message.replace(*ANY_NAME))))


def _labels(path: Path) -> dict[str, str]:
    """Return by which head goes each key beside and below a path; the last key of a deeper path by what holds it."""
    if not path:
        return {}
    above = (labels_of(path[:n]).get(str(path[n - 1])) for n in range(len(path), 0, -1))
    own = {str(path[-1]): label for label in [next(filter(None, above), "")] if label}
    return own | labels_of((*path, "")) | labels_of(path)
