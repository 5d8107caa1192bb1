"""What was edited (改动): told value by value in the words of the pages, and what would follow from it for returns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from generator.database.judging import problems_of
from generator.dataclass import dataclass
from generator.derive.units import unit_code
from generator.model.editing import FORM, OTHERS, SECTIONS, Section
from generator.model.filled import Return
from generator.model.office import Column
from generator.problem import errors
from generator.sources.campaign import Loaded
from generator.sources.edited import base_form, bases_of, differing, sections_of
from generator.sources.editing import Cells, Data, key_of, shown
from generator.validate.wording import listed

NAMES_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Difference (一处改动): where, what stood there before and what does now; empty for nothing."""

    section: str
    where: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """Consequence (影响) for what was reported; one that refuses must not come about."""

    message: str
    refuses: bool = False


def differences(old: Data, new: Data) -> Iterator[Difference]:
    """Yield what differs between two states of a campaign's data, page by page."""
    before, after = ({s.code: s for s in sections_of(data)} for data in (old, new))
    bases = (bases_of(old), bases_of(new))
    order = [*(s.code for s in SECTIONS), *dict.fromkeys(c for c in (*before, *after) if c.startswith(FORM))]
    told: dict[str, str] = dict(OTHERS)
    seen: set[str] = set()
    changed = differing(old, new)
    for code in order:
        section = after.get(code) or before[code]
        told = dict.fromkeys(section.keys, section.name) | told
        if not section.keys & changed.keys():  # a name may stand otherwise for a code that is what it was
            continue
        for found in _of_section(before.get(code), after.get(code), (old, new), bases):
            seen |= section.keys
            yield found
    for key in changed:
        if key not in seen:
            yield Difference(section=told.get(key, key), where="页上没有的内容", after="有改动")


def _of_section(
    was: Section | None, now: Section | None, data: tuple[Data, Data], bases: tuple[Mapping[str, Data], ...]
) -> Iterator[Difference]:
    section = now or was
    assert section is not None
    if was is None or now is None:
        what = ("", "新的表") if was is None else ("这张表", "")
        yield Difference(section=section.name, where="表", before=what[0], after=what[1])
        return
    old = shown(data[0], was, bases[0].get(was.code))
    new = shown(data[1], now, bases[1].get(now.code))
    columns = {key_of(c): c for _, group in section.items for c in group}
    yield from _of_cells(section, "", columns, old.items, new.items)
    for column in section.texts:
        yield from _of_texts(section, column, old.texts[key_of(column)], new.texts[key_of(column)])
    if section.rows is not None:
        columns = {key_of(c): c for c in section.rows.columns}
        yield from _of_rows(section, columns, [r.cells for r in old.rows], [r.cells for r in new.rows])


def _of_cells(
    section: Section, place: str, columns: Mapping[str, Column], old: Cells, new: Cells
) -> Iterator[Difference]:
    for key, column in columns.items():
        if old[key] != new[key]:
            where = " ".join(filter(None, (place, column.label)))
            yield Difference(section=section.name, where=where, before=old[key], after=new[key])


def _of_texts(
    section: Section, column: Column, old: Sequence[str], new: Sequence[str]
) -> Iterator[Difference]:
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            for i, (was, now) in enumerate(zip_longest(old[a:b], new[c:d], fillvalue="")):
                where = f"{column.label}第{(c if now else a) + i + 1}段"
                yield Difference(section=section.name, where=where, before=was, after=now)


def _of_rows(
    section: Section, columns: Mapping[str, Column], old: Sequence[Cells], new: Sequence[Cells]
) -> Iterator[Difference]:
    """Yield what differs between rows; one with the name of an old one is that one, wherever it stands."""
    were = _matched(old, new)
    for i, now in enumerate(new):
        if i in were:
            was = old[were[i]]
            yield from _of_cells(section, f"“{_name(was)}”", columns, was, now)
        else:
            yield Difference(section=section.name, where="添一行", after=_name(now))
    left = set(were.values())
    for i, was in enumerate(old):
        if i not in left:
            yield Difference(section=section.name, where="删一行", before=_name(was))
    order = [were[i] for i in sorted(were)]
    if order != sorted(order):
        yield Difference(section=section.name, where="次序", before="", after="有改动")


def _matched(old: Sequence[Cells], new: Sequence[Cells]) -> dict[int, int]:
    """Return by the number of a row which it was: the same row, else one of its name, else one it stands in place of."""
    texts = [tuple(tuple(row.items()) for row in rows) for rows in (old, new)]
    were: dict[int, int] = {}
    in_place: list[tuple[int, int]] = []
    for what, a, b, c, d in SequenceMatcher(None, texts[0], texts[1], autojunk=False).get_opcodes():
        if what == "equal":
            were |= zip(range(c, d), range(a, b), strict=True)
        elif b - a == d - c:
            in_place += zip(range(c, d), range(a, b), strict=True)
    known = set(were.values())
    gone: dict[str, list[int]] = {}
    for i, was in enumerate(old):
        if i not in known:
            gone.setdefault(_row_key(was), []).append(i)
    for i, now in enumerate(new):
        if i not in were and (found := gone.get(_row_key(now))):
            were[i] = found.pop(0)
    left = set(range(len(old))) - set(were.values())
    were |= {now: was for now, was in in_place if now not in were and was in left}
    return were


def _row_key(row: Cells) -> str:
    return row.get("code") or row.get("name") or _name(row)


def _name(row: Cells) -> str:
    """Return what a row is called: its name, label or title, else what it says first."""
    known = (row.get(key, "") for key in ("label", "name", "title", "form"))
    return next(filter(None, (*known, *row.values())), "")


def consequences(returns: Iterable[Return], old: Data, new: Data) -> Iterator[Consequence]:
    """Yield what would follow for what units reported: a unit, a form or a figure that would be gone."""
    reported = tuple(returns)
    units = _units(old)
    for code in dict.fromkeys(r.unit for r in reported if r.unit in units and r.unit not in _units(new)):
        count = sum(r.unit == code for r in reported)
        message = f"单位“{units[code]}”报过 {count} 份表，不能删去，代号也不能改。撤并的，请恢复这一行，写“止报月份”。"
        yield Consequence(message=message, refuses=True)
    before, after = _fields(old), _fields(new)
    for form in dict.fromkeys(r.form for r in reported if r.form in before):
        mine = [r for r in reported if r.form == form]
        if form not in after:
            message = f"表单 {form} 已有 {len(mine)} 份报表，删去以后这些报表不再汇总。"
            yield Consequence(message=message)
            continue
        for name, label in before[form].items():
            if name not in after[form] and (filled := [r for r in mine if _has(r, name)]):
                who = listed(list(dict.fromkeys(units.get(r.unit, r.unit) for r in filled))[:NAMES_MOST])
                message = f"“{label}”已有 {len(filled)} 份报表填了数（{who}），生效后这些报表会有错误，要由单位改报。"
                yield Consequence(message=message)


def wrong_then(returns: Sequence[Return], before: Loaded, after: Loaded) -> Iterator[Consequence]:
    """Yield which returns would have errors that they have not now: what they hold would be no figure any more."""
    if before.campaign is None or after.campaign is None:
        return
    known = {unit_code(unit) for unit in after.campaign.units}
    returns = [r for r in returns if r.unit in known and r.form in after.forms]
    was, now = (_wrong(returns, loaded) for loaded in (before, after))
    found = [where for key, where in now.items() if key not in was]
    if found:
        shown = "；".join(found[:NAMES_MOST])
        yield Consequence(message=f"{len(found)} 份报表照新的要求有错误，要由单位改报：{shown}。")


def _wrong(returns: Sequence[Return], loaded: Loaded) -> dict[int, str]:
    """Return where each return with an error has one, by its number."""
    assert loaded.campaign is not None
    found: dict[int, str] = {}
    for problem in errors(problems_of(loaded.campaign, loaded, tuple(returns)) if returns else ()):
        if len(problem.path) > 1 and isinstance(problem.path[1], int):
            found.setdefault(problem.path[1], problem.where)
    return found


def _has(filled: Return, name: str) -> bool:
    return filled.values.get(name) is not None or any(row.get(name) is not None for row in filled.rows)


def _units(data: Data) -> dict[str, str]:
    items = data.get("units")
    named = [u for u in items if isinstance(u, dict)] if isinstance(items, list) else []
    return {str(u.get("code") or u.get("name")): str(u.get("name")) for u in named}


def _fields(data: Data) -> dict[str, dict[str, str]]:
    """Return the labels of the fields of each form in use, by form and name."""
    found: dict[str, dict[str, str]] = {}
    for key in ("forms", "definitions"):
        items = data.get(key)
        for use in items if isinstance(items, list) else ():
            if isinstance(use, dict):
                form = {
                    **(base_form(str(use.get("form"))) or {}),
                    **{k: v for k, v in use.items() if v is not None},
                }
                fields = [
                    f for g in form.get("groups") or () if isinstance(g, dict) for f in g.get("fields") or ()
                ]
                fields += form.get("columns") or ()
                named = [f for f in fields if isinstance(f, dict)]
                found[str(use.get("form"))] = {
                    str(f.get("name")): str(f.get("label") or f.get("name")) for f in named
                }
    return found
