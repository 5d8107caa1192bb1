"""Names that a template may ask for (模板里的名称), as trees: what each shell and each form has, and what a tag wants."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeAlias

from generator.dataclass import dataclass
from generator.measure.templates.blocks import Loop, Placed
from generator.measure.templates.finding import Finding, at, quoted
from generator.measure.templates.tags import Found
from generator.model.form import Form, Line
from generator.model.sheet import Block, Foot, Head
from generator.render.docx_form import BOX, PLACES, ROW, ROWS, VALUE
from generator.render.template_language import LOOP, Path, TagKind

NEAR = 0.7  # a name that was misspelt, not another word that shares some letters


@dataclass(frozen=True, slots=True)
class Each:
    """List (一串): a loop goes over it; `item` is what each of its items has, None for a text."""

    item: "Names | None" = None


Names: TypeAlias = Mapping[str, "Names | Each | None"]
LINE: Names = dict.fromkeys(PLACES)


def document_names() -> Names:
    """Return the names of the shells of official documents."""
    block = {f.name: None for f in fields(Block) if f.name not in ("names", "table")}
    part: Names = {
        "attachment": None,
        "title": None,
        "addressees": None,
        "new_page": None,
        "blocks": Each(block),
    }
    head: Names = {**_attributes(Head), "left": Each()}
    return {"head": head, "parts": Each(part), "foot": _attributes(Foot)}


def _attributes(cls: type[Any]) -> Names:
    """Return the attributes of a dataclass; one that holds several texts is a list."""
    return {f.name: Each() if str(f.type).startswith("tuple[str") else None for f in fields(cls)}


def table_names() -> Names:
    """Return the names of every shell of a table."""
    return {
        "attachment": None,
        "title": None,
        "above": Each(LINE),
        "below": Each(LINE),
        "notes": Each(),
    }


def form_names(form: Form) -> Names:
    """Return the names of the template of one form."""
    sides = (("above", form.above or (Line(),)), ("below", form.below))
    lines: Names = {f"{side}_{i}": LINE for side, found in sides for i, _ in enumerate(found, 1)}
    boxes = [box for f in form.fields for box in f.boxes]
    opinion: Names = {
        f"{BOX}_{i}": {f"line_{j}": LINE for j, _ in enumerate(box.lines, 1)}
        for i, box in enumerate(boxes, 1)
    }
    values: Names = {f.name: None for f in form.fields if f.kind != "seal_place"}
    own: Names = {ROWS: Each(values)} if form.kind == "ledger" else {VALUE: values}
    return {**table_names(), **lines, **opinion, **own}


def unknown_names(placed: Sequence[Placed], known: Names) -> Iterator[Finding]:
    """Yield each name that the template asks for and nobody fills, with the nearest known one."""
    for one in placed:
        for path in one.tag.paths:
            fault = _fault(path, one.loops, known, one.tag.kind)
            if fault:
                message = f"标签{quoted(one.found.written)}：{fault}"
                yield at(one.found.paragraph, "TPL-004", message)


def mistaken_names(tags: Sequence[Found], placed: Sequence[Placed], known: Names) -> set[str]:
    """Return the names in tags that are refused or unknown: what they may have meant is told there already."""
    refused = {word for found in tags if found.tag is None for word in re.findall(r"\w+", found.written)}
    unknown = {
        path[-1] for one in placed for path in one.tag.paths if _fault(path, one.loops, known, one.tag.kind)
    }
    return refused | unknown


def used_paths(placed: Sequence[Placed]) -> set[Path]:
    """Return the names that print or are looped over, those of a loop's item under the list's: rows.enterprise."""
    shown = (one for one in placed if one.tag.kind in ("output", "for"))
    return {expanded(path, one.loops) for one in shown for path in one.tag.paths}


def expanded(path: Path, loops: Sequence[Loop]) -> Path:
    """Return a path with the item of a loop replaced by the list that the loop goes over."""
    for i in range(len(loops) - 1, -1, -1):
        if loops[i].target == path[0]:
            return (*expanded(loops[i].over, loops[:i]), *path[1:])
    return path


def _fault(path: Path, loops: Sequence[Loop], known: Names, kind: TagKind) -> str:
    """Return what is wrong with a path, or an empty text."""
    if path[0] == LOOP:
        return "" if loops else "loop 只能写在循环里。请改正。"
    full = expanded(path, loops)
    looped = any(loop.target == path[0] for loop in loops)
    told = (
        len(full) - len(path) + 1 if looped else 0
    )  # names of the full path that stand where the loop begins
    level: Names | Each | None = known
    for i, name in enumerate(full):
        level = level.item if isinstance(level, Each) else level
        if not isinstance(level, Mapping):
            return f"“{'.'.join(path[: len(path) - len(full) + i])}”后面不能再有“.{name}”。请删去。"
        if name not in level:
            if i < told:
                return ""
            said = ".".join(path[: len(path) - len(full) + i + 1])
            return f"没有“{said}”这个名称。{_nearest(said, name, level, known, loops)}"
        level = level[name]
    is_item = len(path) == 1 and looped
    return _kind_fault(path, level.item if is_item and isinstance(level, Each) else level, kind)


def _kind_fault(path: Path, found: "Names | Each | None", kind: TagKind) -> str:
    name = ".".join(path)
    if kind == "for" and not isinstance(found, Each):
        return f"“{name}”不是一串，不能循环。请改成直接写 {{{{ {name} }}}}。"
    if kind == "output" and isinstance(found, Each):
        return f"“{name}”是一串，要用 for 逐项写，见 docs/templates.md。"
    if kind == "output" and isinstance(found, Mapping):
        return f"“{name}”还要写到下一级，如“{name}.{next(iter(found))}”。请补上。"
    return ""


def _nearest(said: str, name: str, level: Names, known: Names, loops: Sequence[Loop]) -> str:
    """Return the nearest known name, of the same level or anywhere: what stands before the last dot likens nothing."""
    beginning = said.removesuffix(name)
    beside = [beginning + other for other in level]
    everywhere = [*beside, *_all_names(known, ""), *(loop.target for loop in loops)]
    for known_names in (beside, everywhere):
        lasts = {full.rpartition(".")[2]: full for full in reversed(known_names)}
        if near := difflib.get_close_matches(name, lasts, 1, NEAR):
            return f"是不是“{lasts[near[0]]}”？请改正。"
    return f"可用的有：{'、'.join(beside[:8])}{'等' * (len(beside) > 8)}。"


def _all_names(names: Names, beginning: str) -> Iterator[str]:
    for name, inside in names.items():
        full = f"{beginning}{name}"
        yield full
        if isinstance(inside, Each) and inside.item:
            yield from _all_names(inside.item, f"{ROW}." if name == ROWS else f"{name.removesuffix('s')}.")
        elif isinstance(inside, Mapping):
            yield from _all_names(inside, f"{full}.")
