"""A campaign's folder or file read anew (重新读取): gathered, typed and checked."""

import hashlib
import json
import pathlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from generator.derive.corrections import key_of
from generator.derive.forms import forms_in_use
from generator.derive.units import codes_by_name, with_codes
from generator.kept import Kept
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.model.form import Form
from generator.model.hazard import Hazard
from generator.problem import Path, Problem, errors
from generator.sources.campaign import Loaded, ordered
from generator.sources.catalogue import catalogue
from generator.sources.characters import characters_of
from generator.sources.folder import Gathered, gather
from generator.sources.places import folder_of
from generator.sources.state import digests
from generator.sources.typed import typed
from generator.validate.campaign import check
from generator.validate.dates import is_month
from generator.validate.waivers import without_waived

T = TypeVar("T")
KEY_CODES = ("DATA-001", "REF-004", "REF-024")
REGISTRIES = ("kinds", "units", "definitions", "forms")
DATES = ("starts_on", "ends_on")
TEXTS = ("notice", "plan")
COMPARED_WITH_DATES = ("REF-012", "REF-018", "REF-025")


def read_anew(path: pathlib.Path, known: Mapping[str, Form] | None = None) -> Loaded:
    """Return the campaign in a folder or file, with every problem found in one run.

    `known` are the forms it may use besides its own (default: the catalogue). A return that cannot be used is
    left out; its problems carry the code of its unit.
    """
    return read_gathered(gather(path), path, known)


def read_gathered(gathered: Gathered, path: pathlib.Path, known: Mapping[str, Form] | None = None) -> Loaded:
    """Return the campaign of data that were gathered, whether or not they were changed since; `path` has its pictures."""
    forms = catalogue() if known is None else known
    written = characters_of(gathered.data)
    campaign, body, returned = _typed(gathered.data)
    pictures = digests(folder_of(path), campaign.seals.values())  # before they are looked at
    found = [*written.unusable, *body, *returned]
    found += _beyond_types(campaign, forms, [*body, *returned])
    found += written.doubtful
    found += _in_pictures(path, campaign)
    found += _in_folder_of_another_month(gathered, {p.path for p in found})
    if gathered.incomplete:
        found = [p for p in found if not _follows_from_a_missing_file(p)]
    found = without_waived(found, campaign.waivers)
    codes = codes_by_name(campaign.units)
    problems = gathered.problems + [_placed(p, gathered, codes) for p in found]
    problems += [
        replace(p, unit=codes.get(file.stem, ""), period=_month(file.parent.name))
        for file, p in gathered.return_problems
    ]
    usable = not errors(body) and not errors(gathered.problems)
    return Loaded(
        campaign=_without_bad_returns(campaign, errors(found)) if usable else None,
        problems=ordered(problems),
        forms=forms_in_use(campaign, forms) if usable else {},
        digest=_digest(gathered.data),
        data=gathered.data,
        rare=written.rare,
        codes=codes,
        pictures=pictures,
        place=lambda problem: _placed(problem, gathered, codes),
    )


def placing(path: pathlib.Path, codes: Mapping[str, str]) -> Callable[[Problem], Problem]:
    """Return what gives a problem its place in a campaign whose data were not read in this run."""
    gathered = gather(path)
    return lambda problem: _placed(problem, gathered, codes)


def _in_pictures(path: pathlib.Path, campaign: Campaign) -> list[Problem]:
    """Return what is wrong with the pictures of seals; most campaigns have none and need nothing for them."""
    if not campaign.seals:
        return []
    from generator.sources.pictures import seal_pictures

    return seal_pictures(folder_of(path), campaign.seals)[1]


def _typed(data: Mapping[str, Any]) -> tuple[Campaign, list[Problem], list[Problem]]:
    """Return the campaign, the problems of its body and those of its returns.

    Each return, and each hazard, is typed on its own; one that is wrong holds stand-ins and keeps its place in the
    list. Hazards that were typed before are not typed again.
    """
    asked = (("returns", _is_list), ("hazards", _are_mappings))
    apart = {key: data[key] for key, can_be in asked if can_be(data.get(key))}
    campaign, problems = typed(Campaign, {**data, **{key: [] for key in apart}})
    if "hazards" in apart:
        found = _HAZARDS.of(apart["hazards"], "", lambda: _each_typed(Hazard, apart, "hazards"))
        campaign = replace(campaign, hazards=tuple(value for value, _ in found))
        problems = [*problems, *(p for _, wrong in found for p in wrong)]
    returns = _each_typed(Return, apart, "returns")
    campaign = with_codes(replace(campaign, returns=tuple(value for value, _ in returns)))
    return campaign, problems, [p for _, wrong in returns for p in wrong]


_HAZARDS: Kept[list[tuple[Hazard, list[Problem]]]] = Kept(2)  # a long list in a file that is read again


def _each_typed(cls: type[T], lists: Mapping[str, Any], key: str) -> list[tuple[T, list[Problem]]]:
    return [typed(cls, item, (key, i)) for i, item in enumerate(lists.get(key, ()))]


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _are_mappings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _beyond_types(campaign: Campaign, forms: Mapping[str, Form], found: list[Problem]) -> list[Problem]:
    """Problems of the checks on the typed campaign, without those that follow from what was found before."""
    stand_ins = [p.path for p in found if p.code != "DATA-001"]
    names_broken = any(path[:1] and path[0] in REGISTRIES for path in stand_ins)
    dates_broken = any(path[:1] and path[0] in DATES for path in stand_ins)
    numbers_broken = any(path[:1] == ("numbers",) for path in stand_ins)
    return [
        problem
        for problem in check(campaign, forms_in_use(campaign, forms), forms)
        if not (names_broken and problem.code.startswith("REF"))
        and not (numbers_broken and problem.code.startswith("NUM"))
        and not (dates_broken and problem.code in COMPARED_WITH_DATES)
        and not any(_overlap(problem.path, path) for path in stand_ins)
    ]


def _in_folder_of_another_month(gathered: Gathered, wrong: set[Path]) -> list[Problem]:
    """Return a warning for each return that says another month, not wrong in itself, than its folder."""
    return [p for p in _other_months(gathered) if p.path not in wrong]


def _other_months(gathered: Gathered) -> Iterator[Problem]:
    items = gathered.data.get("returns")
    for i, item in enumerate(items if isinstance(items, list) else []):
        folder = gathered.folder(("returns", i))
        period = item.get("period") if isinstance(item, dict) else None
        if is_month(folder) and isinstance(period, str) and is_month(period) and period != folder:
            message = f"这个文件放在 {folder} 文件夹里，所报月份却写 {period}；按 {period} 算。请核对 period，或挪动文件。"
            yield Problem(code="REF-019", message=message, path=("returns", i, "period"), severity="warning")


def _follows_from_a_missing_file(problem: Problem) -> bool:
    return problem.code.startswith("REF") or (
        problem.code == "DATA-003" and (len(problem.path) == 1 or problem.path[0] in TEXTS)
    )


def _overlap(one: Path, other: Path) -> bool:
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _placed(problem: Problem, gathered: Gathered, codes: Mapping[str, str]) -> Problem:
    """Return the problem with its place, and with its unit and month when it lies in a return."""
    if problem.spots:
        where = gathered.where_in(problem.spots[0])
    else:
        where = gathered.where(problem.path, key=problem.code in KEY_CODES)
    period = _period(problem, gathered)
    unit, message = _unit(problem, gathered, codes), gathered.in_its_words(problem.path, problem.message)
    return replace(problem, where=where, unit=unit, period=period, message=message)


def _period(problem: Problem, gathered: Gathered) -> str:
    """Return the month of the return in which a problem lies; none where the month itself is wrong."""
    if problem.path[:1] != ("returns",) or len(problem.path) < 2 or problem.path[2:] == ("period",):
        return ""
    item = gathered.data["returns"][problem.path[1]]
    said = item.get("period") if isinstance(item, dict) else None
    return _month(said) or _month(gathered.folder(problem.path))


def _month(text: object) -> str:
    return text if isinstance(text, str) and is_month(text) else ""


def _unit(problem: Problem, gathered: Gathered, codes: Mapping[str, str]) -> str:
    if problem.unit or problem.path[:1] != ("returns",) or len(problem.path) < 2:
        return problem.unit
    item = gathered.data["returns"][problem.path[1]]
    said = item.get("unit") if isinstance(item, dict) else None
    if isinstance(said, str) and said in codes.values():
        return said
    return codes.get(gathered.stem(problem.path), "")


def _without_bad_returns(campaign: Campaign, found: list[Problem]) -> Campaign:
    """Return the campaign without the returns that have errors, and without what such a one was to correct.

    Nothing later meets a value unchecked, nor one that its unit has taken back.
    """
    bad = {p.path[1] for p in found if p.path[:1] == ("returns",) and len(p.path) > 1}
    spoilt = {(*key_of(r), r.correction) for i, r in enumerate(campaign.returns) if i in bad}
    last = {key: max(c for *k, c in spoilt if tuple(k) == key) for *k, _ in spoilt if (key := tuple(k))}
    kept = (r for i, r in enumerate(campaign.returns) if i not in bad)
    return replace(campaign, returns=tuple(r for r in kept if r.correction > last.get(key_of(r), -1)))


def _digest(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
