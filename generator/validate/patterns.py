"""Checks of patterns such as {campaign.name} or {unit|____社区} in a form's title, lines and notes."""

import re
from collections.abc import Iterator

from generator.problem import Path, Problem
from generator.validate.wording import nearest, short

NAMES = (
    "campaign.name",
    "issuer.name",
    "issuer.region",
    "unit",
    "unit.name",
    "year",
    "period",
    "filled_on",
    "filled_month",
    "filled_by",
    "reviewed_by",
    "team",
    "inspected",
    "first_month",
)
NAME = re.compile(r"\{([^{}|]*)")


def check_pattern(pattern: str, path: Path, further: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Yield the names in a pattern that nothing fills, and braces that do not match.

    `further` are names that the form may use besides the usual ones.
    """
    if not _balanced(pattern):
        message = f"“{short(pattern)}”里的花括号不成对。请写成 {{名称}} 或 {{名称|空白时的字样}}。"
        yield Problem(code="FORM-003", message=message, path=path)
        return
    for name in NAME.findall(pattern):
        if name not in (*NAMES, *further):
            message = f"不认识的名称“{{{name}}}”。{nearest(name, (*NAMES, *further))}请改正。"
            yield Problem(code="FORM-003", message=message, path=path)


def _balanced(pattern: str) -> bool:
    depth = 0
    for char in pattern:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0
