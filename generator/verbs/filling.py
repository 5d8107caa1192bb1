"""Filling in (填报): a unit's form for a month opened, typed into, checked, handed in, sent back or taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from typing import Any, NamedTuple

from generator.compose.entry_table import EntryTable, entry_table
from generator.compose.wording import printed_number
from generator.database.changes import Step, is_same, save
from generator.database.judging import problems_of
from generator.database.store import DatabaseStore, Kept
from generator.dataclass import dataclass
from generator.derive.calendar import month_before
from generator.derive.corrections import in_force
from generator.derive.deadlines import due_day
from generator.derive.entries import Entry, row_entries, value_entries
from generator.derive.names import is_period
from generator.model.campaign import Campaign
from generator.model.filled import Return, Value
from generator.model.form import Form
from generator.model.organ import Unit
from generator.problem import Problem, Severity
from generator.sources.campaign import Loaded
from generator.sources.characters import doubtful_characters, texts, unusable_characters
from generator.sources.intake.cells import read_cell
from generator.verbs.usage import UsageProblem, usable_campaign

ROWS_MAX = 2000
TEXT_MAX = 20_000
YEARS_AROUND = 1


class Which(NamedTuple):
    """Which return it is (哪一份): a unit's on a form for a month, by their codes."""

    unit: str
    form: str
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is said of an entry (提示): `key` is its place on the page, empty for the whole table."""

    key: str
    message: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a clerk typed (录入): by the entries' keys, such as penalties.times; rows of a ledger likewise."""

    values: Mapping[str, str] = field(default_factory=dict)
    rows: Sequence[Mapping[str, str]] = ()
    filled_by: str = ""
    reviewed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A form as it stands for a unit and month (打开的表): what is typed, last month's figures, and what is said of it."""

    campaign: Campaign
    form: Form
    table: EntryTable
    unit: Unit
    period: str
    due_on: date | None
    kept: Kept | None
    typed: Typed
    before: Mapping[str, str]
    remarks: tuple[Remark, ...]

    @property
    def version(self) -> int:
        """The version that the next step must name, 0 for a return not begun."""
        return self.kept.version if self.kept else 0

    @property
    def is_open(self) -> bool:
        """Whether it may be typed into."""
        return self.kept is None or self.kept.state in ("draft", "sent_back")


def open_form(store: DatabaseStore, which: Which) -> Opened:
    """Return a form as it stands; raises UsageProblem when the unit does not fill it in for that month."""
    loaded, mine = store.of_unit(which.unit)
    campaign = usable_campaign(loaded)
    unit, form = _asked(campaign, loaded, which)
    kept = _last(mine, which)
    filled = kept.filled if kept else _empty(form, which)
    entered = kept.entered if kept is not None else {}
    typed = _typed(form, filled, entered)
    return Opened(
        campaign=campaign,
        form=form,
        table=entry_table(form),
        unit=unit,
        period=which.period,
        due_on=due_day(campaign, form, which.period),
        kept=kept,
        typed=typed,
        before=_before(mine, form, which),
        remarks=_remarks((loaded, mine), form, filled, entered) if kept is not None else (),
    )


def _asked(campaign: Campaign, loaded: Loaded, which: Which) -> tuple[Unit, Form]:
    unit = next((u for u in campaign.units if u.code == which.unit), None)
    form = loaded.forms.get(which.form)
    if unit is None or form is None or unit.kind not in form.used_by:
        raise UsageProblem("没有这张要这个单位填的表，请从行动首页打开")
    if not is_period(campaign, which.period) or not unit.reports_in(which.period):
        raise UsageProblem(f"“{unit.label}”{which.period} 不用报这张表")
    if not (value_entries(form) or row_entries(form)):
        raise UsageProblem(f"“{form.short_title}”的内容取自隐患台账，不用填报")
    return unit, form


def last_kept(store: DatabaseStore, which: Which) -> Kept | None:
    """Return the last version of a return, draft or not."""
    return _last(store.kept(which.unit), which)


def _last(mine: Iterable[Kept], which: Which) -> Kept | None:
    same = (k for k in mine if (k.filled.form, k.filled.period) == (which.form, which.period))
    return max(same, key=lambda k: k.filled.correction, default=None)


def _empty(form: Form, which: Which) -> Return:
    return Return(schema=1, form=form.form, unit=which.unit, period=which.period, version=form.version)


def key_of(entry: Entry) -> str:
    """Return the key of an entry on the page: the names of its path with a point between."""
    return ".".join(entry.path)


def _typed(form: Form, filled: Return, entered: Mapping[str, str]) -> Typed:
    """Return a return as it stands in the entries of the page, what could not be read in the words typed."""
    entries = row_entries(form)
    values = {key_of(e): _text(_at(filled.values, e)) for e in value_entries(form)}
    rows = [{key_of(e): _text(_at(row, e)) for e in entries} for row in filled.rows]
    for key, text in entered.items():
        number, _, name = key.partition(":")
        if not name:
            values[key] = text
        elif int(number) < len(rows):
            rows[int(number)][name] = text
    return Typed(values=values, rows=rows, filled_by=filled.filled_by, reviewed_by=filled.reviewed_by)


def _at(values: Mapping[str, Value], entry: Entry) -> Value:
    value = values.get(entry.path[0])
    return value.get(entry.path[1]) if isinstance(value, dict) and len(entry.path) > 1 else value


def _text(value: Value) -> str:
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, str) else printed_number(value)


def _before(mine: Iterable[Kept], form: Form, which: Which) -> dict[str, str]:
    month = month_before(which.period)
    same = (k for k in mine if (k.filled.form, k.filled.period) == (which.form, month))
    counted = (k.filled for k in same if k.counts)
    last = next(iter(in_force(counted)), None)
    return dict(_typed(form, last, {}).values) if last else {}


def read_typed(campaign: Campaign, form: Form, which: Which, typed: Typed) -> tuple[Return, dict[str, str]]:
    """Return what was typed as a return, and the words that cannot be read, by their keys."""
    if len(typed.rows) > ROWS_MAX:
        raise UsageProblem(f"一张表最多 {ROWS_MAX} 行，请分开报")
    unread: dict[str, str] = {}
    values = _read(campaign, value_entries(form), typed.values, "", unread)
    entries = row_entries(form)
    kept = [row for row in typed.rows if any(text.strip() for text in row.values())]
    rows = tuple(_read(campaign, entries, row, f"{i}:", unread) for i, row in enumerate(kept))
    filled = replace(
        _empty(form, which),
        filled_by=typed.filled_by.strip(),
        reviewed_by=typed.reviewed_by.strip(),
        values=values,
        rows=rows,
    )
    return filled, unread


def _read(
    campaign: Campaign, entries: Sequence[Entry], written: Mapping[str, str], at: str, unread: dict[str, str]
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for entry in entries:
        text = written.get(key_of(entry), "")[:TEXT_MAX]
        reading = read_cell(entry, text.strip(), _years(campaign))
        if reading.wrong:
            unread[at + key_of(entry)] = text
        elif reading.value is not None:
            _put(values, entry.path, reading.value)
    return values


def _put(values: dict[str, Value], path: tuple[str, ...], value: Any) -> None:
    if len(path) == 1:
        values[path[0]] = value
    else:
        parts = values.setdefault(path[0], {})
        assert isinstance(parts, dict)
        parts[path[1]] = value


def _years(campaign: Campaign) -> tuple[int, int]:
    return campaign.starts_on.year - YEARS_AROUND, campaign.ends_on.year + YEARS_AROUND


def look(store: DatabaseStore, which: Which, typed: Typed) -> tuple[Remark, ...]:
    """Return what is wrong with what is typed so far, without keeping it."""
    loaded, mine = store.of_unit(which.unit)
    campaign = usable_campaign(loaded)
    _, form = _asked(campaign, loaded, which)
    filled, unread = read_typed(campaign, form, which, typed)
    kept = _last(mine, which)
    return _remarks(
        (loaded, mine), form, replace(filled, correction=kept.filled.correction if kept else 0), unread
    )


def _remarks(
    seen: tuple[Loaded, tuple[Kept, ...]], form: Form, filled: Return, unread: Mapping[str, str]
) -> tuple[Remark, ...]:
    """Return what is said of a return among the others of its unit, as they were seen with the campaign."""
    loaded, mine = seen
    campaign = usable_campaign(loaded)
    found = [_unread(campaign, form, key, text) for key, text in unread.items()]
    others = [
        k.filled
        for k in mine
        if k.counts
        and (k.filled.form, k.filled.period, k.filled.correction)
        != (filled.form, filled.period, filled.correction)
    ]
    problems = [*problems_of(campaign, loaded, (filled, *others)), *_characters(filled)]
    told = (_remark(p) for p in problems if p.path[:2] == ("returns", 0))
    found += [r for r in told if not any(_covers(key, r.key) for key in unread)]
    return tuple(dict.fromkeys(found))


def _characters(filled: Return) -> list[Problem]:
    data = {"filled_by": filled.filled_by, "values": filled.values, "rows": list(filled.rows)}
    found = (*unusable_characters(texts(data)), *doubtful_characters(texts(data)))
    return [replace(p, path=("returns", 0, *p.path)) for p in found]


def _covers(key: str, other: str) -> bool:
    return bool(other) and (key.startswith(other) or other.startswith(key))


def _unread(campaign: Campaign, form: Form, key: str, text: str) -> Remark:
    _, _, name = key.rpartition(":")
    entry = next(e for e in (*value_entries(form), *row_entries(form)) if key_of(e) == name)
    return Remark(key=key, message=f"“{entry.label}”{read_cell(entry, text.strip(), _years(campaign)).wrong}")


def _remark(problem: Problem) -> Remark:
    match problem.path[2:]:
        case ("values", *names):
            key = ".".join(map(str, names))
        case ("rows", number, *names):
            key = f"{number}:" + ".".join(map(str, names))
        case (name, *_):
            key = f"@{name}"
        case _:
            key = ""
    return Remark(key=key, message=problem.message, severity=problem.severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Who does it (经手), seen at which version; `said` is why, where it is sent back or filled in on a unit's behalf."""

    who: str
    seen: int
    on: date
    said: str = ""


def keep(store: DatabaseStore, which: Which, typed: Typed, whose: Whose) -> Opened:
    """Keep what is typed so far as a draft; raises Changed when someone else was quicker."""
    _step(store, which, typed, whose, hand_in=False)
    return open_form(store, which)


def hand_in(store: DatabaseStore, which: Which, typed: Typed, whose: Whose) -> Opened:
    """Hand a form in; with errors it stays a draft that is kept, and the errors are in what is returned."""
    _step(store, which, typed, whose, hand_in=True)
    return open_form(store, which)


def _step(store: DatabaseStore, which: Which, typed: Typed, whose: Whose, *, hand_in: bool) -> None:
    opened = open_form(store, which)
    filled, unread = read_typed(opened.campaign, opened.form, which, typed)
    filled = replace(filled, correction=opened.kept.filled.correction if opened.kept else 0)
    if opened.kept is not None and not opened.is_open:
        if _is_handed_in(opened.kept, filled, whose):
            return
        raise UsageProblem("这张表已经报出，不能再改。要改的，请汇总单位退回，或作为更正另报。")
    ready = hand_in and not any(
        r.severity == "error" for r in _remarks(store.of_unit(which.unit), opened.form, filled, unread)
    )
    if ready:
        filled = replace(filled, filled_on=whose.on)
    step = Step(to="submitted" if ready else "draft", who=whose.who, said=whose.said, entered=unread)
    save(store.engine, store.code, filled, step, whose.seen)


def _is_handed_in(kept: Kept, filled: Return, whose: Whose) -> bool:
    """Tell whether the same person handed the same in just before, and was not answered."""
    same = is_same(kept.content, replace(filled, filled_on=kept.filled.filled_on))
    return same and (kept.state, kept.version, kept.changed_by) == ("submitted", whose.seen + 1, whose.who)


def zeros(form: Form) -> Typed:
    """Return a zero return (零报送): a zero in every number, nothing in what is not one."""
    numbers = ("count", "money", "number")
    return Typed(values={key_of(e): "0" for e in value_entries(form) if e.kind in numbers})


def send_back(store: DatabaseStore, which: Which, whose: Whose) -> Opened:
    """Send a return back to its unit with a reason; raises UsageProblem without one."""
    if not whose.said.strip():
        raise UsageProblem("退回要写明原因，单位照着改")
    return _moved(store, which, "sent_back", whose)


def accept(store: DatabaseStore, which: Which, whose: Whose) -> Opened:
    """Take a return (收下)."""
    return _moved(store, which, "accepted", whose)


def _moved(store: DatabaseStore, which: Which, to: Any, whose: Whose) -> Opened:
    kept = last_kept(store, which)
    if kept is None:
        raise UsageProblem("这个单位还没有报这张表")
    save(
        store.engine, store.code, kept.filled, Step(to=to, who=whose.who, said=whose.said.strip()), whose.seen
    )
    return open_form(store, which)


def correct(store: DatabaseStore, which: Which, whose: Whose) -> Opened:
    """Begin a correction (更正) of a return that was taken: a draft of its own with the figures as they were."""
    kept = last_kept(store, which)
    if kept is None or kept.state != "accepted":
        raise UsageProblem("汇总单位收下以后才作更正；还没有收下的，请汇总单位退回")
    filled = replace(kept.filled, correction=kept.filled.correction + 1, filled_on=None, received_on=None)
    save(store.engine, store.code, filled, Step(to="draft", who=whose.who, said=whose.said), 0)
    return open_form(store, which)
