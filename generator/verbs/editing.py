"""Editing (编辑): a campaign's texts, units, forms and duties changed page by page into a draft, then put in force at once.

What is typed is kept as a draft, right or wrong, and told at its place. Units go on with the campaign in force until a
draft without errors is published; the files keep whatever was not edited.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from generator.database.audit import Act
from generator.database.changes import Changed, Desk, write_files
from generator.database.engine import now
from generator.dataclass import dataclass
from generator.model.editing import SECTIONS, Section
from generator.press.disk import digest as digest_of_bytes
from generator.sources.campaign import Loaded
from generator.sources.catalogue import catalogue
from generator.sources.edited import (
    Draft,
    Edited,
    bases_of,
    differing,
    digest,
    edited,
    laid_upon,
    sections_of,
)
from generator.sources.edited_places import Told, told_of
from generator.sources.editing import Shown, entered, shown
from generator.sources.field_names import numbers_used
from generator.sources.folder import data_files
from generator.sources.places import DRAFT
from generator.sources.reading import read_gathered
from generator.verbs.campaigns import write_whole
from generator.verbs.edited import Consequence, Difference, consequences, differences, wrong_then
from generator.verbs.edited_files import changed_files
from generator.verbs.usage import UsageProblem

Source: TypeAlias = Path | Desk
ROWS_MAX, TEXT_MAX = 5000, 200_000
TRIES = 5  # while others keep other sections
PUBLISHED = "改活动"
ON_WHICH_RETURNS_DEPEND = {"kinds", "units", "forms", "definitions", "starts_on", "ends_on", "lists"}
LOGGED_MOST = 500  # differences of one change


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A section as it stands (打开的编辑页): its texts, the state it was seen at, what is said of all sections."""

    section: Section
    sections: tuple[Section, ...]
    shown: Shown
    seen: str
    told: tuple[Told, ...]
    is_draft: bool
    by: str = ""
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What putting the draft in force would change (待生效): and what would follow from it."""

    differences: tuple[Difference, ...]
    told: tuple[Told, ...]
    consequences: tuple[Consequence, ...]
    seen: str
    by: tuple[str, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether it can be put in force."""
        wrong = any(told.severity == "error" for told in self.told)
        return bool(self.differences) and not wrong and not any(c.refuses for c in self.consequences)


def look_at(source: Source) -> tuple[int | str, Edited]:
    """Return a campaign's data with the draft, and the state of its files."""
    if isinstance(source, Path):
        return _state(source), edited(source)
    return source.store.seen(edited)


def _state(path: Path) -> str:
    folder = path if path.is_dir() else path.parent
    kept = [place.read_bytes() for place, _ in data_files(path)]
    kept += [(folder / DRAFT).read_bytes()] if (folder / DRAFT).exists() else []
    return digest_of_bytes(b"\0".join(kept))


def open_section(source: Source, code: str) -> Page:
    """Return a section of the editor; raises UsageProblem when the campaign has none of that code."""
    return _page(look_at(source)[1], code)


def _page(seen: Edited, code: str) -> Page:
    sections = sections_of(seen.data)
    section = _section(sections, code)
    bases = bases_of(seen.data)
    content = shown(seen.data, section, bases.get(code))
    return Page(
        section=section,
        sections=sections,
        shown=content,
        seen=digest(asdict(content)),
        told=_told(seen, sections),
        is_draft=bool(seen.draft.changed),
        by=seen.draft.by.get(code, ""),
        choices=choices(seen.data, section),
    )


def _section(sections: Sequence[Section], code: str) -> Section:
    found = next((section for section in sections if section.code == code), None)
    if found is None:
        raise UsageProblem("没有这一页，可能表已经删去。请从“编辑”打开。")
    return found


def candidate(seen: Edited) -> Loaded:
    """Return the campaign as it is with the draft, with every problem found in it."""
    return read_gathered(seen.candidate(), seen.folder)


def _told(seen: Edited, sections: Sequence[Section]) -> tuple[Told, ...]:
    found = [p for p in candidate(seen).problems if not p.unit and p.path[:1] != ("returns",)]
    return told_of(found, sections, seen.data, bases_of(seen.data))


def choices(data: dict[str, Any], section: Section) -> dict[str, tuple[str, ...]]:
    """Return by the keys of a section's cells the words that are offered for them."""
    columns = [c for _, group in section.items for c in group]
    columns += section.rows.columns if section.rows else ()
    names = {
        kind: tuple(str(i.get("name")) for i in data.get(key) or () if isinstance(i, dict) and i.get("name"))
        for kind, key in (("kind", "kinds"), ("unit", "units"))
    }
    offered = {}
    if any(column.key == ("form",) for column in columns):
        own = [i.get("form") for i in data.get("definitions") or () if isinstance(i, dict)]
        more = ("roster", "pairing") if section.code == "attachments" else ()
        offered["form"] = tuple(dict.fromkeys([*map(str, own), *more, *catalogue()]))
    for column in columns:
        if column.kind == "yes_no":
            offered[".".join(column.key)] = ("是", "否")
        elif column.words or (column.refers_to and column.kind == "text"):
            offered[".".join(column.key)] = tuple(column.words) or names[column.refers_to]
    return offered


def keep_section(source: Source, code: str, typed: Shown, seen_at: str, who: str) -> Page:
    """Keep what was typed in a section in the draft, right or wrong; return the section as it stands then.

    What was sent before, by the same person, and not answered is not kept twice. Raises Changed when somebody else changed
    the section since it was seen, UsageProblem for more than can be kept.
    """
    _check_size(typed)
    sent = digest([who, seen_at, asdict(typed)])
    for _ in range(TRIES):
        state, seen = look_at(source)
        section = _section(sections_of(seen.data), code)
        base = bases_of(seen.data).get(code)
        if digest(asdict(shown(seen.data, section, base))) != seen_at:
            if seen.draft.sent.get(code) == sent:
                return _page(seen, code)
            raise Changed(seen.draft.by.get(code, ""), seen.draft.at)
        new = entered(seen.data, section, typed, base, partial(_numbers_used, source, seen))
        keys = differing(seen.in_force, new)
        if keys == seen.draft.changed:
            return _page(seen, code)
        try:
            _keep_draft(source, state, seen, keys, {code: sent}, who)
        except Changed:
            continue  # another section was kept meanwhile
        return open_section(source, code)
    raise Changed


def _numbers_used(source: Source, seen: Edited) -> frozenset[str]:
    """Return the numbers of fields that are in force or stand in a return, counted or not."""
    if isinstance(source, Path):
        return numbers_used(seen.in_force, seen.gathered.data.get("returns"))
    kept = source.store.kept()
    return numbers_used(seen.in_force, [(dict(k.content), dict(k.entered)) for k in kept])


def _check_size(typed: Shown) -> None:
    texts = [*typed.items.values(), *(c for row in typed.rows for c in row.cells.values())]
    lengths = [*map(len, texts), *(sum(map(len, lines)) for lines in typed.texts.values())]
    if len(typed.rows) > ROWS_MAX or max(lengths, default=0) > TEXT_MAX:
        raise UsageProblem(f"内容太多：一页最多 {ROWS_MAX} 行，一段文字最多 {TEXT_MAX} 字。")


def take_in(source: Source, data: dict[str, Any], who: str) -> None:
    """Put whole keys of data, as from a file that was sent, in the draft; None takes a key away."""
    for _ in range(TRIES):
        state, seen = look_at(source)
        keys = differing(seen.in_force, _meant(seen, laid_upon(seen.data, data)))
        try:
            codes = [*seen.draft.sent, *(s.code for s in SECTIONS)]
            return _keep_draft(source, state, seen, keys, dict.fromkeys(codes, ""), who)
        except Changed:
            continue
    raise Changed


def _meant(seen: Edited, new: dict[str, Any]) -> dict[str, Any]:
    """Return new data with what is only written in another way as it was, such as a telephone number as a number."""
    was, now = candidate(seen).campaign, read_gathered(seen.candidate(new), seen.folder).campaign
    if was is None or now is None:
        return new
    same = {key for key in new if key in seen.data and getattr(was, key) == getattr(now, key)}
    return {key: seen.data[key] if key in same else value for key, value in new.items()}


def _keep_draft(
    source: Source, state: int | str, seen: Edited, keys: dict[str, Any], sent: dict[str, str], who: str
) -> None:
    by = {**seen.draft.by, **dict.fromkeys(sent, who)}
    base = {key: seen.draft.base.get(key) or digest(seen.in_force.get(key)) for key in keys}
    draft = (
        Draft(changed=keys, base=base, by=by, sent={**seen.draft.sent, **sent}, at=now()).text()
        if keys
        else None
    )
    found = list(differences(seen.data, laid_upon(seen.in_force, keys)))[:LOGGED_MOST]
    act = Act(
        who=who,
        act="编辑",
        subject="、".join(dict.fromkeys(d.section for d in found)),
        before=[f"{d.section} {d.where}：{d.before}" for d in found],
        after=[f"{d.section} {d.where}：{d.after}" for d in found],
    )
    _write(source, state, {DRAFT: draft}, act)


def _write(
    source: Source, state: int | str, files: dict[str, bytes | None], act: Act, name: str = ""
) -> None:
    """Write files where nothing was changed since they were seen; raises Changed otherwise."""
    if isinstance(source, Path):
        if _state(source) != state:
            raise Changed
        folder = source if source.is_dir() else source.parent
        for place, content in files.items():
            if content is None:
                (folder / place).unlink(missing_ok=True)
            else:
                (folder / place).parent.mkdir(parents=True, exist_ok=True)
                write_whole(folder / place, content)
        return
    store = source.store
    assert isinstance(state, int)
    write_files(store.engine, store.code, files, state, replace(act, campaign=store.code), name=name)
    store.catch_up()


def pending(source: Source) -> Pending:
    """Return what putting the draft in force would change and bring about."""
    return _pending(source, look_at(source)[1])


def _pending(source: Source, seen: Edited) -> Pending:
    sections = sections_of(seen.data)
    return Pending(
        differences=tuple(differences(seen.in_force, seen.data)),
        told=_told(seen, sections),
        consequences=tuple(_consequences(source, seen)),
        seen=digest(seen.data),
        by=tuple(dict.fromkeys(seen.draft.by.values())),
    )


def _consequences(source: Source, seen: Edited) -> Iterator[Consequence]:
    """Yield what would follow for what was reported, where anything that it depends on was changed."""
    names = {key: section.name for section in SECTIONS for key in section.keys}
    for key in seen.overtaken:
        message = f"“{names.get(key, key)}”在草稿之后又在别处改过，生效会换成草稿里的。请逐条看改动，或放弃草稿重改。"
        yield Consequence(message=message)
    if not ON_WHICH_RETURNS_DEPEND & seen.draft.changed.keys():
        return
    before = read_gathered(seen.candidate(seen.in_force), seen.folder)
    if isinstance(source, Path):
        reported = before.campaign.returns if before.campaign else ()
    else:
        reported = tuple(kept.filled for kept in source.store.kept() if kept.counts)
    yield from consequences(reported, seen.in_force, seen.data)
    yield from wrong_then(reported, before, candidate(seen))


def publish(source: Source, seen_at: str, who: str) -> tuple[Difference, ...]:
    """Put the draft in force; return what was changed.

    Raises Changed when the draft is no more as it was seen, UsageProblem when it has errors or takes away what
    was reported.
    """
    state, seen = look_at(source)
    found = _pending(source, seen)
    if found.seen != seen_at:
        raise Changed("", seen.draft.at)
    if not found.differences:
        raise UsageProblem("没有改动，不用生效。")
    if not found.is_ready:
        wrong = [f"{t.where}：{t.message}" for t in found.told if t.severity == "error"]
        wrong += [c.message for c in found.consequences if c.refuses]
        raise UsageProblem(f"还有 {len(wrong)} 处要改，没有生效：{'；'.join(wrong[:5])}")
    loaded = candidate(seen)
    assert loaded.campaign is not None  # no error stands in its way
    files = changed_files(seen, loaded.campaign)
    act = Act(
        who=who,
        act=PUBLISHED,
        subject="、".join(dict.fromkeys(d.section for d in found.differences)),
        before={key: seen.in_force.get(key) for key in seen.draft.changed},
        after=dict(seen.draft.changed),
        remark="；".join(c.message for c in found.consequences),
    )
    _write(source, state, {**files, DRAFT: None}, act, loaded.campaign.name)
    return found.differences


def discard(source: Source, who: str) -> None:
    """Throw the draft away; what was in it stands in the log."""
    state, seen = look_at(source)
    if seen.draft.changed:
        _write(source, state, {DRAFT: None}, Act(who=who, act="放弃草稿", before=dict(seen.draft.changed)))
