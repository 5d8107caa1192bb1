"""Finding (查出的问题): what is wrong in a template, at its place, as a value."""

from generator.dataclass import dataclass
from generator.measure.templates.reading import Paragraph, Place
from generator.problem import Problem, Severity

TAG_CHARS_MAX = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found in a template; `paragraph` is where a comment on it can stand."""

    code: str
    message: str
    place: Place | None = None
    severity: Severity = "error"
    paragraph: Paragraph | None = None

    def problem(self, file: str) -> Problem:
        """Return it as a problem of a file: 模板.docx：表1第3行第2格."""
        where = f"{file}：{self.place}" if self.place else file
        return Problem(code=self.code, message=self.message, where=where, severity=self.severity)


def at(paragraph: Paragraph, code: str, message: str, severity: Severity = "error") -> Finding:
    """Return a finding at a paragraph."""
    return Finding(code=code, message=message, severity=severity, place=paragraph.place, paragraph=paragraph)


def quoted(tag: str) -> str:
    """Return a tag as messages name it, shortened when long."""
    flat = " ".join(tag.split())
    return f"“{flat if len(flat) <= TAG_CHARS_MAX else flat[:TAG_CHARS_MAX] + '…'}”"
