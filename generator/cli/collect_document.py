"""A roll-up as a JSON document (汇总的 JSON 结果), with the share of every unit in every number."""

from typing import TYPE_CHECKING, Any

from generator.cli import failures
from generator.cli.documents import as_json, problem_entry
from generator.problem import errors

if TYPE_CHECKING:
    from generator.compose.upward import Upward
    from generator.derive.roll_up import Cell, Source, Total
    from generator.verbs import CollectResult


def collect_document(result: "CollectResult") -> str:
    """Return the totals of a month; `ok` is false when a return has errors and was left out."""
    failed = bool(errors(result.problems))
    return as_json(
        {
            "ok": not failed,
            "exit_code": failures.PROBLEMS if failed else failures.DONE,
            "period": result.period,
            "totals": [_total(total) for total in result.totals],
            "upward": [_upward(one.upward) for one in result.upward],
            "reported": result.reported.totals if result.reported else None,
            "files": result.files,
            "problems": [problem_entry(p) for p in result.problems],
        }
    )


def _total(total: "Total") -> dict[str, Any]:
    return {
        "form": total.form.form,
        "sources": [form.form for form in total.sources],
        "indicators": [_cell(cell) for cell in total.cells],
        "returns": [_source(source) for source in total.returns],
        "unplaced": [{"form": form, "field": field.name} for form, field in total.unplaced],
    }


def _upward(upward: "Upward") -> dict[str, Any]:
    figures = [{"indicator": f.key, "cell": f.spot.reference, "value": f.value} for f in upward.figures]
    return {"name": upward.form.name, "form": upward.total.form.form, "figures": figures}


def _cell(cell: "Cell") -> dict[str, Any]:
    return {
        "name": cell.field.name,
        "label": cell.field.printed_label.replace("\n", ""),
        "aggregate": cell.aggregate,
        "value": cell.value,
        "shares": [{"form": s.form, "unit": s.unit, "field": s.field, "value": s.value} for s in cell.shares],
        "hazards": cell.hazards,
    }


def _source(source: "Source") -> dict[str, Any]:
    return {"form": source.form, "unit": source.unit, "state": source.state, "late_days": source.late_days}
