"""What a command may ask for wrongly, and what every command needs of the data it was given."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.derive.names import is_period, latest_period, months, unit_codes
from generator.model.campaign import Campaign
from generator.problem import Problem, ProblemsFound, errors
from generator.sources.campaign import Loaded
from generator.sources.places import DEEP, MAIN_NAMES, Source
from generator.sources.templates import FOLDERS
from generator.validate.wording import nearest

OPTIONS = {
    "period": "--period",
    "due_on": "--until",
    "text": "--text",
}  # of the commands that add a line, by key


class UsageProblem(Exception):
    """Raised when the command names what the campaign does not have (exit code 2)."""


def refuse(problems: Iterable[Problem]) -> None:
    """Raise UsageProblem for what is wrong with a line to be added, its keys called by the options that give them."""
    key = re.compile(rf"(?<![\w“])({'|'.join(OPTIONS)})(?!\w)")
    if messages := [key.sub(lambda found: OPTIONS[found[1]], p.message) for p in problems]:
        raise UsageProblem("\n".join(messages))


def keep_apart(source: Source, target: Path) -> None:
    """Raise UsageProblem when the output would lie where the next run reads data."""
    if not isinstance(source, Path):
        return
    is_folder = source.is_dir()
    root = (source if is_folder else source.parent).resolve()
    place = target.resolve()
    among_data = any(place.is_relative_to(root / name) for name in (*DEEP, *FOLDERS))
    if among_data or (place == root and (is_folder or source.name in MAIN_NAMES)):
        raise UsageProblem(f"不能写到行动的数据文件夹“{target}”里，请换一个输出文件夹，如 输出")


def usable_campaign(loaded: Loaded) -> Campaign:
    """Return the campaign, or raise everything found when an error is not confined to one unit."""
    if loaded.campaign is None or any(not p.unit for p in errors(loaded.problems)):
        raise ProblemsFound(loaded.problems)
    return loaded.campaign


def units_named(campaign: Campaign, names: Sequence[str]) -> tuple[str, ...]:
    """Return the codes of the units named, by label, full or short name or code; raises UsageProblem for any other."""
    known = unit_codes(campaign)
    for name in names:
        codes = [code for code in known.get(name, ()) if code]
        if len(codes) > 1:
            raise UsageProblem(f"有几个单位叫“{name}”，请写全称或代号。")
        if not codes:
            hint = nearest(name, [u.label for u in campaign.units])
            raise UsageProblem(f"没有“{name}”这个单位。{hint}")
    return tuple(known[name][0] for name in names)


def month_of(campaign: Campaign, asked: str) -> str:
    """Return the month asked for, else the latest with data; raises UsageProblem for one that is none of the campaign's."""
    period = asked or latest_period(campaign)
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", period):
        raise UsageProblem(f"月份应写成 2023-06 的样子，现是“{period}”")
    if not is_period(campaign, period):
        first, last = months(campaign)
        raise UsageProblem(f"“{period}”不在行动期间（{first} 至 {last}）内，请核对月份")
    return period


def wrong_returns(loaded: Loaded) -> frozenset[tuple[str, str, str]]:
    """Return form, unit and month of each return that has errors; the form is empty where it cannot be told."""
    return frozenset(
        (_form_of(loaded, p.path), p.unit, p.period) for p in errors(loaded.problems) if p.unit and p.period
    )


def _form_of(loaded: Loaded, path: tuple[str | int, ...]) -> str:
    listed = loaded.data.get("returns")
    if path[:1] != ("returns",) or len(path) < 2 or not isinstance(listed, list):
        return ""
    item = listed[path[1]] if isinstance(path[1], int) else None
    form = item.get("form") if isinstance(item, dict) else None
    return form if isinstance(form, str) and form in loaded.forms else ""
