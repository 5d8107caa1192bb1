"""Beginning below (照上级建行动): a unit's own campaign made from the one above it, forms and duties taken over."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.derive.names import unit_codes
from generator.derive.units import recognised_suffix
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.organ import Unit, UnitKind
from generator.problem import Problem, ProblemsFound
from generator.sources.campaign import Loaded, load
from generator.sources.office.yaml_text import yaml_text
from generator.sources.places import folder_of
from generator.validate.wording import nearest
from generator.verbs.usage import UsageProblem, usable_campaign

MAIN = "campaign.yaml"
UNITS_MAX = 2000
VILLAGES = UnitKind(code="community", name="社区（村）", suffixes=("社区", "村"))
EXAMPLES = ("东村", "西村")  # where no units are named: something to write over
HEAD = """\
# 照上级行动“{above}”建的：表单、报送要求取自上级，不要改各项的名称（name）。
# 要改的：issuer 发文机关，units 单位，duties 里本级的期限（应早于上级的期限）。
# 每月汇总、审定以后，用 gongwen hand-up 把数报到上级行动里。
"""


def begin_below(above: Path, target: Path, unit: str, names: Sequence[str] = ()) -> list[str]:
    """Write the campaign of a unit of a campaign into a new folder; return the files written.

    Raises ProblemsFound when the folder is not empty or the campaign above has errors, UsageProblem for a unit that is
    none of it.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        message = "文件夹不是空的，为免覆盖已有文件没有写入：请换一个新文件夹。"
        raise ProblemsFound([Problem(code="BLD-004", message=message, where=str(target))])
    link = Path(os.path.relpath(folder_of(above).resolve(), target.resolve())).as_posix()
    text = text_below(load(above), unit, link, names)
    target.mkdir(parents=True, exist_ok=True)
    (target / MAIN).write_text(text, encoding="utf-8", newline="\n")
    return [MAIN]


def text_below(loaded: Loaded, unit: str, link: str, names: Sequence[str] = ()) -> str:
    """Return the main file of the campaign of a unit of a campaign that was read; `link` is how that is found from it."""
    campaign = usable_campaign(loaded)
    codes = [c for c in unit_codes(campaign).get(unit, ()) if c]
    own = next((u for u in campaign.units if [u.code] == codes), None)
    if own is None:
        raise UsageProblem(
            f"上级行动里没有“{unit}”这个单位。{nearest(unit, [u.label for u in campaign.units])}"
        )
    if len(names) > UNITS_MAX:
        raise UsageProblem(f"一次最多写 {UNITS_MAX} 个单位")
    data = _data(campaign, loaded, own, tuple(_units(campaign, own, names)))
    data["superior"] = {"campaign": link, "unit": own.code}
    return HEAD.format(above=campaign.name) + yaml_text(data)


def _data(
    campaign: Campaign, loaded: Loaded, own: Unit, units: tuple[tuple[UnitKind, dict[str, str]], ...]
) -> dict[str, Any]:
    kinds = {kind.code: kind for kind, _ in units}
    forms = [f for f in loaded.forms.values() if own.kind in f.used_by and not f.is_paper]
    return {
        "schema": 1,
        "name": _own(campaign.name, campaign, own),
        "issuer": {
            "name": _own(campaign.issuer.name, campaign, own)
            if campaign.issuer.region
            else f"{own.label}人民政府",
            "region": own.label,
        },
        "starts_on": campaign.starts_on.isoformat(),
        "ends_on": campaign.ends_on.isoformat(),
        "kinds": [{"code": k.code, "name": k.name, "suffixes": list(k.suffixes)} for k in kinds.values()],
        "units": [unit for _, unit in units],
        "forms": [_use(loaded.data, form, tuple(kinds)) for form in forms],
        **_taken(loaded.data, forms),
        "duties": list(_duties(loaded.data, {f.form for f in forms}, own.kind, tuple(kinds))),
    }


def _own(text: str, campaign: Campaign, own: Unit) -> str:
    """Return a name with the superior's region changed for the unit's own."""
    region = campaign.issuer.region
    return text.replace(region, own.label, 1) if region and region in text else f"{own.label}{text}"


def _units(campaign: Campaign, own: Unit, names: Sequence[str]) -> Iterator[tuple[UnitKind, dict[str, str]]]:
    """Yield the units with their kinds: those named, else those that the superior lists below this one."""
    kinds = {k.code: k for k in campaign.kinds}
    listed = [u for u in campaign.units if u.parent == own.code]
    if listed and not names:
        for unit in listed:
            yield (
                kinds[unit.kind],
                {"name": unit.name, "short_name": unit.short_name, "code": unit.code, "kind": unit.kind},
            )
        return
    yield from ((VILLAGES, _village(own, name)) for name in _cleaned(names or EXAMPLES))


def _cleaned(names: Sequence[str]) -> Iterator[str]:
    return filter(None, dict.fromkeys(name.strip() for name in names))


def _village(own: Unit, name: str) -> dict[str, str]:
    """Return a unit by its name, which may leave out the town's: 东村."""
    short = name.removeprefix(own.label)
    suffix = recognised_suffix(short, VILLAGES.suffixes)
    bare = short.removesuffix(suffix)
    known = {"short_name": bare} if suffix and bare else {"suffix": VILLAGES.suffixes[-1]}
    return {"name": f"{own.label}{short}", "kind": VILLAGES.code, **known}


def _use(data: Mapping[str, Any], form: Form, kinds: tuple[str, ...]) -> dict[str, Any]:
    """Return the use of a form as the superior writes it, filled in by our own kinds of units."""
    written = data.get("forms")
    uses = [use for use in written if isinstance(use, dict)] if isinstance(written, list) else []
    use = next((use for use in uses if use.get("form") == form.form), {"form": form.form})
    return {**use, "used_by": list(kinds)}


def _taken(data: Mapping[str, Any], forms: Sequence[Form]) -> dict[str, Any]:
    """Return what the forms need beside them: the superior's own definitions, the lists that they show."""
    codes, lists = {f.form for f in forms}, {f.list for f in forms if f.list}
    written = data.get("definitions")
    own = (
        [d for d in written if isinstance(d, dict) and d.get("form") in codes]
        if isinstance(written, list)
        else []
    )
    shown = data.get("lists")
    found = {name: rows for name, rows in shown.items() if name in lists} if isinstance(shown, dict) else {}
    return ({"definitions": own} if own else {}) | ({"lists": found} if found else {})


def _duties(
    data: Mapping[str, Any], forms: set[str], kind: str, kinds: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """Yield the duties of the forms taken over, as the superior writes them, for our own kinds of units."""
    written = data.get("duties")
    for duty in written if isinstance(written, list) else ():
        if not isinstance(duty, dict) or duty.get("by_issuer"):
            continue
        used_by = duty.get("used_by")
        mine = kind in used_by if isinstance(used_by, list) else duty.get("form") in forms
        if mine:
            kept = {name: value for name, value in duty.items() if name not in ("used_by", "report_to")}
            yield kept | ({"used_by": list(kinds)} if isinstance(used_by, list) else {})
