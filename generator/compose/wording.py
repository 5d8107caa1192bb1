"""Wording: how a value prints, one function per kind, and how a pattern takes its values."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from generator.model.campaign import Campaign
from generator.model.filled import Scalar, Value
from generator.model.form import Field, Form, Line, Part

IDEOGRAPHIC_SPACE = "\u3000"
_NAME = re.compile(r"\{([a-z_.]+)(?:\|([^{}]*))?\}")
_KEPT = str.maketrans("{}", "\0\1")  # braces that stand for themselves
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DIGITS = "零一二三四五六七八九"
_FLOAT_DIGITS = 15  # a decimal of so many digits comes out of a float as it went in


def printed_date(day: date | None) -> str:
    """Return a date as printed: 2023年5月25日, no leading zeros (7.3.5.4); empty for none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def printed_month(period: str) -> str:
    """Return a period as printed: 2023年6月; empty for none."""
    return f"{int(period[:4])}年{int(period[5:7])}月" if period else ""


def printed_number(value: Scalar) -> str:
    """Return a number without exponent or trailing zeros: 1.50 prints 1.5, the sum of 0.1 and 0.2 prints 0.3."""
    digits = f"{value:.{_FLOAT_DIGITS}g}" if isinstance(value, float) else str(value)
    text = format(Decimal(digits), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def chinese_number(number: int) -> str:
    """Return a whole number from 1 to 999 in Chinese: 11 prints 十一, 105 prints 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{_DIGITS[hundreds]}百" if hundreds else ""
    gap = "零" if hundreds and ones and not tens else ""
    ten = ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十" if tens else ""
    return head + gap + ten + (_DIGITS[ones] if ones else "")


def printed_value(field: Field, value: Value) -> str:
    """Return a reported value as it stands in its cell, several numbers a line each; an unreported one is empty.

    A total lists the days of its units: each is printed.
    """
    if value is None:
        return ""
    if isinstance(value, dict):
        return "，\n".join(
            _printed_part(p, value[p.name]) for p in field.parts if value.get(p.name) is not None
        )
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return printed_number(value)
    return _ISO_DAY.sub(_printed_day, value).strip() if field.kind == "date" else value.strip()


def _printed_day(match: re.Match[str]) -> str:
    year, month, day = map(int, match.groups())
    return f"{year}年{month}月{day}日"


def _printed_part(part: Part, value: Scalar) -> str:
    return f"{part.prefix}{printed_number(value)}{part.unit}"


def campaign_names(campaign: Campaign) -> dict[str, str]:
    """Return the names that every title and line may use: the campaign's and its issuer's."""
    issuer = campaign.issuer
    return {"campaign.name": campaign.name, "issuer.name": issuer.name, "issuer.region": issuer.region}


def note_names(campaign: Campaign, form: Form) -> dict[str, str]:
    """Return the names that the notes of a form may use besides: the month from which its figures count."""
    months = [d.cumulative_from for d in campaign.duties if d.form == form.form and d.cumulative_from]
    return campaign_names(campaign) | {"first_month": str(int(min(months)[5:7])) if months else ""}


def fill(pattern: str, names: Mapping[str, str]) -> str:
    """Return `pattern` with {name|wording when blank} replaced, innermost first.

    An empty value prints the wording after the first bar; a name that is not known stays as it is, and so do
    braces in a value.
    """

    def replace(match: re.Match[str]) -> str:
        name, blank = match[1], match[2] or ""
        return (names[name].translate(_KEPT) or blank) if name in names else match[0].translate(_KEPT)

    previous = ""
    while previous != pattern:
        previous, pattern = pattern, _NAME.sub(replace, pattern)
    return pattern.replace("\0", "{").replace("\1", "}")


def fill_line(line: Line, names: Mapping[str, str]) -> Line:
    """Return a line with its three places filled in."""
    return Line(left=fill(line.left, names), center=fill(line.center, names), right=fill(line.right, names))


def padded_name(name: str, chars: int) -> str:
    """Return a two-character name padded to `chars` with ideographic spaces: 王　明."""
    missing = chars - len(name)
    if len(name) < 2 or missing <= 0 or not all(c >= "\u3400" for c in name):
        return name
    gaps = len(name) - 1
    spaces = [IDEOGRAPHIC_SPACE * (missing // gaps + (i < missing % gaps)) for i in range(gaps)]
    return "".join(c + s for c, s in zip(name, [*spaces, ""], strict=True))
