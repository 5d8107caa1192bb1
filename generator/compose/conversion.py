"""Units of measure (计量单位) of two tables: a number of one written in the other's."""

from decimal import Decimal

FAMILIES: tuple[dict[str, int], ...] = (
    {"元": 1, "千元": 10**3, "万元": 10**4, "百万元": 10**6, "亿元": 10**8},
    {"米": 1, "千米": 10**3, "公里": 10**3},
    {"平方米": 1, "公顷": 10**4, "平方千米": 10**6, "平方公里": 10**6},
    {"千克": 1, "公斤": 1, "吨": 10**3, "万吨": 10**7},
)


def factor(ours: str, theirs: str) -> Decimal | None:
    """Return by what a number in our unit is multiplied to be in theirs, None where the two measure other things.

    Where one of the two is not known it stays as it is.

    >>> factor("万元", "元"), factor("元", ""), factor("元", "个")
    (Decimal('10000'), Decimal('1'), None)
    """
    if not ours or not theirs or ours == theirs:
        return Decimal(1)
    for family in FAMILIES:
        if ours in family and theirs in family:
            return Decimal(family[ours]) / Decimal(family[theirs])
    return None


def is_measured(unit: str) -> bool:
    """Tell whether there are other units for what a unit measures; 个、家、次 only count."""
    return any(unit in family for family in FAMILIES)


def converted(number: int | float, by: Decimal) -> int | float:
    """Return a number multiplied in decimal, whole where it comes out whole.

    >>> converted(21.45, Decimal(10000))
    214500
    """
    exact = Decimal(str(number)) * by
    return int(exact) if exact == exact.to_integral_value() else float(exact)
