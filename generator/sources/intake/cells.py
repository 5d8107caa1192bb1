"""Cells into values (格里的值): what a cell holds, read by its entry's kind, and what had to be made of it.

Nothing is guessed in silence: whatever is not plainly the value is told with what it was read as, and what can be
read in two ways is not read at all.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from generator.dataclass import dataclass
from generator.derive.entries import Entry
from generator.model.filled import Scalar
from generator.sources.intake.dates import Years, read_day
from generator.sources.intake.grid import BLANK, UNCALCULATED, Raw
from generator.validate.wording import listed, short

EXACT_MAX = 10**15  # Excel keeps fifteen digits
NOTHING = {"-", "--", "—", "——", "/", "\\", "无", "没有", "空"}
TIMES = {("元", "万元"): Decimal("0.0001"), ("万元", "元"): Decimal(10000), ("万", "万元"): Decimal(1)}
YES, NO = (
    {"是", "有", "√", "✓", "☑", "对", "y", "yes"},
    {"否", "无", "没有", "不是", "×", "✗", "x", "n", "no"},
)
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(\D*)", re.ASCII)
FAILED = re.compile(
    r"#(?:REF|N/A|NAME|VALUE|DIV/0|NULL|NUM|SPILL|CALC)[!?]?|(?:Err|错误)[:：]\d+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell was read as: `odd` says in words how it was written otherwise, `wrong` why it was not read."""

    value: Scalar = None
    odd: str = ""
    wrong: str = ""


Reader = Callable[[Entry, Raw, Years], Reading]


def read_cell(entry: Entry, raw: Raw, years: Years) -> Reading:
    """Return what a cell holds; a blank one holds no value. `years` are those that a day may lie in."""
    if raw == BLANK:
        return Reading()
    if raw == UNCALCULATED:
        return Reading(wrong="是公式，文件里没有存下算出的数。请用 Excel、WPS 打开，存盘后再交，或直接写数。")
    if isinstance(raw, str) and FAILED.fullmatch(raw.strip()):
        return Reading(wrong=f"公式出错，格里是“{raw.strip()}”。请单位改正公式，或直接写值。")
    return _READERS.get(entry.kind, _text)(entry, raw, years)


def shown(raw: Raw) -> str:
    """Return how a raw cell reads in a message."""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < EXACT_MAX:
        return str(int(raw))
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    return short(str(raw))


def _number(entry: Entry, raw: Raw, years: Years) -> Reading:
    if isinstance(raw, str):
        return _typed_number(entry, raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return Reading(wrong=f"应是数，现是“{shown(raw)}”。请改写；可能是格的格式成了日期，改成“常规”再写。")
    return _checked(entry, Decimal(repr(raw)), "")


def _typed_number(entry: Entry, raw: str) -> Reading:
    """Read a number that was typed as a text, with its unit or in full width."""
    text = "".join(unicodedata.normalize("NFKC", raw).split())
    if text in NOTHING:
        return Reading(
            wrong=f"写的是“{raw.strip()}”，看不出是没有（0）还是没有统计。没有写 0，没有统计留空。"
        )
    found = _NUMBER.fullmatch(text)
    if not found:
        return Reading(wrong=f"应是数，现是“{short(raw)}”。请只写数字。")
    number = Decimal(f"{found[1]}{found[2].replace(',', '')}{found[3] or ''}")
    unit = found[4]
    if unit in ("", same_unit(entry.unit)):
        return _checked(entry, number, raw)
    if times := TIMES.get((unit, same_unit(entry.unit))):
        return _checked(entry, number * times, raw)
    wanted = f"单位应是“{entry.unit}”" if entry.unit else "这一格不带单位"
    return Reading(wrong=f"写的是“{short(raw)}”，{wanted}。请只写数字。")


def same_unit(unit: str) -> str:
    """Return a unit as it is compared."""
    return "".join(unicodedata.normalize("NFKC", unit).split())


def _checked(entry: Entry, number: Decimal, raw: str) -> Reading:
    """Return a number as an integer where it is one; a raw text makes it an oddity."""
    if not number.is_finite() or abs(number) >= EXACT_MAX:
        return Reading(wrong=f"数太大：{number:f}。表格只存得准 15 位，请核对。")
    whole = number == number.to_integral_value()
    if entry.kind == "count" and not whole:
        return Reading(wrong=f"应是整数，现是 {number:f}。请改写。")
    if entry.kind in ("count", "money") and number < 0:
        return Reading(wrong=f"应不小于 0，现是 {number:f}。请改写。")
    value = int(number) if whole else float(number)
    odd = f"写的是“{short(raw)}”，读作 {value}" if raw and raw.strip() != str(value) else ""
    return Reading(value=value, odd=f"{odd}（{entry.unit}）" if odd and entry.unit else odd)


def _yes_no(entry: Entry, raw: Raw, years: Years) -> Reading:
    if isinstance(raw, bool):
        return Reading(value=raw)
    text = "".join(unicodedata.normalize("NFKC", str(raw)).split()).lower()
    if text in YES or text in NO:
        value, word = text in YES, "是" if text in YES else "否"
        odd = "" if raw == word else f"写的是“{shown(raw)}”，读作“{word}”"
        return Reading(value=value, odd=odd)
    return Reading(wrong=f"应写“是”或“否”，现是“{shown(raw)}”。请改写。")


def _choice(entry: Entry, raw: Raw, years: Years) -> Reading:
    if isinstance(raw, str) and raw in entry.choices:
        return Reading(value=raw)
    same = [c for c in entry.choices if same_unit(c) == same_unit(shown(raw))]
    if len(same) == 1:
        return Reading(value=same[0], odd=f"写的是“{shown(raw)}”，读作“{same[0]}”")
    return Reading(wrong=f"只能写 {listed(entry.choices)}，现是“{shown(raw)}”。请从中选一个。")


def _date(entry: Entry, raw: Raw, years: Years) -> Reading:
    if entry.several and isinstance(raw, str):
        return _days(raw, years)
    day, odd, wrong = read_day(raw, years)
    return Reading(value=day.isoformat() if day else None, odd=odd, wrong=wrong)


def _days(raw: str, years: Years) -> Reading:
    """Read the days of the entries of a record, a line each; one that is wrong makes the cell wrong."""
    read = [read_day(line, years) for line in raw.splitlines() if line.strip()]
    if wrong := next((w for _, _, w in read if w), ""):
        return Reading(wrong=wrong)
    odd = "；".join(o for _, o, _ in read if o)
    return Reading(value="\n".join(day.isoformat() for day, _, _ in read if day), odd=odd)


def _text(entry: Entry, raw: Raw, years: Years) -> Reading:
    if isinstance(raw, str):
        return Reading(value=raw)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _number_as_text(raw)
    if isinstance(raw, date):
        text = raw.date().isoformat() if isinstance(raw, datetime) else raw.isoformat()
        return Reading(value=text, odd=f"格里是日期，读作文字“{text}”")
    if isinstance(raw, timedelta | time):
        return Reading(wrong=f"应是文字，格里是时间 {raw}。请把格改成“文本”格式，再写一遍。")
    return Reading(value=shown(raw), odd=f"格里是逻辑值，读作文字“{shown(raw)}”")


def _number_as_text(raw: int | float) -> Reading:
    """Read a number in a text's cell; one of more digits than Excel keeps has lost some."""
    if abs(raw) >= EXACT_MAX:
        return Reading(wrong=f"是 {raw:.0f}，超过 15 位，末几位已经不准。请把格改成“文本”格式，再写一遍。")
    try:
        text = format(Decimal(repr(raw)).normalize(), "f")
    except InvalidOperation:
        return Reading(wrong=f"应是文字，现是“{raw}”。请改写。")
    return Reading(value=text, odd=f"格里是数，读作文字“{text}”；前面的 0 可能丢了")


_READERS: dict[str, Reader] = {
    "count": _number,
    "money": _number,
    "number": _number,
    "yes_no": _yes_no,
    "choice": _choice,
    "date": _date,
}
