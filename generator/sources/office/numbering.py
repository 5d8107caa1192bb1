"""Numbers that Word writes by itself (自动编号), restored as text, and those that a heading style calls for (7.3.3)."""

import re
from dataclasses import field

from lxml import etree

from generator.compose.wording import chinese_number
from generator.dataclass import dataclass
from generator.sources.word_package import Package, W

CHINESE = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "chineseLegalSimplified",
        "japaneseCounting",
        "taiwaneseCountingThousand",
        "ideographDigital",
    )
)
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
HEADINGS = ("{}、", "（{}）", "{}.", "（{}）")  # 7.3.3
LEVELS_IN_CHINESE = 2
DIGITS_MAX = 6
PART = "word/numbering.xml"


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    pattern: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a Word file, and how far each of them has counted."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    list_of: dict[str, str] = field(default_factory=dict)
    headings: list[int] = field(default_factory=lambda: [0] * len(HEADINGS))

    def next(self, number: str, level: int) -> str | None:
        """Return the number of the next paragraph of a list, empty for a bullet, None for what is no list."""
        own = self.levels.get((number, level))
        if own is None or own.kind == "none":
            return None
        if own.kind == "bullet":
            return ""
        counted = self.list_of.get(number, number)
        self.counts[counted, level] = self.counts.get((counted, level), own.start - 1) + 1
        for key in [k for k in self.counts if k[0] == counted and k[1] > level]:
            del self.counts[key]
        return re.sub(r"%(\d)", lambda m: self._shown(number, int(m[1]) - 1), own.pattern).strip()

    def _shown(self, number: str, level: int) -> str:
        own = self.levels.get((number, level), _Level("decimal", "", 1))
        return _written(own.kind, self.counts.get((self.list_of.get(number, number), level), own.start))

    def heading(self, level: int) -> str:
        """Return the number of the next heading of a level (from 0), counted from the headings before it."""
        self.headings[level] += 1
        self.headings[level + 1 :] = [0] * (len(HEADINGS) - level - 1)
        return HEADINGS[level].format(
            _written("chineseCounting" if level < LEVELS_IN_CHINESE else "decimal", self.headings[level])
        )


def numbering_of(package: Package) -> Numbering:
    """Return the lists that a Word file defines."""
    numbering = Numbering()
    if PART not in package.parts:
        return numbering
    root = package.xml(PART)
    abstract = {a.get(f"{W}abstractNumId"): a for a in root.findall(f"{W}abstractNum")}
    for number in root.findall(f"{W}num"):
        identity = number.get(f"{W}numId", "")
        base = number.find(f"{W}abstractNumId")
        name = base.get(f"{W}val", "") if base is not None else ""
        overrides = number.findall(f"{W}lvlOverride")
        numbering.list_of[identity] = f"list {name}" if not overrides else identity
        for level in abstract[name].findall(f"{W}lvl") if name in abstract else ():
            numbering.levels[identity, whole(level.get(f"{W}ilvl"), 0)] = _level(level)
        for override in overrides:
            _override(numbering, identity, override)
    return numbering


def _override(numbering: Numbering, identity: str, override: etree._Element) -> None:
    key = identity, whole(override.get(f"{W}ilvl"), 0)
    own, start = override.find(f"{W}lvl"), override.find(f"{W}startOverride")
    if own is not None:
        numbering.levels[key] = _level(own)
    elif start is not None and key in numbering.levels:
        known = numbering.levels[key]
        numbering.levels[key] = _Level(known.kind, known.pattern, whole(start.get(f"{W}val"), 1))


def whole(text: str | None, default: int) -> int:
    """Return the number that an attribute holds, the default for one that holds none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < DIGITS_MAX else default


def _level(level: etree._Element) -> _Level:
    def said(name: str, default: str) -> str:
        found = level.find(f"{W}{name}")
        return found.get(f"{W}val", default) if found is not None else default

    return _Level(said("numFmt", "decimal"), said("lvlText", ""), whole(said("start", "1"), 1))


def _written(kind: str, number: int) -> str:
    if kind in CHINESE and 0 < number < 1000:
        return chinese_number(number)
    if kind.startswith("decimalEnclosedCircle") and 0 < number <= len(CIRCLED):
        return CIRCLED[number - 1]
    if kind in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if kind == "upperLetter" else letter
    return str(number)
