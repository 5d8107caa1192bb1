"""Units with the code and suffix they go by (单位的代号与通名), filled in where the data leaves them out."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.kept import Kept
from generator.model.campaign import Campaign
from generator.model.organ import Unit, UnitKind


def with_codes(campaign: Campaign) -> Campaign:
    """Return the campaign with every unit's code and suffix filled in."""
    kinds = {kind.code: kind for kind in campaign.kinds}
    return replace(campaign, units=tuple(resolved(unit, kinds) for unit in campaign.units))


def resolved(unit: Unit, kinds: Mapping[str, UnitKind]) -> Unit:
    """Return the unit with its code (default: its full name) and its suffix."""
    return replace(unit, code=unit_code(unit), suffix=resolved_suffix(unit, kinds))


def unit_code(unit: Unit) -> str:
    """Return the unit's code, which is its full name where none is given."""
    return unit.code or unit.name


def resolved_suffix(unit: Unit, kinds: Mapping[str, UnitKind]) -> str:
    """Return the unit's suffix (通名): as given, or recognised at the end of its full name."""
    kind = kinds.get(unit.kind)
    return unit.suffix or recognised_suffix(unit.name, kind.suffixes if kind else ())


def recognised_suffix(name: str, suffixes: Iterable[str]) -> str:
    """Return the longest of the suffixes that ends the name, or an empty text."""
    ending = [suffix for suffix in suffixes if suffix and name.endswith(suffix)]
    return max(ending, key=len, default="")


_CODES: Kept[dict[str, str]] = Kept(8)


def codes_by_name(units: tuple[Unit, ...]) -> Mapping[str, str]:
    """Return the code for each code, label and full name that only one unit goes by."""
    return _CODES.of(units, "", lambda: _codes_by_name(units))


def _codes_by_name(units: Iterable[Unit]) -> dict[str, str]:
    owners: dict[str, set[str]] = {}
    for unit in units:
        for name in (unit.name, unit.label, unit_code(unit)):
            owners.setdefault(name, set()).add(unit_code(unit))
    unique = {name: next(iter(codes)) for name, codes in owners.items() if len(codes) == 1}
    return {**unique, **{unit_code(unit): unit_code(unit) for unit in units}}


def issuer_unit(campaign: Campaign) -> Unit:
    """Return the issuer as one of those that hand in: its code is empty, its label its short name."""
    issuer = campaign.issuer
    return Unit(name=issuer.name, short_name=issuer.short_name, kind="", code="")
