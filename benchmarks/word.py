"""Word files: ours against docxtpl used as its users do, and against the npm peers, in interleaved rounds.

`python benchmarks/word.py [--rounds 7] [--node FOLDER]` fills a dispatch table and a ledger (tables.py) from equal lean
templates, each file written to memory. Medians are processor time for a file. FOLDER is where the peers are installed:
`npm ci` with the package.json beside this file.

The module cannot be called docx: a script would find it in place of python-docx.
"""

import argparse
import gc
import io
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from docx import Document
from docxtpl import DocxTemplate
from peers import Peer
from rows import US, Absent, Told, compared, interleaved, parser, show
from tables import Table, tables

from generator.compose.sheets import blank_sheet
from generator.model.sheet import Sheet, TableContent, is_listed
from generator.render.docx import render_docx
from generator.render.docx_full import form_template

MEMORY = Path("/dev/shm")  # a disk's share would be the same for all
PEERS = ("docxtemplater", "easy-template-x")
DOCXTPL = "docxtpl"
FEW, SOME, MANY = 10, 16, 200  # files of a round: by docxtpl, by a peer, by us


@dataclass(frozen=True, slots=True)
class Case:
    """Table to make many times (用例): a template for docxtpl, villages' sheets, what a user of docxtpl hands to it."""

    table: Table
    template: bytes
    contexts: list[dict[str, Any]]

    @property
    def code(self) -> str:
        """The form's code, which names files."""
        return self.table.form.form


def cases() -> Iterator[Case]:
    """Yield the two tables with generated villages, always the same."""
    for table in tables():
        template = form_template(blank_sheet(table.campaign, table.form), table.form)
        yield Case(table, template, list(map(context, table.sheets(SOME))))


def context(sheet: Sheet) -> dict[str, Any]:
    """Return what a user of docxtpl hands to the template of a form."""
    content = sheet.content
    assert isinstance(content, TableContent)
    rows = [row for row in content.grid.rows if is_listed(row)]
    lines = {
        f"{side}_{i}": line for side in ("above", "below") for i, line in enumerate(getattr(content, side), 1)
    }
    return {
        "attachment": content.attachment,
        "title": "\n".join(content.title),
        "notes": content.notes,
        "value": SimpleNamespace(**{k: v for k, v in content.values.items() if "." not in k}),
        "rows": [
            SimpleNamespace(**{c.slot.rpartition(".")[0]: content.values[c.slot] for c in row.cells})
            for row in rows
        ],
        **lines,
    }


# What is measured: one file written from a village's data.


def by_docxtpl(source: Path, target: Path, data: dict[str, Any]) -> None:
    template = DocxTemplate(source)
    template.render(data, autoescape=True)
    template.save(target)


def by_us(_: Path, target: Path, sheet: Sheet) -> None:
    content = render_docx(sheet).content
    file = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    os.write(file, content)
    os.close(file)


def timed(
    make: Callable[[Path, Path, Any], None], source: Path, given: Sequence[Any], sizes: dict[str, float]
) -> float:
    """Return the processor's seconds for a file; the bytes of the first are noted under the maker's name."""
    target = source.parent / "made"
    target.mkdir()
    start = time.process_time()
    for place, data in enumerate(given):
        make(source, target / f"{place}.docx", data)
    seconds = (time.process_time() - start) / len(given)
    sizes[DOCXTPL if make is by_docxtpl else US] = (target / "0.docx").stat().st_size
    shutil.rmtree(target)
    return seconds


# The npm peers.


def prepare(case: Case, folder: Path) -> None:
    """Write the template in the peers' language, and the data, to a folder."""
    contexts = case.contexts
    (folder / f"{case.code}.peer.docx").write_bytes(peer_template(case.template, len(contexts[0]["notes"])))
    (folder / f"{case.code}.json").write_text(json.dumps([plain(c) for c in contexts], ensure_ascii=False))


def plain(context: dict[str, Any]) -> dict[str, Any]:
    """Return a context without dots in its names."""
    found = {"attachment": context["attachment"], "title": context["title"], **vars(context["value"])}
    found |= {f"note_{i}": note for i, note in enumerate(context["notes"], 1)}
    for name, line in context.items():
        if re.fullmatch(r"(above|below)_\d+", name):
            found |= {f"{name}_{place}": getattr(line, place) for place in ("left", "center", "right")}
    return found | {"rows": [vars(row) for row in context["rows"]]}


def peer_template(template: bytes, notes: int) -> bytes:
    """Return the template with {name}, and {#rows} … {/rows} around the row that repeats."""
    document = Document(io.BytesIO(template))
    for row in [r for table in document.tables for r in table.rows if "{%tr" in r.cells[0].text]:
        row._tr.getparent().remove(row._tr)
    for paragraph in document.paragraphs:
        if "{{ note }}" in paragraph.text:
            for number in range(1, notes + 1):
                copied = deepcopy(paragraph._p)
                paragraph._p.addprevious(copied)
                next(t for t in copied.iter("{*}t") if t.text == "{{ note }}").text = f"{{note_{number}}}"
        if "{%" in paragraph.text or "{{ note }}" in paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)
    for text in document.element.body.iter("{*}t"):
        text.text = re.sub(
            r"\{\{ (?:value\.|row\.)?([\w.]+) \}\}",
            lambda m: f"{{{m[1].replace('.', '_')}}}",
            text.text or "",
        )
    repeated = [r for table in document.tables for r in table.rows if "{serial}" in r.cells[0].text]
    for row in repeated:
        texts = list(row._tr.iter("{*}t"))
        texts[0].text, texts[-1].text = f"{{#rows}}{texts[0].text}", f"{texts[-1].text}{{/rows}}"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def measured(case: Case, folder: Path, rounds: int, node: Peer | None) -> Iterable[Told]:
    """Run interleaved rounds; yield their medians."""
    source = folder / f"{case.code}.docx"
    source.write_bytes(case.template)
    sizes: dict[str, float] = {}

    def of_node(peer: str) -> Callable[[int], float]:
        def ask(_: int) -> float:
            assert node
            seconds, sizes[peer] = node.ask(peer, case.code, SOME)
            return seconds

        return ask

    ways: dict[str, Callable[[int], float]] = {
        DOCXTPL: lambda _: timed(by_docxtpl, source, case.contexts[:FEW], sizes),
        US: lambda number: timed(by_us, source, case.table.sheets(MANY, number), sizes),
        **({peer: of_node(peer) for peer in PEERS} if node else {}),
    }
    name = f"docx: {case.table.name}"
    yield from compared(name, interleaved(ways, rounds), sizes=sizes)
    if not node:
        yield from (Absent(name, peer, "npm packages are not installed (--node)") for peer in PEERS)


def every(asked: argparse.Namespace, folder: Path) -> Iterator[Told]:
    """Yield the rows of both tables."""
    found = list(cases())
    gc.collect()
    gc.freeze()  # what was prepared is no part of a run
    with ExitStack() as stack:
        node = None
        if asked.node and (asked.node / "node_modules" / "easy-template-x").is_dir() and shutil.which("node"):
            for case in found:
                prepare(case, folder)
            script = Path(__file__).with_name("word_peers.cjs")
            node = stack.enter_context(Peer(["node", str(script), str(asked.node), str(folder)]))
        for case in found:
            yield from measured(case, folder, 1 if asked.quick else asked.rounds, node)


def main() -> None:
    """Measure both tables, print the rows."""
    given = parser(__doc__)
    given.add_argument("--rounds", type=int, default=7)
    asked = given.parse_args()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        show(every(asked, Path(name)), asked)


if __name__ == "__main__":
    main()
