"""Characters of the data that a document must not hold, or that are not what they seem, each with its path."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from generator.dataclass import dataclass
from generator.kept import Kept
from generator.problem import Path, Problem
from generator.validate.characters import (
    code_point,
    hidden,
    kind_of_unusable,
    look_alikes,
    no_writing,
    unusable,
)
from generator.validate.stand_ins import Holder, stand_in

Written: TypeAlias = tuple[Path, str]  # a text and where it stands

PERSONS = frozenset((
    "filled_by", "reviewed_by", "principal", "legal_representative", "responsible_person", "inspectors", "signatories",
    "drafted_by", "office_head", "checked_by", "countersigned_by", "issued_by", "typed_by", "proofread_by",
    "applied_by", "approved_by", "sealed_by",
))  # fmt: skip
ORGANS = frozenset((
    "short_name", "region", "joint_issuers", "signature", "print_office", "office", "drafting_office",
    "responsible_unit", "authority", "enterprise",
))  # fmt: skip
HOLDERS: dict[str, Holder] = {"members": "person", "contact": "person"}
NAMED = frozenset(("issuer", "enterprise", "units", "members", "contact", "rows"))
DEFINED = frozenset(("definitions", "forms", "kinds"))
LONG = 1000  # items of a list that is worth keeping what was found in it
_LISTS: "Kept[Characters]" = Kept(4)
UNPRINTED = frozenset(("Cc", "Cf", "Co", "Cs"))  # told by the checks of the data, or printing nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Characters:
    """What is told of the characters in plain data: those that cannot stay, doubtful ones, rare ones in order."""

    unusable: list[Problem]
    doubtful: list[Problem]
    rare: str


def characters_of(data: Mapping[str, Any]) -> Characters:
    """Return what is told of the characters in the data of a campaign; of the very list looked at before as it was."""
    parts = [_of_key(key, value) for key, value in data.items()]
    return Characters(
        unusable=[p for part in parts for p in part.unusable],
        doubtful=[p for part in parts for p in part.doubtful],
        rare="".join(sorted(set().union(*(part.rare for part in parts)))),
    )


def _of_key(key: str, value: Any) -> Characters:
    if isinstance(value, list) and len(value) > LONG:
        return _LISTS.of(value, key, lambda: _looked_at({key: value}))
    return _looked_at({key: value})


def _looked_at(data: Mapping[str, Any]) -> Characters:
    written = texts(data)
    return Characters(
        unusable=unusable_characters(written),
        doubtful=doubtful_characters(written),
        rare=rare_characters(written),
    )


def unusable_characters(written: Sequence[Written]) -> list[Problem]:
    """Return a problem for every text that holds a character no document may hold."""
    return [
        Problem(code="DATA-006", message=_unusable(text, char), path=path)
        for path, text in written
        if (char := unusable(text))
    ]


def doubtful_characters(written: Sequence[Written]) -> list[Problem]:
    """Return a warning for every text that holds a stand-in, an invisible character or a look-alike."""
    return [
        Problem(code=code, message=message, path=path, severity="warning")
        for path, text in written
        if not text.isascii() or "?" in text  # most texts are keys, codes and dates
        for code, message in _doubts(text, holder_of(path))
    ]


def rare_characters(written: Sequence[Written]) -> str:
    """Return the characters of texts that are none of those that every Chinese font has (GB 2312), in order."""
    every = set().union(*(text for _, text in written if not text.isascii()))
    return "".join(sorted(filter(_is_rare, every)))


def _is_rare(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return unicodedata.category(char) not in UNPRINTED and not unicodedata.name(char, "").startswith(
            "VARIATION"
        )
    return False


def texts(data: Any) -> list[Written]:
    """Return every text in plain data with its path, keys too."""
    found: list[Written] = []
    _gather(data, (), found)
    return found


def _gather(data: Any, path: Path, found: list[Written]) -> None:
    if isinstance(data, str):
        found.append((path, data))
    elif isinstance(data, dict):
        for key, value in data.items():
            inner = (*path, key)
            found.append((inner, key))
            _gather(value, inner, found)
    elif isinstance(data, list):
        for i, item in enumerate(data):
            _gather(item, (*path, i), found)


def holder_of(path: Path) -> Holder:
    """Return whose name the text at a path is: a person's, an organ's, or none.

    >>> holder_of(("work_group", "roles", 0, "members", 1, "name")), holder_of(("hazards", 0, "name"))
    ('person', 'text')
    """
    names = [key for key in path if isinstance(key, str)]
    last, within = names[-1], names[-2] if len(names) > 1 else ""
    if names[0] in DEFINED:
        return "text"
    if last in PERSONS:
        return "person"
    if last in ORGANS or (last == "name" and (within in NAMED or names[0] == "lists")):
        return HOLDERS.get(within, "organ")
    return "text"


@lru_cache(maxsize=8192)
def _doubts(text: str, holder: Holder) -> tuple[tuple[str, str], ...]:
    """Return code and message of each doubt; names and labels come again and again."""
    return tuple(_each_doubt(text, holder))


def _each_doubt(text: str, holder: Holder) -> Iterator[tuple[str, str]]:
    if part := stand_in(text, holder):
        yield "CHAR-001", _stood_in(text, part)
    if unseen := hidden(text):
        yield "CHAR-002", _hidden(text, unseen)
    if alike := look_alikes(text):
        yield "CHAR-003", _look_alike(alike)
    if odd := no_writing(text):
        yield "CHAR-004", _no_writing(odd)


def _unusable(text: str, char: str) -> str:
    return f"{_after(text, char)}有{kind_of_unusable(char)}（{code_point(char)}）。请改用正式汉字，或删去。"


def _stood_in(text: str, part: str) -> str:
    return (
        f"{_around(text, part)}里的“{part}”像是用来代替打不出的字。请改用这个字本身："
        "输入法打不出的，从网上的字典里查到后复制；确是原文如此的，不必改。"
    )


def _hidden(text: str, unseen: dict[str, str]) -> str:
    named = "、".join(f"{kind}（{code_point(char)}）" for char, kind in unseen.items())
    return (
        f"{_after(text, next(iter(unseen)))}有看不见的字符：{named}，查找、比对时会当作另一段文字。"
        "请把这段文字删去重新输入。"
    )


def _look_alike(alike: dict[str, str]) -> str:
    named = "、".join(
        f"“{char}”（{code_point(char)}）"
        + (f"应为“{proper}”（{code_point(proper)}）" if proper else "是部首，不是字")
        for char, proper in alike.items()
    )
    return f"有样子相同、编码不同的字，查找时找不到：{named}。请改正；从 PDF 里复制来的文字常有这种字。"


def _no_writing(odd: dict[str, str]) -> str:
    named = "、".join(f"“{char}”（{code_point(char)}，{kind}）" for char, kind in odd.items())
    return f"有公文里不用的字符：{named}，印出来常是空框，或叠在别的字上。请改用文字，或删去。"


def _after(text: str, char: str) -> str:
    before = text[: text.index(char)][-6:]
    return f"“{before}”之后" if before else "文字开头"


def _around(text: str, part: str) -> str:
    """Return the part with a few characters on both sides, in quotation marks."""
    start = text.index(part)
    end = start + len(part)
    around = f"{text[max(0, start - 6) : start]}{part}{text[end : end + 6]}"
    return f"“{''.join(around.split())}”"
