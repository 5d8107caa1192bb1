"""Copies (各份) of a form that several keep, each with its number and its holder when asked for."""

from dataclasses import replace

from generator.kept import Kept
from generator.model.form import Form, Line

_COPIES: Kept[list[tuple[Form, str]]] = Kept(64)


def copies_of(form: Form) -> list[tuple[Form, str]]:
    """Return the form once and unmarked, or once per holder with a line that says which copy it is.

    The copies of a form are the same for every unit, so that what is reckoned from each is kept with it.
    """
    return _COPIES.of(form, "", lambda: _copies(form)) if form.print_holder else [(form, "")]


def _copies(form: Form) -> list[tuple[Form, str]]:
    return [(_copy(form, number, holder), f"第{number}份") for number, holder in enumerate(form.holders, 1)]


def _copy(form: Form, number: int, holder: str) -> Form:
    line = Line(left=f"第{number}份（共{len(form.holders)}份）", right=f"由{holder}留存")
    return replace(form, below=(*form.below, line))
