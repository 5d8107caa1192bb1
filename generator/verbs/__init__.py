"""The clerk's verbs (动作), one function each, its stages in order."""

from generator.model.office import REST
from generator.verbs.campaigns import ORIGINALS, NumbersResult, convert, init, numbers, schema
from generator.verbs.checking import Checked, check, mend
from generator.verbs.collecting import CollectRequest, CollectResult, collect
from generator.verbs.deadlines import DueRequest, DueResult, due
from generator.verbs.hazards import HazardsResult, RecordResult, Standing, hazards, history, record
from generator.verbs.intake import Arrival, BlankResult
from generator.verbs.intake import ReadResult as IntakeResult
from generator.verbs.intake import blank as intake_blank
from generator.verbs.intake import read as intake_read
from generator.verbs.office import Converted, convert_to, init_office
from generator.verbs.printing import PrintRequest, PrintResult, print_out
from generator.verbs.receiving import ReceiveRequest, ReceiveResult, receive
from generator.verbs.scoring import Ranking, ScoresResult, scores
from generator.verbs.sheets import BuildRequest, BuildResult, Progress, UnitLine, build
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
    "BlankResult",
    "BuildRequest",
    "BuildResult",
    "CheckResult",
    "Checked",
    "CollectRequest",
    "CollectResult",
    "Converted",
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
    "build",
    "check",
    "check_templates",
    "collect",
    "convert",
    "convert_to",
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
    "write_template_texts",
]
