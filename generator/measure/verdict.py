"""Verdict (判定) on one clause: what the standard asks for, what was found, and where."""

from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.measure.box import Box

Outcome: TypeAlias = Literal["pass", "fail", "unknown"]
Source: TypeAlias = Literal["pdf", "docx", "office"]
WORDS: dict[Outcome, str] = {"pass": "合格", "fail": "不合格", "unknown": "看不出"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one clause asks for and what a file has.

    `clause` is the number in GB/T 9704-2012, `what` the thing measured, the same words for the same thing in every
    file. For "unknown" `found` says why it cannot be told. `page` is 0 where the whole file is meant; `where` says in
    words where to look; `box` is the place on that page. `because` names the failed verdict that this one follows
    from, empty when it stands for itself; `off_mm` is how far a length is off, where one was measured. `source` is
    what was read: a PDF, a Word file's own XML, or the PDF that an office program made of it.
    """

    clause: str
    what: str
    expected: str
    found: str
    outcome: Outcome
    page: int = 0
    where: str = ""
    box: Box | None = None
    because: str = ""
    off_mm: float | None = None
    source: Source = "pdf"

    def __str__(self) -> str:
        """One line of the report: verdict, clause, place, expected and found, and the cause."""
        place = "，".join(filter(None, (f"第{self.page}页" if self.page else "", self.where)))
        head = f"{WORDS[self.outcome]} {self.clause} {self.what}" + (f"（{place}）" if place else "")
        cause = f"；随“{self.because}”而来" if self.because else ""
        return f"{head}：应为 {self.expected}，{self._said}{cause}"

    @property
    def root(self) -> bool:
        """Whether this is a failure that follows from no other."""
        return self.outcome == "fail" and not self.because

    @property
    def _said(self) -> str:
        return self.found if self.outcome == "unknown" else f"实为 {self.found}"


def length(found: float, expected: float, within: float) -> Outcome:
    """Return whether a length lies within a tolerance of what is expected.

    >>> length(37.8, 37, 1)
    'pass'
    """
    return "pass" if abs(found - expected) <= within else "fail"
