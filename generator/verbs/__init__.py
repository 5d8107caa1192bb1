"""The clerk's verbs (动作), one function each, its stages in order."""

from generator.verbs.campaigns import ORIGINALS, NumbersResult, convert, init, numbers, schema
from generator.verbs.checking import Checked, check, mend
from generator.verbs.sheets import BuildRequest, BuildResult, Progress, UnitLine, build
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
    "AcceptResult",
    "BuildRequest",
    "BuildResult",
    "CheckResult",
    "Checked",
    "NumbersResult",
    "Progress",
    "UnitLine",
    "UsageProblem",
    "accept_template",
    "build",
    "check",
    "check_templates",
    "convert",
    "init",
    "mend",
    "new_template",
    "numbers",
    "schema",
    "template_texts",
    "write_template_texts",
]
