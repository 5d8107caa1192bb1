"""Drawing (画表): a form of our own from the head of a table in a workbook that somebody sent."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from generator.derive.drawing import Asked, draw
from generator.derive.entries import same_words
from generator.model.drawn import Drawn
from generator.press.disk import FileInUse
from generator.problem import Problem
from generator.sources.catalogue import catalogue
from generator.sources.contents import read_bytes
from generator.sources.form_text import form_text
from generator.sources.heads import read_heads
from generator.validate.forms import check_form
from generator.verbs.campaigns import write_whole
from generator.verbs.usage import UsageProblem

__all__ = ["Asked", "catalogue_keys", "draw_file", "draw_forms"]
HEAD_MAX = 4_000_000
SUFFIX = ".xlsx"


def draw_forms(file: tuple[str, bytes], asked: Asked, sheet: str = "") -> tuple[Drawn, ...]:
    """Return the form drawn from each sheet of a workbook, or from one of them by its name.

    What is wrong with a form by its own checks is among its problems. Raises UsageProblem for a file that is none
    of those that are read, and for a sheet that there is not.
    """
    name = PurePath(file[0].replace("\\", "/")).name[:200]
    if PurePath(name).suffix.lower() != SUFFIX:
        raise UsageProblem(f"“{name}”不是 .xlsx 文件。请用 Excel 或 WPS 打开，另存为 .xlsx 再传。")
    if len(file[1]) > HEAD_MAX:
        raise UsageProblem(
            f"“{name}”超过 {HEAD_MAX // 1_000_000} MB。只有表头的工作簿没有这么大，请检查是否传错了文件。"
        )
    sheets = read_heads(file[1], name)
    if isinstance(sheets, Problem):
        return (Drawn(sheet="", problems=(sheets,)),)
    if not sheets:
        message = "工作簿是空的，没有表头可画。请检查是否传错了文件。"
        return (Drawn(sheet="", problems=(Problem(code="DRAW-001", message=message, where=name),)),)
    chosen = [s for s in sheets if not sheet or s.name == sheet]
    if not chosen:
        raise UsageProblem(f"没有“{sheet}”这个工作表，现有：{'、'.join(s.name for s in sheets)}")
    known = replace(asked, known={**catalogue_keys(), **asked.known})
    return tuple(map(_checked, _codes_apart([draw(s, known) for s in chosen])))


def catalogue_keys() -> dict[str, str]:
    """Return the keys that the catalogue's forms have for a label, where they agree."""
    found: dict[str, set[str]] = {}
    for form in catalogue().values():
        for field in form.fields:
            if field.label and form.kind in ("ledger", "record"):
                found.setdefault(same_words(field.label), set()).add(field.name)
    return {label: names.pop() for label, names in found.items() if len(names) == 1}


def _codes_apart(drawn: Sequence[Drawn]) -> list[Drawn]:
    met: dict[str, int] = {}
    apart = []
    for one in drawn:
        if one.form:
            code = one.form.form
            met[code] = met.get(code, 0) + 1
            one = replace(one, form=replace(one.form, form=f"{code}-{met[code]}")) if met[code] > 1 else one
        apart.append(one)
    return apart


def _checked(drawn: Drawn) -> Drawn:
    found = check_form(drawn.form, ()) if drawn.form else []
    return replace(drawn, problems=(*drawn.problems, *(p.at(drawn.sheet) for p in found)))


def draw_file(source: Path, target: Path, asked: Asked, sheet: str = "") -> Drawn:
    """Write the form drawn from a workbook's only head, or from the sheet that is named; never over another file.

    Nothing is written when no form can be drawn. Raises UsageProblem when several sheets have heads and none is named.
    """
    content = read_bytes(source, source.name)
    if isinstance(content, Problem):
        return Drawn(sheet="", problems=(content,))
    found = draw_forms((source.name, content), asked, sheet)
    able = [d for d in found if d.form]
    if len(able) > 1:
        raise UsageProblem(
            f"有几个工作表有表头，请用 --sheet 写明画哪一个：{'、'.join(d.sheet for d in able)}"
        )
    drawn = able[0] if able else found[0]
    if drawn.form is None:
        return drawn
    content = form_text(drawn.form).encode()
    if target.exists() and target.read_bytes() != content:
        message = "这个文件已经有了，没有覆盖。请用 -o 写到别的文件。"
        return replace(
            drawn,
            form=None,
            problems=(*drawn.problems, Problem(code="OFF-013", message=message, where=str(target))),
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
    except FileInUse:
        message = "正被别的程序打开，没有写。请关闭后再运行一次。"
        return replace(
            drawn,
            form=None,
            problems=(*drawn.problems, Problem(code="SRC-001", message=message, where=str(target))),
        )
    return drawn
