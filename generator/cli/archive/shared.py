"""What the commands that make volumes have in common: wrong usage in words, the volumes in a table."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from generator.cli.columns import pad, text_width
from generator.problem import Problem

if TYPE_CHECKING:
    from generator.model.filing import Volume

HEADS = ("案卷号", "保管期限", "件数", "页数", "案卷题名")


@contextmanager
def usage_in_words() -> Iterator[None]:
    """Turn what was asked for wrongly into a usage error."""
    from generator.verbs import UsageProblem

    try:
        yield
    except UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem


def volume_lines(volumes: "Sequence[Volume]") -> Iterator[str]:
    """Yield the table of the volumes."""
    rows: list[tuple[str, ...]] = [HEADS]
    rows += [(f"{v.number:04}", v.retention, str(len(v.items)), str(v.pages), v.title) for v in volumes]
    widths = [max(text_width(row[i]) for row in rows) for i in range(len(HEADS))]
    for row in rows:
        yield "  " + "  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()


def problem_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield what was found."""
    for severity, heading in (("error", "错误"), ("warning", "提醒")):
        found = [p for p in problems if p.severity == severity]
        yield from [f"{heading} {len(found)} 处：", *(f"  {p}" for p in found)] if found else ()


def volume_entries(volumes: "Sequence[Volume]") -> list[dict[str, Any]]:
    """Return the volumes for a JSON document."""
    return [
        {
            "number": v.number,
            "title": v.title,
            "retention": v.retention,
            "items": len(v.items),
            "pages": v.pages,
        }
        for v in volumes
    ]
