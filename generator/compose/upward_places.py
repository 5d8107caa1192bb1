"""Places in a superior's form (上级表的格): where each number goes, found by the words that stand beside it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from generator.compose.references import place as reference
from generator.dataclass import dataclass
from generator.model.upward import Place, TheirCell, TheirSheet, UpwardCell, UpwardForm
from generator.validate.wording import listed, nearest

ADDRESS = re.compile(r"(?:'?([^'!]+)'?!)?\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
COLUMNS_MAX, ROWS_MAX = 16_384, 1_048_576
_NUMBERING = re.compile(r"^(\d+(\.\d+)*[.、\s]|[(]?[一二三四五六七八九十]+[)、])")
_UNIT = re.compile(r"\(([^()]{1,6})\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Cell that a number goes to: its sheet and place, its label's place where it was found by one, and their unit."""

    sheet: TheirSheet
    at: Place
    label: Place | None = None
    unit: str = ""

    @property
    def reference(self) -> str:
        """Its reference with the sheet, as people write it: Sheet1!E6."""
        return referred(self.sheet, self.at)

    @property
    def cell(self) -> TheirCell:
        """What stands in it."""
        return self.sheet.cells.get(self.at, TheirCell())


class NotFound(Exception):
    """Raised when a cell cannot be told; its words say what was found and what to write."""


def referred(sheet: TheirSheet, at: Place) -> str:
    """Return the reference of a place with its sheet."""
    return f"{sheet.name}!{reference(at[1] - 1, at[0])}"


def found(form: UpwardForm, sheets: Sequence[TheirSheet], wanted: UpwardCell) -> Spot:
    """Return the cell that a number goes to; raises NotFound when there is none or more than one."""
    searched = [s for s in sheets if not form.sheet or s.name == form.sheet]
    if not searched:
        raise NotFound(
            f"没有工作表“{form.sheet}”。{nearest(form.sheet, [s.name for s in sheets])}请改正 sheet。"
        )
    if address := ADDRESS.fullmatch(wanted.at.strip()):
        return _addressed(searched, wanted, address)
    sheet, label = _label(searched, wanted)
    at = _of_label(form, sheet, label)
    unit = wanted.unit or unit_of(sheet.cells[label].text)
    return Spot(sheet=sheet, at=sheet.first(at), label=label, unit=unit)


def _addressed(sheets: Sequence[TheirSheet], wanted: UpwardCell, address: re.Match[str]) -> Spot:
    named = [s for s in sheets if not address[1] or s.name == address[1]]
    if not named:
        names = [s.name for s in sheets]
        raise NotFound(f"没有工作表“{address[1]}”。{nearest(address[1], names)}请改正。")
    row, column = int(address[3]), _column(address[2].upper())
    if row > ROWS_MAX or column > COLUMNS_MAX:
        raise NotFound(f"没有“{wanted.at}”这一格。请改正。")
    sheet = named[0]
    return Spot(sheet=sheet, at=sheet.first((row, column)), unit=wanted.unit)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _label(sheets: Sequence[TheirSheet], wanted: UpwardCell) -> tuple[TheirSheet, Place]:
    places = [(s, p) for s in sheets for p in labelled(s, wanted.at)]
    if not places:
        words = [c.text for s in sheets for c in s.cells.values() if c.words]
        raise NotFound(f"没有写着“{wanted.at}”的格。{_near(wanted.at, words)}请改正，或写单元格，如 E6。")
    if wanted.under:  # 次数 elsewhere does not hide the 次数（次） under these words
        alike = ((s, p) for s in sheets for p in _alike(s, wanted.at))
        places = _under(places, wanted.under) or _under(alike, wanted.under)
    if not places:
        raise NotFound(f"“{wanted.under}”下面、右边没有写着“{wanted.at}”的格。请改正 under，或写单元格。")
    if len(places) > 1:
        where = listed(referred(s, p) for s, p in places)
        raise NotFound(f"写着“{wanted.at}”的不止一处：{where}。请用 under 写明在哪一项下面，或写单元格。")
    return places[0]


def _near(name: str, words: Sequence[str]) -> str:
    """Return the words of the form nearest to a name; all of them would be no help."""
    said = nearest(name, (" ".join(w.split()) for w in words))
    return said if said.startswith("是不是") else ""


def labelled(sheet: TheirSheet, words: str) -> list[Place]:
    """Return the cells with these words, else those where only numbering and unit stand around them, in order."""
    same = [p for p in _written(sheet) if plain(sheet.cells[p].text) == plain(words)]
    return same or _alike(sheet, words)


def _alike(sheet: TheirSheet, words: str) -> list[Place]:
    return [p for p in _written(sheet) if bare(sheet.cells[p].text) == bare(words)]


def _written(sheet: TheirSheet) -> list[Place]:
    return sorted(place for place, cell in sheet.cells.items() if cell.words)


def plain(words: str) -> str:
    """Return words as they are compared: full width and half width alike, without space and the colon at the end."""
    return "".join(unicodedata.normalize("NFKC", words).split()).rstrip(":")


def bare(words: str) -> str:
    """Return words without the number before and the unit in brackets behind."""
    return _NUMBERING.sub("", _UNIT.sub("", plain(words)))


def unit_of(words: str) -> str:
    """Return the unit in brackets at the end of a label.

    >>> unit_of("罚款金额（元）")
    '元'
    """
    match = _UNIT.search(plain(words))
    return match[1] if match else ""


def _under(places: Iterable[tuple[TheirSheet, Place]], under: str) -> list[tuple[TheirSheet, Place]]:
    """Return the nearest of the places below or to the right of the words `under`."""
    away = [
        (steps, sheet, place)
        for sheet, place in places
        for head in labelled(sheet, under)
        if (steps := _steps(sheet, head, place))
    ]
    least = min((steps for steps, _, _ in away), default=0)
    return [(sheet, place) for steps, sheet, place in away if steps == least]


def _steps(sheet: TheirSheet, head: Place, place: Place) -> int:
    """Return how far a place lies to the right of a cell or below it, 0 where it does not."""
    last_row, last_column = sheet.end(head)
    if head[0] <= place[0] <= last_row and place[1] > last_column:
        return place[1] - last_column
    if head[1] <= place[1] <= last_column and place[0] > last_row:
        return place[0] - last_row
    return 0


def _of_label(form: UpwardForm, sheet: TheirSheet, label: Place) -> Place:
    """Return the cell that a label is for: in the town's own row, in the column of numbers, or the one beside it."""
    if form.row:
        row = _only(sheet, form.row, "row")
        _single(sheet, label, (row[0], label[1]), "栏")
        return row[0], label[1]
    if form.column:
        column = _only(sheet, form.column, "column")
        return label[0], column[1]
    right, below = beside(sheet, label)
    free = [p for p in (right, below) if p in sheet.cells and not sheet.cells[p].words]
    if len(free) != 1:
        what = "右边、下面都空着" if free else "右边、下面没有空格"
        raise NotFound(
            f"“{_line(sheet.cells[label].text)}”（{referred(sheet, label)}）{what}，看不出填在哪里。"
            "请用 column 或 row 写明填在哪一栏、哪一行，或写单元格。"
        )
    return free[0]


def beside(sheet: TheirSheet, label: Place) -> tuple[Place, Place]:
    """Return the cell to the right of a label and the one below it."""
    last_row, last_column = sheet.end(label)
    return (label[0], last_column + 1), (last_row + 1, label[1])


def _only(sheet: TheirSheet, words: str, key: str) -> Place:
    places = labelled(sheet, words)
    if len(places) != 1:
        names = (c.text for c in sheet.cells.values() if c.words)
        where = f"不止一处：{listed(referred(sheet, p) for p in places)}" if places else "找不到"
        raise NotFound(
            f"{key} 写的“{words}”在工作表“{sheet.name}”里{where}。{_near(words, [*names])}请改正，或写单元格。"
        )
    return places[0]


def _single(sheet: TheirSheet, label: Place, at: Place, what: str) -> None:
    """Raise NotFound when a head stands over several columns of the row."""
    if sheet.end(label)[1] > label[1] and sheet.end(sheet.first(at))[1] < sheet.end(label)[1]:
        words = _line(sheet.cells[label].text)
        raise NotFound(
            f"“{words}”（{referred(sheet, label)}）下面分几{what}。请写分{what}的名称，用 under 写“{words}”。"
        )


def unplaced(form: UpwardForm, spots: Sequence[Spot]) -> Iterator[str]:
    """Yield the cells of a superior's form that wait for a number and get none, each with the words it is for."""
    taken = {(s.sheet.name, s.at) for s in spots}
    for sheet in {s.sheet.name: s.sheet for s in spots}.values():
        mine = [s for s in spots if s.sheet.name == sheet.name]
        for place, words in sorted(_waiting(form, sheet, mine)):
            if words and (sheet.name, place) not in taken:
                yield f"{referred(sheet, place)}（{_line(words)}）"


def _waiting(form: UpwardForm, sheet: TheirSheet, spots: Sequence[Spot]) -> Iterator[tuple[Place, str]]:
    """Yield the cells of a sheet that wait for a number, with their labels."""
    free = _free(sheet)
    if form.row:
        row, after = _only(sheet, form.row, "row")
        yield from ((p, _above(sheet, p)) for p in free if p[0] == row and p[1] > after)
    elif form.column:
        top, column = _only(sheet, form.column, "column")
        labels = sorted({s.label[1] for s in spots if s.label}) or [*range(column - 1, 0, -1)]
        yield from ((p, _left(sheet, p, labels)) for p in free if p[1] == column and p[0] > top)
    else:
        sides = {beside(sheet, s.label).index(s.at) for s in spots if s.label}
        for label in (p for p, c in sheet.cells.items() if c.words):
            places = [beside(sheet, label)[side] for side in sides]
            yield from ((place, sheet.cells[label].text) for place in places if place in free)


def _free(sheet: TheirSheet) -> set[Place]:
    """Return the cells that hold neither words nor a formula, each merged range once."""
    empty = {p for p, c in sheet.cells.items() if not c.words and not c.formula}
    return {p for p in empty if sheet.first(p) == p} if sheet.merged else empty


def _above(sheet: TheirSheet, place: Place) -> str:
    return next((w for row in range(place[0] - 1, 0, -1) if (w := _words(sheet, (row, place[1])))), "")


def _left(sheet: TheirSheet, place: Place, columns: Sequence[int]) -> str:
    return next((w for column in columns if (w := _words(sheet, (place[0], column)))), "")


def _words(sheet: TheirSheet, place: Place) -> str:
    cell = sheet.cells.get(sheet.first(place))
    return cell.text if cell and cell.words else ""


def _line(words: str) -> str:
    return "".join(words.split())
