"""Table sheets as PDF: painted, against WeasyPrint, interleaved on one core.

    python benchmarks/painted_pdf.py [rounds]

Prints medians per sheet, ratios and bytes per file. WeasyPrint is used as a user would, one document after another in one
process. Sheets: the dispatch table of every community of a fixture campaign, and a ledger of 20 rows.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from generator.compose.fitting import Around
from generator.compose.ledger import fit_ledger
from generator.compose.sheets import Order, unit_sheets
from generator.layout import gbt9704 as gb
from generator.model.sheet import Sheet, TableContent
from generator.render import html, pdf
from generator.render.painted_pdf import Painter, painter
from generator.render.painted_run import PaintedRun
from generator.sources.campaign import load

CAMPAIGN = Path(__file__).parents[1] / "fixtures" / "campaigns" / "jiangguanchi"
ROWS = 20
MANY = 200


def sheets() -> dict[str, list[Sheet]]:
    """The sheets to be printed, by what they are."""
    found = load(CAMPAIGN)
    campaign = found.campaign
    assert campaign is not None
    order = Order(period="2023-06")
    every = [s for unit in campaign.units for s in unit_sheets(campaign, found.forms, unit, order).sheets]
    ledger = next(s for s in every if s.code == "problem-ledger" and s.filled)
    content = ledger.content
    assert isinstance(content, TableContent)
    form = found.forms[ledger.code]
    slots = {slot.rpartition(".")[0]: text for slot, text in content.values.items() if text}
    around = Around(title_lines=len(content.title), attachment=True, above=content.above, below=content.below)
    width, _ = gb.type_area_mm(content.landscape)
    rows = [{c.name: slots.get(c.name, "") for c in form.columns} for _ in range(ROWS)]
    fitted = fit_ledger(form, rows, around, width)
    long = replace(ledger, content=replace(content, grid=fitted.grid, values=fitted.values))
    return {
        "dispatch table": [s for s in every if s.code == "dispatch-communities"],
        f"ledger of {ROWS} rows": [long],
    }


def timed(make: Callable[[Sheet], bytes], every: Sequence[Sheet], count: int) -> float:
    """Seconds of this process per sheet."""
    start = time.process_time()
    for number in range(count):
        make(every[number % len(every)])
    return (time.process_time() - start) / count


def run_of(every: Sequence[Sheet]) -> tuple[float, float]:
    """Seconds and bytes that a sheet adds to a merged file."""
    sizes, start = [0], 0.0
    run = PaintedRun(
        painter(every[0].fangsong), lambda part: sizes.append(sizes.pop() + len(part)), two_sided=False
    )
    for number in range(2 * MANY):
        if number == MANY:
            start, before = time.process_time(), sizes[0]
        run.add(every[number % len(every)], every[number % len(every)].name)
    taken = time.process_time() - start
    return taken / MANY, (sizes[0] - before) / MANY


def main(rounds: int = 5) -> None:
    """Measure and print."""
    for name, every in sheets().items():
        ways: dict[str, tuple[Callable[[Sheet], bytes], int]] = {
            "WeasyPrint": (lambda s: pdf.render_pdf(html.render_html(s)).content, 2),
            "painted": (lambda s: painter(s.fangsong).paint(s).content, MANY),
        }
        sizes = {way: len(make(every[0])) for way, (make, _) in ways.items()}
        taken: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(rounds):
            for way, (make, count) in ways.items():
                taken[way].append(timed(make, every, count))
        merged, bytes_each = run_of(every)
        base = statistics.median(taken["WeasyPrint"])
        told = f"{name:18} {'merged':10} {merged * 1000:9.3f} ms  ×{base / merged:7.1f}  {bytes_each:7.0f} bytes a sheet\n"
        sys.stdout.write(told)
        start = time.process_time()
        Painter(every[0].fangsong).paint(every[0])
        first = time.process_time() - start
        base = statistics.median(taken["WeasyPrint"])
        for way, seconds in taken.items():
            median = statistics.median(seconds)
            ratio = base / median
            told = f"{name:18} {way:10} {median * 1000:9.3f} ms  ×{ratio:7.1f}  {sizes[way]:7} bytes\n"
            sys.stdout.write(told)
        sys.stdout.write(f"{name:18} {'the first':10} {first * 1000:9.3f} ms, with its fixed parts\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
