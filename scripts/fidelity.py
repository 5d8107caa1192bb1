"""Measure every sheet of the fixture campaigns and the same notice of other programs; write docs/fidelity.md.

Needs LibreOffice for the Word files and network access for the other programs. Usage:

    python scripts/fidelity.py [FOLDER]

FOLDER (by default out/fidelity) takes the files that are measured and an environment for each other program.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from peers import PEERS, make, source_of

from generator.measure.docx import measure_documents
from generator.measure.office import office
from generator.measure.page import NotReadable, pages
from generator.measure.pdf import measure_pdf
from generator.measure.verdict import Verdict
from generator.render import fonts
from generator.sources.campaign import load
from generator.verbs import BuildRequest, build

CHECKOUT = Path(__file__).resolve().parent.parent
CAMPAIGNS = CHECKOUT / "fixtures" / "campaigns"
TARGET = CHECKOUT / "docs" / "fidelity.md"
NAMES = (
    "jiangguanchi",
    "chengzhong",
    "xupu",
    "zhufoan",
    "xinyang",
    "forest_fire",
    "office_papers",
    "small_valid",
)
COMPARED = "xinyang"  # its notice has three levels of headings, three attachments, signature and date
NOTHING = "—"

INTRODUCTION = """\
# Fidelity

What `gongwen measure` finds, clause by clause of GB/T 9704-2012, on every sheet of the fixture campaigns and on the
same notice made by other programs. `python scripts/fidelity.py` writes this page anew. A clause is counted once for
each place where it was judged; *cannot tell* stands where the page does not carry a verdict
([what the lines mean](measure.md), in Chinese).

PDF: read off the page. Word: read off the file's XML, and off the PDF that LibreOffice makes of it.
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Files of one kind with the verdicts on them."""

    files: int
    pages: int
    verdicts: tuple[Verdict, ...]

    def count(self, outcome: str, *sources: str) -> int:
        """How many verdicts have this outcome, of these sources or of all."""
        return sum(v.outcome == outcome and (not sources or v.source in sources) for v in self.verdicts)


def main(folder: Path) -> None:
    """Build, measure, compare, write."""
    parts = [INTRODUCTION, *_ours(folder), *_theirs(folder), *_versions()]
    TARGET.write_text("\n".join(parts), encoding="utf-8")


def _ours(folder: Path) -> Iterator[str]:
    """Yield the table of our own sheets, a line per campaign and format."""
    yield "## Every sheet of the fixture campaigns\n"
    yield "| campaign | format | files | pages | passed | failed | cannot tell |"
    yield "|---|---|---|---|---|---|---|"
    every = []
    for name in NAMES:
        target = folder / name
        build(BuildRequest(source=CAMPAIGNS / name, target=target, formats=("docx", "pdf")))
        for kind, found in (("PDF", _pdfs(target)), ("Word", _documents(target))):
            every.append(found)
            yield f"| {name} | {kind} | {_counts(found)} |"
    yield f"| **all** | | {_counts(_together(every))} |"
    yield ""
    yield from _untold(_together(every))


def _counts(found: Measured) -> str:
    outcomes = (found.count(outcome) for outcome in ("pass", "fail", "unknown"))
    return " | ".join(map(str, (found.files, found.pages or NOTHING, *outcomes)))


def _untold(found: Measured) -> Iterator[str]:
    """Yield what could not be told and why, most frequent first."""
    reasons = Counter((v.clause, v.what, v.found) for v in found.verdicts if v.outcome == "unknown")
    if reasons:
        yield "What could not be told:\n\n| clause | what | why | times |\n|---|---|---|---|"
        yield from (f"| {' | '.join(what)} | {times} |" for what, times in reasons.most_common())
        yield ""


def _together(found: Sequence[Measured]) -> Measured:
    verdicts = tuple(v for part in found for v in part.verdicts)
    return Measured(sum(p.files for p in found), sum(p.pages for p in found), verdicts)


def _pdfs(folder: Path) -> Measured:
    """Measure every sheet's PDF; print files hold the same pages again."""
    files = [path for path in sorted(folder.rglob("*.pdf")) if not path.name.startswith("打印 ")]
    verdicts = tuple(v for path in files for v in measure_pdf(path))
    return Measured(len(files), sum(len(pages(path)) for path in files), verdicts)


def _documents(folder: Path) -> Measured:
    files = sorted(folder.rglob("*.docx"))
    return Measured(len(files), 0, tuple(v for _, found in _word(files) for v in found))


def _word(files: Sequence[Path]) -> Iterator[tuple[Path, list[Verdict]]]:
    for path, found in measure_documents(files):
        if isinstance(found, NotReadable):
            raise found
        yield path, found


def _theirs(folder: Path) -> Iterator[str]:
    """Yield the comparison on one notice: what every program's file has, clause by clause."""
    loaded = load(CAMPAIGNS / COMPARED)
    assert loaded.campaign
    source = source_of(loaded.campaign, loaded.forms)
    title = source.notice.title.replace("\n", "")
    ours = folder / COMPARED / loaded.campaign.issuer.name / title
    files = [ours.with_name(f"{title}.docx"), *(make(peer, source, folder) for peer in PEERS)]
    names = ["gongwen", *(f"{peer.name} {peer.version}" for peer in PEERS)]
    columns = [tuple(measure_pdf(ours.with_name(f"{title}.pdf"))), *(tuple(v) for _, v in _word(files))]
    yield "## The same notice by other programs\n"
    yield "Each got the same title, text, addressees, attachments, signature and date, and every option it has for them;"
    yield "`scripts/peers.py` has the commands. Failures that follow from another failure are counted apart.\n"
    yield f"| | {' | '.join(['gongwen, PDF', *(f'{name}, Word' for name in names)])} |"
    yield "|---|" + "---|" * len(columns)
    for word, chosen in _SUMS:
        yield f"| {word} | {' | '.join(str(sum(map(chosen, column))) for column in columns)} |"
    yield ""
    yield "Each clause, worst verdict first; several pages or readings of one clause count together.\n"
    yield f"| clause | {' | '.join(['gongwen, PDF', *(f'{name}, Word' for name in names)])} |"
    yield "|---|" + "---|" * len(columns)
    for clause, what in dict.fromkeys((v.clause, v.what) for column in columns for v in column):
        cells = (_cell([v for v in column if (v.clause, v.what) == (clause, what)]) for column in columns)
        yield f"| {clause} {what} | {' | '.join(cells)} |"
    yield ""


_SUMS: tuple[tuple[str, Callable[[Verdict], bool]], ...] = (
    ("passed", lambda v: v.outcome == "pass"),
    ("failed", lambda v: v.root),
    ("failed in consequence", lambda v: v.outcome == "fail" and not v.root),
    ("cannot tell", lambda v: v.outcome == "unknown"),
)


def _cell(verdicts: Iterable[Verdict]) -> str:
    """Return the worst of some verdicts on one clause, with what was found when it fails."""
    by_outcome = {v.outcome: v for v in verdicts}
    if failed := by_outcome.get("fail"):
        return f"✗ {failed.found}".replace("|", "∣")
    return "✓" if "pass" in by_outcome else "?" if by_outcome else NOTHING


def _versions() -> Iterator[str]:
    yield "## Made with\n"
    program = office() or "true"
    said = subprocess.run(
        [program, "--version"], capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    yield f"WeasyPrint {version('weasyprint')}, {' '.join(said[:2])}. {fonts.summary()}。"
    yield ""


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CHECKOUT / "out" / "fidelity")
