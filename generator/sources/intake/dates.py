"""Days and months in cells (日期、月份): dates, texts of many manners, and the serials of Excel."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import TypeAlias

from generator.sources.intake.grid import BLANK, Raw
from generator.validate.wording import short

Years: TypeAlias = tuple[int, int]
EPOCH = date(1899, 12, 30)  # of serials from March 1900 on
SERIALS = range(61, 73051)
_DAY = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:00:00(?::00)?)?", re.ASCII)
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})月?(?:份)?", re.ASCII)
_PLAIN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WANTED = "请写成 2023-06-28 这样。"


def read_day(raw: Raw, years: Years) -> tuple[date | None, str, str]:
    """Return the day that a cell holds, how it was written otherwise, and why it was not read."""
    if isinstance(raw, datetime):
        told = "" if raw.time() == datetime.min.time() else f"带着时刻“{raw}”，读作 {raw.date()}"
        return _within(raw.date(), told, years)
    if isinstance(raw, date):
        return _within(raw, "", years)
    if isinstance(raw, str):
        return _typed(raw, years)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _serial(raw, years)
    return None, "", f"应是日期，现是“{raw}”。{WANTED}"


def _typed(raw: str, years: Years) -> tuple[date | None, str, str]:
    text = "".join(unicodedata.normalize("NFKC", raw).split())
    if text.isdigit() and len(text) == 5:
        return _serial(int(text), years)
    found = _DAY.fullmatch(text) or _EIGHT.fullmatch(text)
    if not found:
        return None, "", f"“{short(raw)}”看不出是哪一天，要有年、月、日，年份四位。{WANTED}"
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return None, "", f"“{short(raw)}”这一天不存在。请核对日期。"
    return _within(day, "" if _PLAIN.fullmatch(raw) else f"写的是“{short(raw)}”，读作 {day}", years)


def _serial(raw: int | float, years: Years) -> tuple[date | None, str, str]:
    """Return the day of a serial: days since the turn of 1900, which a cell shows when its format is lost."""
    if int(raw) != raw or int(raw) not in SERIALS:
        return None, "", f"应是日期，现是数 {raw:g}。{WANTED}"
    day = EPOCH + timedelta(days=int(raw))
    return _within(day, f"格里是日期的序号 {int(raw)}，读作 {day}", years)


def _within(day: date, told: str, years: Years) -> tuple[date | None, str, str]:
    first, last = years
    if first <= day.year <= last:
        return day, told, ""
    return None, "", f"日期 {day} 离行动太远（{first} 年至 {last} 年之外）。请核对年份。"


def read_month(raw: Raw) -> tuple[str, str]:
    """Return the month that a cell names, written 2023-06, and how it was written otherwise; empty for none."""
    if isinstance(raw, date):
        return f"{raw.year:04}-{raw.month:02}", ""
    if not isinstance(raw, str) or raw == BLANK:
        return "", ""
    text = "".join(unicodedata.normalize("NFKC", raw).split())
    found = _MONTH.fullmatch(text) or _DAY.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= 12:
        return "", ""
    month = f"{found[1]}-{int(found[2]):02}"
    usual = {month, f"{found[1]}年{int(found[2])}月"}
    return month, "" if text in usual else f"写的是“{short(raw)}”，读作 {month}"
