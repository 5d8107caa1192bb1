"""Beginning a campaign (新建行动) from what an office says in a minute: name, issuer, dates, units pasted, forms chosen."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator.dataclass import dataclass
from generator.derive.entries import same_words
from generator.derive.units import recognised_suffix
from generator.model.form import Form
from generator.model.office import SERIAL, UNITS
from generator.problem import Problem, ProblemsFound, errors
from generator.sources.campaign import load
from generator.sources.catalogue import catalogue
from generator.sources.contents import read_bytes
from generator.sources.encoding import to_utf8
from generator.sources.intake.files import READ, read_grids
from generator.sources.intake.grid import BLANK
from generator.sources.office.yaml_text import yaml_text
from generator.sources.older import SCHEMA
from generator.verbs.usage import UsageProblem

UNITS_MAX = 2000
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "community": ("社区（村）", ("社区", "村")),
    "department": ("部门", ()),
    "town": ("乡镇（街道）", ("镇", "乡", "街道")),
    "county": ("县（市、区）", ("县", "市", "区")),
    "enterprise": ("企业", ()),
    "school": ("学校", ()),
}
MONTHLY = ("month_end", *map(str, range(1, 29)))
HEAD = """\
# 行动的数据。“#”后面是说明，程序不读；各个键见 docs/campaign-data.md。
# 通知、实施方案、工作专班写在 text.yaml，表单写在 forms 文件夹，在网页上用“编辑”改也可以。
"""
UNITS_HEAD = "# 单位类别和单位。代号（code）用来认单位，定了以后不要改；名称、简称可以改。\n"
_CELL = re.compile(r"\t|\s{2,}|[,，;；]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a new campaign begins with (新建的行动); `units` is a list pasted from Excel, a unit a line."""

    name: str
    issuer: str
    starts_on: date
    ends_on: date
    short_name: str = ""
    region: str = ""
    kinds: tuple[str, ...] = ("community", "department")
    units: str = ""
    forms: tuple[str, ...] = ()
    monthly_by: str = "month_end"


def able_forms(kinds: Sequence[str] = ()) -> list[Form]:
    """Return the forms of the catalogue that units fill in, of these kinds where they are named."""
    forms = (f for f in catalogue().values() if f.used_by and f.kind != "score_sheet")
    return [f for f in forms if not kinds or set(f.used_by) & set(kinds)]


def begin(told: Beginning) -> dict[str, bytes]:
    """Return the files of a new campaign by name; raises UsageProblem with everything that is missing or wrong."""
    units, wrong = units_of(told.units, told)
    wrong = [*_missing(told), *wrong]
    if wrong:
        raise UsageProblem("\n".join(wrong))
    kinds = [_kind(code) for code in told.kinds]
    return {
        "campaign.yaml": (HEAD + yaml_text(_campaign(told))).encode(),
        "units.yaml": (UNITS_HEAD + yaml_text({"schema": SCHEMA, "kinds": kinds, "units": units})).encode(),
    }


def units_text(place: Path) -> str:
    """Return a list of units in a workbook or text file as it would be pasted; raises ProblemsFound."""
    if place.suffix.lower() in READ:
        grids = read_grids(place, place.name)
        if isinstance(grids, Problem):
            raise ProblemsFound([grids])
        rows = (row for row in grids[0].rows if any(cell != BLANK for cell in row)) if grids else ()
        return "\n".join("\t".join(_cell_text(cell) for cell in row) for row in rows)
    raw = read_bytes(place, place.name)
    if isinstance(raw, Problem):
        raise ProblemsFound([raw])
    return (to_utf8(raw) or raw).decode("utf-8-sig", "replace")


def _cell_text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else " ".join(str(cell).split())


def begin_in(target: Path, told: Beginning) -> list[str]:
    """Write a new campaign into a new folder; return the files written, raise ProblemsFound when it is not empty."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        message = "文件夹不是空的，为免覆盖已有文件没有写入：请换一个新文件夹。"
        raise ProblemsFound([Problem(code="BLD-004", message=message, where=str(target))])
    files = begin(told)
    target.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (target / name).write_bytes(content)
    if wrong := errors(load(target).problems):
        raise ProblemsFound(wrong)
    return sorted(files)


def _missing(told: Beginning) -> list[str]:
    known = {f.form for f in able_forms()}
    return [
        message
        for wrong, message in (
            (not told.name.strip(), "没有写行动的名称。"),
            (not told.issuer.strip(), "没有写发文机关。"),
            (told.ends_on < told.starts_on, "结束日期早于开始日期。"),
            (not told.kinds, "没有选单位类别。"),
            (not set(told.kinds) <= set(KINDS), f"单位类别只能选 {'、'.join(KINDS)}。"),
            (not told.units.strip(), "没有写单位，请从 Excel 里复制名单，粘贴进来。"),
            (not set(told.forms) <= known, "有目录里没有的表单。"),
            (told.monthly_by not in MONTHLY, "每月报送日期写 1—28，或月底 month_end。"),
        )
        if wrong
    ]


def _campaign(told: Beginning) -> dict[str, Any]:
    issuer = {
        "name": told.issuer.strip(),
        "short_name": told.short_name.strip(),
        "region": told.region.strip(),
    }
    forms = {f.form: f for f in able_forms()}
    monthly = int(told.monthly_by) if told.monthly_by.isdigit() else told.monthly_by
    duties = [
        {
            "name": forms[code].short_title,
            "form": code,
            "monthly_by": monthly,
            "cumulative_from": f"{told.starts_on:%Y-%m}",
            "zero_return": True,
        }
        for code in told.forms
        if forms[code].kind == "indicator_table"
    ]
    data = {
        "schema": SCHEMA,
        "name": told.name.strip(),
        "starts_on": told.starts_on.isoformat(),
        "ends_on": told.ends_on.isoformat(),
        "issuer": {key: value for key, value in issuer.items() if value},
    }
    forms_used = [_use(forms[code], told.kinds) for code in told.forms]
    return data | ({"forms": forms_used} if forms_used else {}) | ({"duties": duties} if duties else {})


def _use(form: Form, kinds: Sequence[str]) -> dict[str, Any]:
    """Return the use of a form: by the kinds that there are, where the catalogue names others."""
    able = [kind for kind in form.used_by if kind in kinds]
    changed = {} if set(able) == set(form.used_by) else {"used_by": able or list(kinds)}
    return {"form": form.form, **changed}


def _kind(code: str) -> dict[str, Any]:
    name, suffixes = KINDS[code]
    return {"code": code, "name": name} | ({"suffixes": list(suffixes)} if suffixes else {})


def units_of(pasted: str, told: Beginning) -> tuple[list[dict[str, str]], list[str]]:
    """Return the units of a pasted list, and what is wrong with its lines.

    A head names the columns (单位全称、简称、类别、单位代号); without one the first is the name, and another is a kind
    where it says one, else the short name.
    """
    lines = [(n, _cells(line)) for n, line in enumerate(pasted.splitlines(), 1) if line.strip()]
    if not lines:
        return [], []
    head = _head(lines[0][1])
    body = lines[1:] if head else lines
    if len(body) > UNITS_MAX:
        return [], [f"单位有 {len(body)} 个，一次最多 {UNITS_MAX} 个。"]
    units, wrong, met = list[dict[str, str]](), list[str](), dict[str, int]()
    for number, cells in body:
        found = _named(cells, head, told.kinds)
        if not found.get("name"):
            wrong.append(f"第 {number} 行没有单位名称。")
        elif found["name"] in met:
            wrong.append(f"第 {number} 行的“{found['name']}”和第 {met[found['name']]} 行重复。")
        elif found.get("kind") not in told.kinds:
            wrong.append(f"第 {number} 行的“{found['name']}”看不出是哪一类单位，请加“类别”一栏，或只选一类。")
        else:
            met[found["name"]] = number
            units.append(_unit(found, told, len(units) + 1))
    codes = [u["code"] for u in units]
    wrong += [f"单位代号“{code}”写了两次。" for code in sorted({c for c in codes if codes.count(c) > 1})]
    return units, wrong


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in (line.split("\t") if "\t" in line else _CELL.split(line.strip()))]


def _head(cells: Sequence[str]) -> list[str]:
    """Return the key of each column where a line is a head, nothing where it is not."""
    known = {same_words(head): c.key[0] for c in UNITS.columns for head in c.heads} | {"名称": "name"}
    keys = [known.get(same_words(cell), "") for cell in cells]
    of_head = sum(bool(key) or cell == SERIAL for key, cell in zip(keys, cells, strict=True))
    return keys if "name" in keys and (len(cells) == 1 or of_head > 1) else []


def _named(cells: Sequence[str], head: Sequence[str], kinds: Sequence[str]) -> dict[str, str]:
    """Return a line's cells by the keys of a unit."""
    by_name = {same_words(KINDS[k][0]): k for k in kinds} | {k: k for k in kinds}
    by_name |= {word: k for k in kinds for word in re.split(r"[（）、]", KINDS[k][0]) if word}
    if head:
        found = {key: cell for key, cell in zip(head, cells, strict=False) if key and cell}
    else:
        words = [c for c in cells if c and not c.isdigit()]
        found = {"name": words[0] if words else ""}
        for word in words[1:]:
            found.setdefault("kind" if same_words(word) in by_name else "short_name", word)
    kind = by_name.get(same_words(found.get("kind", "")), found.get("kind", ""))
    found["kind"] = kind or _kind_by_name(found.get("name", ""), kinds)
    return found


def _kind_by_name(name: str, kinds: Sequence[str]) -> str:
    if len(kinds) == 1:
        return kinds[0]
    ending = [k for k in kinds if recognised_suffix(name, KINDS[k][1])]
    if ending:
        return ending[0]
    return next((k for k in kinds if not KINDS[k][1]), "")


def _unit(found: Mapping[str, str], told: Beginning, number: int) -> dict[str, str]:
    """Return a unit as it is written: with a code of its own, and the short name that its full name gives."""
    name, region = found["name"], told.region.strip()
    suffixes = KINDS[found["kind"]][1]
    short = found.get("short_name") or name.removeprefix(region) or name
    short = short.removesuffix(recognised_suffix(short, suffixes)) or short
    unit = {"name": name, "short_name": short, "kind": found["kind"]}
    extra = {k: found[k] for k in ("suffix", "parent", "first_month", "last_month") if found.get(k)}
    return unit | extra | {"code": found.get("code") or f"{found['kind'][0]}{number:02}"}
