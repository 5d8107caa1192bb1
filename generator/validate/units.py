"""Checks of the kinds of units and the units (单位类别、单位)."""

from collections import Counter
from collections.abc import Iterator

from generator.derive.units import recognised_suffix
from generator.model.campaign import Campaign
from generator.model.organ import Unit, UnitKind
from generator.problem import Path, Problem
from generator.validate.dates import is_month
from generator.validate.wording import listed, nearest


def check_units(campaign: Campaign) -> Iterator[Problem]:
    """Yield the problems of a campaign's kinds and units."""
    kinds = {kind.code: kind for kind in campaign.kinds}
    yield from _repeated_kinds(campaign)
    yield from _repeated_codes(campaign)
    yield from _blank_codes(campaign)
    parents = {unit.code: unit.parent for unit in campaign.units}
    for i, unit in enumerate(campaign.units):
        path = ("units", i)
        if unit.kind not in kinds:
            yield unknown_kind(unit.kind, kinds, (*path, "kind"))
        yield from _parent(unit, parents, (*path, "parent"))
        yield from _names(unit, kinds.get(unit.kind), path)
        yield from _months(unit, path)


def _months(unit: Unit, path: Path) -> Iterator[Problem]:
    wrong = {n: m for n in ("first_month", "last_month") if (m := getattr(unit, n)) and not is_month(m)}
    for name, month in wrong.items():
        message = f"“{name}”应写成 2023-06 的样子（年-月，月份两位），现是“{month}”。请改写。"
        yield Problem(code="DATA-007", message=message, path=(*path, name))
    if not wrong and unit.last_month and unit.first_month > unit.last_month:
        message = (
            f"“{unit.label}”从 {unit.first_month} 起报送，却只报到 {unit.last_month}。请核对，改正一个。"
        )
        yield Problem(code="UNIT-005", message=message, path=(*path, "last_month"))


def unknown_kind(kind: str, kinds: dict[str, UnitKind], path: Path) -> Problem:
    """Return the problem of a kind of unit that the campaign does not list."""
    message = f"kinds 里没有单位类别“{kind}”。{nearest(kind, kinds)}请改正，或在 kinds 里补上。"
    return Problem(code="REF-007", message=message, path=path)


def _repeated_kinds(campaign: Campaign) -> Iterator[Problem]:
    seen: set[str] = set()
    for i, kind in enumerate(campaign.kinds):
        if kind.code in seen:
            message = f"单位类别代号“{kind.code}”写了两次。请改名或删去一个。"
            yield Problem(code="REF-015", message=message, path=("kinds", i, "code"))
        seen.add(kind.code)


def _repeated_codes(campaign: Campaign) -> Iterator[Problem]:
    counts = Counter(unit.code for unit in campaign.units)
    for i, unit in enumerate(campaign.units):
        if counts[unit.code] > 1:
            message = (
                f"单位代号“{unit.code}”有 {counts[unit.code]} 个单位在用（不写 code 时代号就是全称）。"
                "同名的单位请各写一个不同的 code。"
            )
            yield Problem(code="REF-003", message=message, path=("units", i, "code"))


def _blank_codes(campaign: Campaign) -> Iterator[Problem]:
    for i, unit in enumerate(campaign.units):
        if unit.name.strip() and not unit.code.strip():
            message = "“code”（单位代号）是空的。请补写，或删去这个键，代号就是全称。"
            yield Problem(code="DATA-003", message=message, path=("units", i, "code"))


def _parent(unit: Unit, parents: dict[str, str], path: Path) -> Iterator[Problem]:
    if not unit.parent:
        return
    if unit.parent not in parents:
        message = f"找不到上级单位“{unit.parent}”。{nearest(unit.parent, parents)}请写上级单位的代号。"
        yield Problem(code="REF-008", message=message, path=path)
    elif circle := _circle(unit.code, parents):
        message = f"上级单位绕成了圈：{' → '.join(circle)}。请改正其中一个 parent。"
        yield Problem(code="REF-008", message=message, path=path)


def _circle(code: str, parents: dict[str, str]) -> list[str]:
    """Return the way from a unit over its parents back to itself, or nothing."""
    way = [code]
    while (above := parents.get(way[-1], "")) and above not in way[1:]:
        way.append(above)
        if above == code:
            return way
    return []


def _names(unit: Unit, kind: UnitKind | None, path: Path) -> Iterator[Problem]:
    recognised = recognised_suffix(unit.name, kind.suffixes if kind else ())
    if unit.suffix and not unit.name.endswith(unit.suffix) and (recognised or unit.suffix not in unit.name):
        message = f"通名“{unit.suffix}”与全称“{unit.name}”的末尾不符，会把名称印错。请改正，或不写 suffix。"
        yield Problem(code="UNIT-001", message=message, path=(*path, "suffix"))
        return
    if kind and kind.suffixes and not unit.suffix:
        message = (
            f"“{unit.name}”的末尾认不出通名（{listed(kind.suffixes)}）。请写 suffix，或在 kinds 里补上。"
        )
        yield Problem(code="UNIT-003", message=message, path=(*path, "name"), severity="warning")
    yield from _short_name(unit, path)


def _short_name(unit: Unit, path: Path) -> Iterator[Problem]:
    short, suffix = unit.short_name, unit.suffix
    if short and suffix and short.endswith(suffix) and short + suffix not in unit.name:
        message = f"简称“{short}”已经带了通名，会印成“{unit.label}”。请从简称里去掉“{suffix}”。"
        yield Problem(code="UNIT-004", message=message, path=(*path, "short_name"))
    elif short and short not in unit.name and not _is_abbreviation(short, unit.name):
        message = f"简称“{short}”不在全称“{unit.name}”里。请核对是否写错。"
        yield Problem(code="UNIT-002", message=message, path=(*path, "short_name"), severity="warning")


def _is_abbreviation(short: str, name: str) -> bool:
    """Tell whether the short name picks its characters out of the name in order: 应急办 of 应急管理办公室."""
    rest = iter(name)
    return all(char in rest for char in short)
