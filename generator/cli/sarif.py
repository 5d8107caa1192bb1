"""Problems in SARIF 2.1.0, the format in which editors and code hosts show findings at their place."""

import re
from collections.abc import Iterable
from typing import Any

from generator import __version__
from generator.cli.documents import as_json
from generator.problem import Problem

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HELP = "docs/problems.md"
_WHERE = re.compile(r"(?P<file>.+?)(?::(?P<line>\d+)(?::(?P<column>\d+))?)?$")
_IN_OFFICE_FILE = re.compile(r"(?P<file>.+\.(?:xlsx|docx)) (?P<place>.+)")


def sarif_document(problems: Iterable[Problem]) -> str:
    """Return one run with a result for each problem; columns count characters from 1."""
    found = list(problems)
    rules = [{"id": code, "helpUri": f"{HELP}#{code.lower()}"} for code in sorted({p.code for p in found})]
    driver = {"name": "gongwen", "version": __version__, "language": "zh-CN", "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": list(map(_result, found)),
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(problem: Problem) -> dict[str, Any]:
    properties = {"unit": problem.unit, "period": problem.period}
    words = [{"words": s.words, "mend": s.mend, "safe": s.safe} for s in problem.spots]
    kept = {name: value for name, value in {**properties, "spots": words}.items() if value}
    return {
        "ruleId": problem.code,
        "level": problem.severity,
        "message": {"text": problem.message},
        "locations": _locations(problem),
        **({"properties": kept} if kept else {}),
    }


def _locations(problem: Problem) -> list[dict[str, Any]]:
    if office := _IN_OFFICE_FILE.fullmatch(problem.where):
        file = {"physicalLocation": {"artifactLocation": {"uri": office["file"]}}}
        return [{**file, "logicalLocations": [{"fullyQualifiedName": office["place"]}]}]
    match = _WHERE.fullmatch(problem.where)
    if not match:
        return []
    place: dict[str, Any] = {"artifactLocation": {"uri": match["file"]}}
    if match["line"]:
        place["region"] = {"startLine": int(match["line"]), **_columns(problem, match["column"])}
    return [{"physicalLocation": place}]


def _columns(problem: Problem, column: str | None) -> dict[str, int]:
    if column is None:
        return {}
    words = problem.spots[0].words if problem.spots else ""
    end = {"endColumn": int(column) + len(words)} if words and "\n" not in words else {}
    return {"startColumn": int(column), **end}
