"""The clerk's verbs (动作), one function each, its stages in order; each is imported when it is named."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.model.office import REST
    from generator.verbs.asking import BuildRequest
    from generator.verbs.beginning import Beginning, begin_in, units_text
    from generator.verbs.building import Progress, UnitLine
    from generator.verbs.campaigns import ORIGINALS, NumbersResult, convert, init, numbers, schema
    from generator.verbs.checking import Checked, check, mend
    from generator.verbs.collecting import CollectRequest, CollectResult, collect
    from generator.verbs.copying import Copied, copy_campaign
    from generator.verbs.deadlines import DueRequest, DueResult, due
    from generator.verbs.drawing import Asked as DrawAsked
    from generator.verbs.drawing import draw_file
    from generator.verbs.hazard_records import HazardsResult, RecordResult, Standing, hazards, history, record
    from generator.verbs.intake import BlankResult
    from generator.verbs.intake import ReadResult as IntakeResult
    from generator.verbs.intake import blank as intake_blank
    from generator.verbs.intake import read as intake_read
    from generator.verbs.intake_versions import Arrival
    from generator.verbs.office import Converted, convert_to, init_office
    from generator.verbs.printing import PrintRequest, PrintResult, print_out
    from generator.verbs.receiving import ReceiveRequest, ReceiveResult, receive
    from generator.verbs.scoring import Ranking, ScoresResult, scores
    from generator.verbs.sheets import BuildResult, build
    from generator.verbs.taking_over import TakenOverResult, take_over_ledger
    from generator.verbs.templates import (
        AcceptResult,
        CheckResult,
        accept_template,
        check_templates,
        new_template,
        template_texts,
        write_template_texts,
    )
    from generator.verbs.usage import UsageProblem

__all__ = [
    "ORIGINALS",
    "REST",
    "AcceptResult",
    "Arrival",
    "Beginning",
    "BlankResult",
    "BuildRequest",
    "BuildResult",
    "CheckResult",
    "Checked",
    "CollectRequest",
    "CollectResult",
    "Converted",
    "Copied",
    "DrawAsked",
    "DueRequest",
    "DueResult",
    "HazardsResult",
    "IntakeResult",
    "NumbersResult",
    "PrintRequest",
    "PrintResult",
    "Progress",
    "Ranking",
    "ReceiveRequest",
    "ReceiveResult",
    "RecordResult",
    "ScoresResult",
    "Standing",
    "TakenOverResult",
    "UnitLine",
    "UsageProblem",
    "accept_template",
    "begin_in",
    "build",
    "check",
    "check_templates",
    "collect",
    "convert",
    "convert_to",
    "copy_campaign",
    "draw_file",
    "due",
    "hazards",
    "history",
    "init",
    "init_office",
    "intake_blank",
    "intake_read",
    "mend",
    "new_template",
    "numbers",
    "print_out",
    "receive",
    "record",
    "schema",
    "scores",
    "take_over_ledger",
    "template_texts",
    "units_text",
    "write_template_texts",
]

RENAMED = {"DrawAsked": "Asked", "IntakeResult": "ReadResult", "intake_blank": "blank", "intake_read": "read"}
HOMES = {
    "generator.model.office": ("REST",),
    "generator.verbs.asking": ("BuildRequest",),
    "generator.verbs.beginning": (
        "Beginning",
        "begin_in",
        "units_text",
    ),
    "generator.verbs.building": (
        "Progress",
        "UnitLine",
    ),
    "generator.verbs.campaigns": (
        "ORIGINALS",
        "NumbersResult",
        "convert",
        "init",
        "numbers",
        "schema",
    ),
    "generator.verbs.checking": (
        "Checked",
        "check",
        "mend",
    ),
    "generator.verbs.collecting": (
        "CollectRequest",
        "CollectResult",
        "collect",
    ),
    "generator.verbs.copying": (
        "Copied",
        "copy_campaign",
    ),
    "generator.verbs.deadlines": (
        "DueRequest",
        "DueResult",
        "due",
    ),
    "generator.verbs.drawing": (
        "DrawAsked",
        "draw_file",
    ),
    "generator.verbs.hazard_records": (
        "HazardsResult",
        "RecordResult",
        "Standing",
        "hazards",
        "history",
        "record",
    ),
    "generator.verbs.intake": (
        "BlankResult",
        "IntakeResult",
        "intake_blank",
        "intake_read",
    ),
    "generator.verbs.intake_versions": ("Arrival",),
    "generator.verbs.office": (
        "Converted",
        "convert_to",
        "init_office",
    ),
    "generator.verbs.printing": (
        "PrintRequest",
        "PrintResult",
        "print_out",
    ),
    "generator.verbs.receiving": (
        "ReceiveRequest",
        "ReceiveResult",
        "receive",
    ),
    "generator.verbs.scoring": (
        "Ranking",
        "ScoresResult",
        "scores",
    ),
    "generator.verbs.sheets": (
        "BuildResult",
        "build",
    ),
    "generator.verbs.taking_over": (
        "TakenOverResult",
        "take_over_ledger",
    ),
    "generator.verbs.templates": (
        "AcceptResult",
        "CheckResult",
        "accept_template",
        "check_templates",
        "new_template",
        "template_texts",
        "write_template_texts",
    ),
    "generator.verbs.usage": ("UsageProblem",),
}


def __getattr__(name: str) -> Any:
    """Import the module that a verb, or what it takes and gives, is at home in."""
    for module, names in HOMES.items():
        if name in names:
            found = getattr(import_module(module), RENAMED.get(name, name))
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
