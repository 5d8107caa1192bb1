"""Verdict (判定) on one clause: what the standard asks for, what was found, and where."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Outcome: TypeAlias = Literal["pass", "fail", "unknown"]
WORDS: dict[Outcome, str] = {"pass": "合格", "fail": "不合格", "unknown": "看不出"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one clause asks for and what a file has; `page` is 0 where the whole file is meant."""

    clause: str
    what: str
    expected: str
    found: str
    outcome: Outcome
    page: int = 0

    def __str__(self) -> str:
        place = f"第{self.page}页 " if self.page else ""
        return (
            f"{WORDS[self.outcome]} {self.clause} {place}{self.what}：应为 {self.expected}，实为 {self.found}"
        )


def length(found: float, expected: float, within: float) -> Outcome:
    """Return whether a length lies within a tolerance of what is expected."""
    return "pass" if abs(found - expected) <= within else "fail"
