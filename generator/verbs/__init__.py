"""The clerk's verbs (动作), one function each, its stages in order."""

from generator.verbs.campaigns import ORIGINALS, NumbersResult, convert, init, numbers, schema
from generator.verbs.sheets import BuildRequest, BuildResult, Progress, UnitLine, build
from generator.verbs.usage import UsageProblem

__all__ = [
    "ORIGINALS",
    "BuildRequest",
    "BuildResult",
    "NumbersResult",
    "Progress",
    "UnitLine",
    "UsageProblem",
    "build",
    "convert",
    "init",
    "numbers",
    "schema",
]
