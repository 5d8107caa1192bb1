"""Separators of heaps (分隔页): whose heap follows, what lies in it, how many copies and sheets of paper."""

from collections.abc import Iterable, Iterator, Sequence

from generator.press.print_run import Heap, Part, Piece, Plan
from generator.render.separators import Separator, render_separators

FOOT = "分隔页，分发时抽去"


def heap_separators(heaps: Sequence[Heap], plan: Plan, run: str, *, archive: bool) -> bytes:
    """Return a PDF with the separator of each heap; `run` names the print run at the foot."""
    pages = [
        Separator(
            name=heap.label,
            lines=tuple(_lines(heap, plan)),
            total=f"{len(heap.pieces)} 份 {_sheets(heap.pieces, plan)} 张",
            foot=(run, FOOT),
        )
        for heap in heaps
    ]
    return render_separators(pages, archive=archive)


def _lines(heap: Heap, plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield each paper of a heap, once, with its copies and sheets."""
    papers: dict[Part, list[Piece]] = {}
    for piece in heap.pieces:
        papers.setdefault(piece.part, []).append(piece)
    for part, pieces in papers.items():
        name = part.title if plan.by == "unit" else part.label
        yield name, f"{len(pieces)} 份 {_sheets(pieces, plan)} 张"


def _sheets(pieces: Iterable[Piece], plan: Plan) -> int:
    """Return how many sheets of paper the pieces take."""
    return sum(-(-piece.part.pages // 2) if plan.two_sided else piece.part.pages for piece in pieces)
