"""Dates and months as they are written in data: 2023-05-25 and 2023-06."""

import re
import unicodedata
from datetime import date
from typing import Any, Literal

from generator.validate.wording import found

ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
OTHER = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?", re.ASCII)
MONTH = re.compile(r"[1-9]\d{3}-(0[1-9]|1[0-2])", re.ASCII)


def is_month(text: str) -> bool:
    """Tell whether a text names a month as 2023-06."""
    return bool(MONTH.fullmatch(text))


def wrong_date(text: str) -> Literal["", "form", "day"]:
    """Return what is wrong with a text as a date written 2023-05-25: its form, its day, or nothing."""
    if not ISO.fullmatch(text):
        return "form"
    return "" if _exists(text) else "day"


def date_message(name: str | int, value: Any) -> str:
    """Return the message for a value that is not a date."""
    if isinstance(value, str) and wrong_date(value) == "day":
        return f"“{name}”写的 {value} 这一天不存在。请核对日期。"
    return f"“{name}”应写成 {_suggestion(value)} 的样子，现{found(value)}。请改写。"


def _suggestion(value: Any) -> str:
    parts = OTHER.fullmatch(unicodedata.normalize("NFKC", str(value)))
    text = "{:0>4}-{:0>2}-{:0>2}".format(*parts.groups()) if parts else ""
    return text if text and _exists(text) else "2023-05-25"


def _exists(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
