"""Word files: ours against docxtpl used as its users do, and against the npm peers, in interleaved rounds.

`python benchmarks/word.py [--rounds 7] [--node FOLDER]` fills a dispatch table of 34 indicators and a ledger of 20 rows
and 13 columns for ten villages, from equal lean templates, each file written to memory. It prints CPU
milliseconds per file (medians), how many times as fast as docxtpl (median of the rounds' ratios) and sizes. FOLDER is
where the peers are installed: npm install docxtemplater pizzip easy-template-x.

The module cannot be called docx: a script would find it in place of python-docx.
"""

import argparse
import gc
import io
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from docx import Document
from docxtpl import DocxTemplate

from generator.compose.sheets import Order, blank_sheet, unit_sheets
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.hazard import Enterprise, Hazard, Progress
from generator.model.sheet import Sheet, TableContent, is_listed
from generator.render.docx import render_docx
from generator.render.docx_full import form_template
from generator.sources.campaign import load

CAMPAIGN = Path(__file__).parents[1] / "fixtures" / "campaigns" / "chengzhong"
DISPATCH, LEDGER = "dispatch-communities", "major-hazard-list"
ROWS, VILLAGES = 20, 10
MEMORY = Path("/dev/shm")  # a disk's share would be the same for all
TAG = re.compile(r"\{\{ (?:value\.|row\.)?([\w.]+) \}\}")
PEERS = ("docxtemplater", "easy-template-x")
PLACES = "和平光明建设新华解放胜利东风向阳幸福团结友谊长江青云凤凰龙泉石桥柳林竹园"
TRADES = ("机械", "纺织", "餐饮", "物业", "建材")
TOPICS = ("消防", "燃气", "建筑施工", "危险化学品", "特种设备", "工贸", "道路交通")
FAULTS = (
    "疏散通道堆放杂物、安全出口上锁",
    "动火作业未办理审批手续、无现场监护人员",
    "有限空间未设置警示标志、未配备检测仪器",
    "外墙保温材料采用易燃可燃材料",
    "消防水泵无法启动、室内消火栓无水",
)
MEASURES = (
    "立即清理并保持畅通，落实专人每日巡查",
    "补办审批手续并组织全员安全培训",
    "限期拆除更换并委托第三方检测",
)
STEPS = ("已完成整改并通过复查验收", "正在落实整改资金", "已下达责令限期整改指令书", "企业已停业整顿")


@dataclass(frozen=True, slots=True)
class Case:
    """Table to make many times (用例): a template for docxtpl, villages' sheets, what a user of docxtpl hands to it."""

    name: str
    template: bytes
    sheets: list[Sheet]
    contexts: list[dict[str, Any]]


def cases() -> Iterator[Case]:
    """Yield the two tables with generated villages, always the same."""
    found = load(CAMPAIGN)
    assert found.campaign
    chance = random.Random(9704)
    for code in (DISPATCH, LEDGER):
        form = found.forms[code]
        template = form_template(blank_sheet(found.campaign, form), form)
        sheets = [made(found.campaign, form, chance) for _ in range(VILLAGES)]
        yield Case(code, template, sheets, [context(sheet) for sheet in sheets])


def made(campaign: Campaign, form: Form, chance: random.Random) -> Sheet:
    """Return one village's sheet."""
    unit = replace(campaign.units[0], name=f"城中区{''.join(chance.choices(PLACES, k=2))}社区")
    hazards = tuple(hazard(unit.code, chance) for _ in range(ROWS))
    changed = replace(campaign, units=(unit,), hazards=hazards, returns=())
    composed = unit_sheets(changed, {form.form: form}, unit, Order(period="2023-06", filling="auto"))
    sheet = next(s for s in composed.sheets if s.code == form.form)
    assert isinstance(sheet.content, TableContent)
    if form.kind == "ledger":
        return sheet
    values = {slot: str(chance.randrange(40)) for slot in sheet.content.values}
    return replace(sheet, content=replace(sheet.content, values=values))


def hazard(unit: str, chance: random.Random) -> Hazard:
    """Return one hazard of a village, with every column of the ledger."""
    day = date(2023, 5, 26) + timedelta(days=chance.randrange(30))
    firm = f"{''.join(chance.choices(PLACES, k=4))}{chance.choice(TRADES)}{chance.choice(('有限公司', '厂', '经营部'))}"
    return Hazard(
        code=f"{chance.randrange(10**9)}",
        unit=unit,
        enterprise=Enterprise(name=firm),
        name="隐患",
        level="重大",
        content=firm + chance.choice(FAULTS),
        inspected_on=day,
        measures=chance.choice(MEASURES),
        due_on=day + timedelta(days=15),
        topic=chance.choice(TOPICS),
        scope=chance.choice(("镇级", "社区", "企业")),
        responsible_unit=firm,
        stage=chance.choice(("整改中", "已完成")),
        progress=(Progress(on=day + timedelta(days=chance.randrange(9)), text=chance.choice(STEPS)),),
    )


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
    make: Callable[[Path, Path, Any], None], case: Case, folder: Path, given: Sequence[Any], passes: int
) -> tuple[float, int]:
    """Return CPU seconds per file, and the bytes of the first."""
    source, made_files = folder / f"{case.name}.docx", folder / "made"
    source.write_bytes(case.template)
    made_files.mkdir()
    start = time.process_time()
    for number in range(passes):
        for place, data in enumerate(given):
            make(source, made_files / f"{number}-{place}.docx", data)
    seconds = (time.process_time() - start) / (passes * len(given))
    size = (made_files / "0-0.docx").stat().st_size
    shutil.rmtree(made_files)
    return seconds, size


# The npm peers.


class Node:
    """The peers in one process of Node, asked by lines."""

    def __init__(self, folder: Path, out: Path) -> None:
        script = Path(__file__).with_name("word_peers.cjs")
        command = ["node", str(script), str(folder), str(out)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def timed(self, peer: str, case: Case, count: int) -> tuple[float, int]:
        """Return CPU seconds per file, and the bytes of the last."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{peer} {case.name} {count}\n")
        self._process.stdin.flush()
        seconds, size = self._process.stdout.readline().split()
        return float(seconds), int(size)

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def prepare(case: Case, folder: Path) -> None:
    """Write the template in the peers' language, and the data, to a folder."""
    contexts = case.contexts
    (folder / f"{case.name}.docx").write_bytes(peer_template(case.template, len(contexts[0]["notes"])))
    (folder / f"{case.name}.json").write_text(json.dumps([plain(c) for c in contexts], ensure_ascii=False))


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


def measure(case: Case, folder: Path, rounds: int, node: Node | None) -> None:
    """Run interleaved rounds and print their medians."""
    names = ["docxtpl", "公文工坊", *(PEERS if node else ())]
    found: dict[str, list[tuple[float, int]]] = {name: [] for name in names}
    for _ in range(rounds + 1):
        found["docxtpl"].append(timed(by_docxtpl, case, folder, case.contexts, 1))
        found["公文工坊"].append(timed(by_us, case, folder, case.sheets, 20))
        for peer in PEERS if node else ():
            assert node
            found[peer].append(node.timed(peer, case, 16))
    base = [seconds for seconds, _ in found["docxtpl"][1:]]  # the first round warms up
    sys.stdout.write(f"\n{case.name}: CPU ms a file, times docxtpl, bytes\n")
    for name in names:
        seconds = [s for s, _ in found[name][1:]]
        ratio = statistics.median(b / s for b, s in zip(base, seconds, strict=True))
        sys.stdout.write(
            f"  {name:16} {1000 * statistics.median(seconds):9.3f} {ratio:8.1f} {found[name][-1][1]:8}\n"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--node", type=Path, help="folder in which the npm peers are installed")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        folder = Path(name)
        tables = list(cases())
        gc.collect()
        gc.freeze()  # what was prepared is no part of a run
        node = None
        if asked.node and shutil.which("node"):
            for case in tables:
                prepare(case, asked.node)
            node = Node(asked.node, folder)
        for case in tables:
            measure(case, folder, asked.rounds, node)
        if node:
            node.close()


if __name__ == "__main__":
    main()
