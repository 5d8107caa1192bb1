"""Rules between the figures of a form (各数之间的关系): `closed <= found`, `a + b == c`, `cases.crime <= cases.total`."""

import re
from collections.abc import Iterator, Mapping

from generator.dataclass import dataclass
from generator.derive.fillable import value_fields
from generator.model.filled import Value
from generator.model.form import Field, Form
from generator.problem import Path, Problem
from generator.validate.wording import nearest

_NAME = r"\w+(?:\.\w+)?"
_SUM = rf"{_NAME}(?:\s*\+\s*{_NAME})*"
_RULE = re.compile(rf"\s*({_SUM})\s*(<=|==)\s*({_SUM})\s*")
_WORDS = {"<=": "不应大于", "==": "应等于"}
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A rule as read: the names summed on each side, and the sign between them."""

    left: tuple[str, ...]
    sign: str
    right: tuple[str, ...]


def relation(rule: str) -> Relation | None:
    """Return what a rule says, None when it is none.

    >>> relation("a + b.c <= d")
    Relation(left=('a', 'b.c'), sign='<=', right=('d',))
    """
    found = _RULE.fullmatch(rule)
    if not found:
        return None
    left, sign, right = found.groups()
    return Relation(left=_names(left), sign=sign, right=_names(right))


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split("+"))


def check_form_rules(form: Form, path: Path) -> Iterator[Problem]:
    """Yield each rule of a form that cannot be read, or names a figure that the form has not (FORM-011)."""
    labels = _labels(form)
    for i, rule in enumerate(form.rules):
        said = relation(rule)
        if said is None:
            message = f"关系“{rule}”看不懂。请写成 closed <= found、a + b == c 的样子，名称之间用 <= 或 ==。"
            yield Problem(code="FORM-011", message=message, path=(*path, "rules", i))
            continue
        for name in (*said.left, *said.right):
            if name not in labels:
                message = f"关系“{rule}”里的“{name}”不是这张表要填的数。{nearest(name, labels)}请改正。"
                yield Problem(code="FORM-011", message=message, path=(*path, "rules", i))


def check_relations(values: Mapping[str, Value], form: Form, path: Path) -> Iterator[Problem]:
    """Yield a warning for each rule that the figures of a return break (VAL-011); one not filled in breaks none."""
    for said in filter(None, map(relation, form.rules)):
        left = [_figure(values, name) for name in said.left]
        right = [_figure(values, name) for name in said.right]
        if None not in left and None not in right:
            sums = sum(n for n in left if n is not None), sum(n for n in right if n is not None)
            if not _holds(said.sign, *sums):
                yield _broken(said, sums, _labels(form), (*path, *said.left[0].split(".")))


def _holds(sign: str, left: float, right: float) -> bool:
    if sign == "<=":
        return left <= right + _TOLERANCE
    return abs(left - right) <= _TOLERANCE


def _broken(said: Relation, sums: tuple[float, float], labels: Mapping[str, str], path: Path) -> Problem:
    left, right = ("与".join(f"“{labels.get(n, n)}”" for n in names) for names in (said.left, said.right))
    message = f"{left}报 {sums[0]:g}，{_WORDS[said.sign]}{right}的 {sums[1]:g}。请核对这几个数。"
    return Problem(code="VAL-011", message=message, path=path, severity="warning")


def _figure(values: Mapping[str, Value], name: str) -> float | None:
    field, _, part = name.partition(".")
    value = values.get(field)
    if part:
        value = value.get(part) if isinstance(value, dict) else None
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _labels(form: Form) -> dict[str, str]:
    """Return the figures of a form by the name a rule gives them, with what the sheet calls them."""
    return {name: label for field in value_fields(form) for name, label in _named(field)}


def _named(field: Field) -> Iterator[tuple[str, str]]:
    if field.kind in ("count", "money", "number"):
        yield field.name, field.printed_label
    for part in field.parts:
        yield f"{field.name}.{part.name}", f"{field.label}{part.prefix or part.label or f'（{part.unit}）'}"
