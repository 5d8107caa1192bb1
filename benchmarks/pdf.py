"""PDFs of table sheets: ours against WeasyPrint, Typst and LibreOffice, the same tables from the same fonts.

`python benchmarks/pdf.py [--rounds 5] [--skip libreoffice,…]` makes a dispatch table and a ledger (tables.py) in
interleaved rounds. Medians are processor time for a document; documents of a round are new. The ways:

- WeasyPrint as its users use it: our HTML (by its own line layout), one document after another in one process.
- WeasyPrint at its best: 20 documents in one file, from fonts that were cut down to their characters beforehand.
- Our full path, which sets what cannot be painted: WeasyPrint with our adapters.
- Typst: the form as its source (typst_form.py), values as JSON, one compiler kept; a file each, and 100 in one; no tags.
- LibreOffice: 20 of our Word files a call.
- Ours: a file each, and what a further sheet adds to the file of a print run.
"""

import argparse
import io
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uharfbuzz as hb
from peers import Peer
from rows import US, Absent, Told, compared, interleaved, parser, show
from tables import Table, tables

from generator.layout import gbt9704 as gb
from generator.model.sheet import Sheet
from generator.render import fonts, html, pdf
from generator.render.docx import render_docx
from generator.render.glyphs import font_stack
from generator.render.painted_pdf import painter
from generator.render.painted_run import PaintedRun

FEW, BATCH, SOME, MANY = (
    2,
    20,
    100,
    200,
)  # documents of a round: by WeasyPrint; in one file or call; by Typst; by us
FACES = (gb.FACE_TEXT, gb.FACE_HEADING, gb.FACE_TITLE, gb.FACE_NUMBER)
NUMBERS = "0123456789—- "


@dataclass(slots=True)
class Bench:
    """Place of work for one table: its folder, the sheets of each round, the bytes of each way's documents."""

    table: Table
    folder: Path
    sizes: dict[str, float] = field(default_factory=dict)

    def sheets(self, count: int, number: int) -> list[Sheet]:
        """Return so many new sheets for a round."""
        return self.table.sheets(count, number)


def ways(bench: Bench, stack: ExitStack) -> Iterator[tuple[str, Callable[[int], float] | str]]:
    """Yield the ways by their names: what makes documents and returns the seconds for one, or why it cannot."""
    yield "WeasyPrint", weasyprint_plain(bench, stack)
    yield "WeasyPrint at its best", weasyprint_best(bench, stack)
    yield f"{US}, full path", lambda number: in_process(bench, f"{US}, full path", full, FEW, number)
    yield from typst_ways(bench)
    yield f"LibreOffice, {BATCH} files a call", libreoffice(bench)
    yield f"{US}, a file each", lambda number: in_process(bench, f"{US}, a file each", painted, MANY, number)
    yield f"{US}, print run", lambda number: print_run(bench, number)


def in_process(bench: Bench, way: str, make: Callable[[Sheet], bytes], count: int, number: int) -> float:
    """Return the seconds that a document takes in this process."""
    sheets = bench.sheets(count, number)
    start = time.process_time()
    made = [len(make(sheet)) for sheet in sheets]
    seconds = time.process_time() - start
    bench.sizes[way] = sum(made) / count
    return seconds / count


def painted(sheet: Sheet) -> bytes:
    return painter(sheet.fangsong).paint(sheet).content


def full(sheet: Sheet) -> bytes:
    return pdf.render_pdf(html.render_html(sheet)).content


def print_run(bench: Bench, number: int) -> float:
    """Return the seconds that a further sheet of a print run takes, and note the bytes that it adds."""
    sheets = bench.sheets(2 * MANY, number)
    written = io.BytesIO()
    run = PaintedRun(painter(sheets[0].fangsong), written.write, two_sided=False)
    for sheet in sheets[:MANY]:
        run.add(sheet, sheet.folder)
    before, start = written.tell(), time.process_time()
    for sheet in sheets[MANY:]:
        run.add(sheet, sheet.folder)
    seconds = time.process_time() - start
    bench.sizes[f"{US}, print run"] = (written.tell() - before) / MANY
    return seconds / MANY


# WeasyPrint


def weasyprint_plain(bench: Bench, stack: ExitStack) -> Callable[[int], float]:
    """Return the way of its users."""
    peer = stack.enter_context(Peer([sys.executable, str(Path(__file__).with_name("weasy_peer.py"))]))

    def make(number: int) -> float:
        files = [_written(bench, f"plain{i}", [s]) for i, s in enumerate(bench.sheets(FEW, number))]
        seconds, bench.sizes["WeasyPrint"] = peer.ask(FEW, *files)
        return seconds

    return make


def weasyprint_best(bench: Bench, stack: ExitStack) -> Callable[[int], float]:
    """Return the quickest way that WeasyPrint offers."""
    rules = cut_fonts(bench.folder / "fonts", bench.sheets(BATCH * 10, 1))
    command = [sys.executable, str(Path(__file__).with_name("weasy_peer.py"))]
    peer = stack.enter_context(Peer(command, os.environ | {"FONTCONFIG_FILE": str(rules)}))

    def make(number: int) -> float:
        whole = _written(bench, "many", bench.sheets(BATCH, 1))
        seconds, bench.sizes["WeasyPrint at its best"] = peer.ask(BATCH, whole)
        return seconds

    return make


def _written(bench: Bench, name: str, sheets: Sequence[Sheet]) -> Path:
    """Write the HTML of some sheets as one file, each on a page of its own."""
    pages = [html.render_html(sheet) for sheet in sheets]
    head, _, _ = pages[0].partition("<body>")
    bodies = [page.partition("<body>")[2].partition("</body>")[0] for page in pages]
    joined = "".join(f'<div style="break-before: page">{body}</div>' for body in bodies)
    file = bench.folder / f"{name}.html"
    file.write_text(f"{head}<body>{joined}</body></html>", encoding="utf-8")
    return file


def cut_fonts(folder: Path, sheets: Iterable[Sheet]) -> Path:
    """Write the fonts with nothing but the characters of these sheets, and rules that know no others; return the rules."""
    folder.mkdir()
    chars = set(NUMBERS).union(*map(html.render_html, sheets))
    for font in {stack[0] for face in FACES if (stack := font_stack(face))}:
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.UNICODE).update(map(ord, chars))
        wanted.sets(hb.SubsetInputSets.NAME_ID).update(range(26))  # by which fontconfig finds it
        face = hb.Face(hb.Blob.from_file_path(font.path), font.index)
        (folder / f"{font.postscript_name}.otf").write_bytes(hb.subset(face, wanted).blob.data)
    rules = re.sub(r"<include.*?</include>|<dir.*?</dir>", "", fonts.FONTS_CONF.read_text(encoding="utf-8"))
    own = f"<dir>{folder}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>"
    file = folder / "fonts.conf"
    file.write_text(rules.replace("</fontconfig>", own), encoding="utf-8")
    return file


# Typst


def typst_ways(bench: Bench) -> Iterator[tuple[str, Callable[[int], float] | str]]:
    """Yield a file each and many in one."""
    names = "Typst, a file each", f"Typst, {SOME} in one"
    compiler = typst_compiler(bench)
    if isinstance(compiler, str):
        yield from ((name, compiler) for name in names)
        return
    from typst_form import data_of

    def compiled(sheets: Sequence[Sheet]) -> bytes:
        return compiler.compile(format="pdf", sys_inputs={"sheets": data_of(sheets)}, pdf_tags=False)  # type: ignore[no-any-return]

    def together(number: int) -> float:
        sheets = bench.sheets(SOME, number)
        start = time.process_time()
        bench.sizes[names[1]] = len(compiled(sheets)) / SOME
        return (time.process_time() - start) / SOME

    yield names[0], lambda number: in_process(bench, names[0], lambda s: compiled([s]), BATCH, number)
    yield names[1], together


def typst_compiler(bench: Bench) -> Any:
    """Return a compiler of Typst for a table, or why there is none."""
    try:
        import typst
    except ImportError:
        return "typst is not installed (pip install gongwen[bench])"
    from typst_form import source_of

    source = bench.folder / "form.typ"
    source.write_text(source_of(bench.sheets(1, 0)[0]), encoding="utf-8")
    places = sorted({str(Path(stack[0].path).parent) for face in FACES if (stack := font_stack(face))})
    known = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=places)
    return typst.Compiler(str(source), root=str(bench.folder), font_paths=known, sys_inputs={"sheets": "[]"})


# LibreOffice


def libreoffice(bench: Bench) -> Callable[[int], float] | str:
    """Return the way over Word files."""
    program = shutil.which("soffice")
    if not program:
        return "LibreOffice is not installed (soffice)"
    office = bench.folder / "office"
    office.mkdir()
    profile = f"-env:UserInstallation={(office / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(office)]

    def make(number: int) -> float:
        files = [office / f"{place}.docx" for place in range(BATCH)]
        for file, sheet in zip(files, bench.sheets(BATCH, number), strict=True):
            file.write_bytes(render_docx(sheet).content)
        before = _children()
        subprocess.run([*command, *map(str, files)], check=True, capture_output=True)
        made = [file.with_suffix(".pdf").stat().st_size for file in files]
        bench.sizes[f"LibreOffice, {BATCH} files a call"] = sum(made) / BATCH
        return (_children() - before) / BATCH

    return make


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(bench: Bench, asked: argparse.Namespace) -> Iterator[Told]:
    """Measure every way that can be had here, in turn, and name the others."""
    case = f"PDF: {bench.table.name}"
    with ExitStack() as stack:
        found = {way: make for way, make in ways(bench, stack) if not _left_out(way, asked)}
        runs = {way: make for way, make in found.items() if not isinstance(make, str)}
        taken = interleaved(runs, 1 if asked.quick else asked.rounds)
    yield from compared(case, taken, sizes=bench.sizes)
    yield from (Absent(case, way, why) for way, why in found.items() if isinstance(why, str))


def _left_out(way: str, asked: argparse.Namespace) -> bool:
    return any(name and name in way.lower() for name in asked.skip.split(","))


def main() -> None:
    """Measure both tables, print the rows."""
    given = parser(__doc__)
    given.add_argument("--rounds", type=int, default=5)
    given.add_argument("--skip", default="", help="leave out ways with these words, as libreoffice,typst")
    asked = given.parse_args()
    fonts.activate()

    def every() -> Iterator[Told]:
        for table in tables():
            with tempfile.TemporaryDirectory() as name:
                yield from measured(Bench(table, Path(name)), asked)

    show(every(), asked)


if __name__ == "__main__":
    main()
