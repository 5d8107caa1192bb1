"""Results as JSON documents (JSON 结果), for programs that call the command line."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import failures
from generator.problem import Problem, ProblemsFound, Spot, errors

if TYPE_CHECKING:
    from generator.derive.numbers import NumberSeries
    from generator.doctor import Report
    from generator.model.address import Address
    from generator.model.paperwork import NumberEntry
    from generator.model.seal import StampRow
    from generator.verbs import BuildResult, Checked, CheckResult, IntakeResult, NumbersResult
    from generator.verbs.measuring import Measured


def build_document(result: "BuildResult", target: "Path | Address") -> str:
    """Return what a build made and found; `ok` is false when a unit had to be skipped."""
    failed = bool(errors(result.problems))
    return as_json(
        {
            "ok": not failed,
            "exit_code": failures.PROBLEMS if failed else failures.DONE,
            "error": "",
            "output": str(target),
            "period": result.period,
            "files": result.files,
            "pages": result.pages,
            "print_files": result.print_files,
            "stamping_lists": result.lists,
            "stamping": [_stamp(row) for row in result.stamping],
            "seals": [asdict(total) for total in result.seals],
            "fonts": result.fonts_line,
            "archive": result.archive,
            "units": [asdict(line) for line in result.lines],
            "problems": [problem_entry(p) for p in result.problems],
        }
    )


def _stamp(row: "StampRow") -> dict[str, Any]:
    """Return a row of the stamping list; the seal's middle is told in mm from the page's left and top."""
    circle = row.circle
    return {
        "seal": row.holder.name,
        "unit": row.unit,
        "sheet": row.sheet,
        "first_page": row.first_page,
        "last_page": row.last_page,
        "straddle": row.straddle,
        "x_mm": round(circle.x, 1) if circle else None,
        "y_mm": round(circle.y, 1) if circle else None,
        "diameter_mm": row.holder.mm,
        "copies": row.copies,
    }


def intake_document(result: "IntakeResult") -> str:
    """Return what was read of the units' workbooks; `ok` is false when something has errors."""
    failed = bool(errors(result.problems))
    return as_json(
        {
            "ok": not failed,
            "exit_code": failures.PROBLEMS if failed else failures.DONE,
            "error": "",
            "sheets": result.sheets,
            "written": result.written,
            "unchanged": result.unchanged,
            "problems": [problem_entry(p) for p in result.problems],
        }
    )


@contextmanager
def failure_shown(outcome: str) -> Iterator[None]:
    """Show why nothing came of what is done within, as a document; whatever that prints goes to standard error."""
    try:
        with redirect_stdout(sys.stderr):
            yield
    except Exception as failure:
        click.echo(failure_document(failure, outcome))
        raise


def failure_document(failure: Exception, outcome: str = "没有生成任何文件") -> str:
    """Return why nothing came of it: the problems found, or else the one line that says it."""
    problems = failure.problems if isinstance(failure, ProblemsFound) else ()
    return as_json(
        {
            "ok": False,
            "exit_code": failures.code_of(failure),
            "error": f"{outcome}，见 problems" if problems else failures.message_of(failure),
            "problems": [problem_entry(p) for p in problems],
        }
    )


def measure_document(found: "Sequence[Measured]") -> str:
    """Return the verdicts file by file; `ok` is false when a clause fails or a file cannot be read."""
    failed = any(one.error or one.roots for one in found)
    return as_json(
        {
            "ok": not failed,
            "exit_code": failures.PROBLEMS if failed else failures.DONE,
            "files": [
                {
                    "file": str(one.path),
                    "error": one.error,
                    "failed": one.roots,
                    "consequences": one.consequences,
                    "unknown": one.unknown,
                    "verdicts": [asdict(v) for v in one.verdicts],
                }
                for one in found
            ],
        }
    )


def check_document(result: "CheckResult") -> str:
    """Return what a check of templates looked at and found."""
    failed = bool(errors(result.problems))
    return as_json(
        {
            "ok": not failed,
            "exit_code": failures.PROBLEMS if failed else failures.DONE,
            "files": result.files,
            "annotated": [str(path) for path in result.annotated],
            "problems": [problem_entry(p) for p in result.problems],
        }
    )


def checked_document(result: "Checked") -> str:
    """Return every problem of a campaign, with the words found and the mends proposed."""
    failed = bool(errors(result.problems))
    return as_json(
        {
            "ok": not failed,
            "exit_code": failures.PROBLEMS if failed else failures.DONE,
            "mended": result.mended,
            "mends": result.mends,
            "waivers": result.waivers,
            "problems": [{**problem_entry(p), "spots": [_spot(s) for s in p.spots]} for p in result.problems],
        }
    )


def _spot(spot: Spot) -> dict[str, Any]:
    return {"words": spot.words, "mend": spot.mend, "safe": spot.safe}


def numbers_document(result: "NumbersResult") -> str:
    """Return the register by organ code and year, with the next free number of each."""
    failed = bool(errors(result.problems))
    return as_json(
        {
            "ok": not failed,
            "exit_code": failures.PROBLEMS if failed else failures.DONE,
            "series": [_series(one) for one in result.series],
            "problems": [problem_entry(p) for p in result.problems],
        }
    )


def _series(series: "NumberSeries") -> dict[str, Any]:
    return {
        "organ_code": series.organ_code,
        "year": series.year,
        "next_serial": series.next_serial,
        "next_number": series.next_number,
        "gaps": series.gaps,
        "entries": [_entry(entry) for entry in series.entries],
    }


def _entry(entry: "NumberEntry") -> dict[str, Any]:
    day = entry.document_date
    return {"number": entry.number, **asdict(entry), "document_date": day.isoformat() if day else None}


def report_document(report: "Report") -> str:
    """Return the findings of the check-up."""
    return as_json({"ok": report.docx_ready and report.pdf_ready} | asdict(report))


def as_json(value: dict[str, Any]) -> str:
    """Return `value` as indented JSON, its Chinese readable."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def problem_entry(problem: Problem) -> dict[str, str]:
    """Return a problem as JSON values."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "where": problem.where,
        "unit": problem.unit,
        "message": problem.message,
    }
