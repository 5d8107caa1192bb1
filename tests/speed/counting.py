"""How much work one more document is: lines of the product that run and functions that they call, counted.

`python counting.py` prints the counts as JSON, each of a process of its own, so that nothing that other tests have left in
memory counts. Time would say more about the machine than about the code.

Each case makes a few documents first, which compiles and keeps what all of them share, and then counts the work of others,
whose texts are new. What libraries do inside is not counted: it changes with their versions, and with Python's. A
comprehension is no function here, as it is none since Python 3.12.
"""

import gc
import json
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any

import generator
from generator.compose.sheets import Order, unit_sheets
from generator.derive.fillable import value_fields
from generator.model.campaign import Campaign
from generator.model.filled import Return, Value
from generator.model.form import Field, Form
from generator.model.hazard import Enterprise, Hazard
from generator.model.sheet import Sheet
from generator.render import fonts
from generator.render.docx import render_docx
from generator.render.painted_pdf import Painter
from generator.render.painted_run import PaintedRun
from generator.sources.campaign import load

HERE = os.path.dirname(generator.__file__) + os.sep
CAMPAIGNS = Path(__file__).parents[2] / "fixtures" / "campaigns"
DISPATCH, LEDGER = "dispatch-communities", "major-hazard-list"
WARMING, COUNTED, HEAVIER = 12, 5, 6
EVERY = WARMING + COUNTED + HEAVIER
AGAIN = 8
ROWS = 8
PERIOD = "2023-06"
HOARDER = "hoarder"  # keeps what it makes, to show that this is noticed
PLACES = "和平光明建设新华解放胜利东风向阳幸福团结友谊长江青云凤凰龙泉石桥柳林竹园"
INLINED = ("<listcomp>", "<dictcomp>", "<setcomp>")


def counted(work: Callable[[], object]) -> int:
    """Return how many lines of the product run, and how many functions are called from them, Python's own among them."""
    seen: Counter[str] = Counter()

    def traced(frame: FrameType, event: str, _: Any) -> Any:
        if not _is_ours(frame):
            return None
        inlined = event == "call" and frame.f_code.co_name in INLINED
        seen["line" if inlined else event] += -1 if inlined else 1  # its first line is no line of its own
        return traced

    def profiled(frame: FrameType, event: str, _: Any) -> None:
        if event == "c_call" and _is_ours(frame):
            seen[event] += 1

    sys.setprofile(profiled)
    sys.settrace(traced)
    try:
        work()
    finally:
        sys.settrace(None)
        sys.setprofile(None)
    return seen["call"] + seen["line"] + seen["c_call"]


def _is_ours(frame: FrameType) -> bool:
    return frame.f_code.co_filename.startswith(HERE)


@dataclass(frozen=True, slots=True)
class Case:
    """Way of making documents (用例): what is done to each of many things, none of them twice."""

    name: str
    make: Callable[[Any], object]
    given: Sequence[Any]

    def measured(self) -> dict[str, float]:
        """Return by document: its work, what it would be if a fifth were done twice, and blocks of memory that stay."""
        rest = iter(self.given)
        self._make(rest, WARMING)
        work = counted(lambda: self._make(rest, COUNTED)) / COUNTED
        twice = counted(lambda: self._make(rest, HEAVIER)) / COUNTED
        return {"work": work, "a fifth twice": twice, "blocks": self._stay()}

    def _make(self, rest: Iterator[Any], count: int) -> None:
        for given in islice(rest, count):
            self.make(given)

    def _stay(self) -> float:
        self._make(iter(self.given), EVERY)
        gc.collect()
        before = sys.getallocatedblocks()
        for _ in range(AGAIN):
            self._make(iter(self.given), EVERY)
        gc.collect()
        return (sys.getallocatedblocks() - before) / (AGAIN * EVERY)


def cases(folder: Path) -> Iterator[Case]:
    """Yield the paths that are to stay as light as they are."""
    found = load(CAMPAIGNS / "chengzhong")
    assert found.campaign
    chance = random.Random(9704)
    villages = [village(found.campaign, found.forms[DISPATCH], chance) for _ in range(EVERY)]
    blank = [replace(v, returns=(), hazards=()) for v in villages]
    yield Case("blank dispatch table composed", partial(composed, found.forms[DISPATCH]), blank)
    for name, code in (("dispatch table", DISPATCH), ("ledger", LEDGER)):
        form = found.forms[code]
        yield Case(f"{name} composed", partial(composed, form), villages)
        sheets = [composed(form, v) for v in villages]
        yield Case(f"{name} as Word", render_docx, sheets)
        painter = Painter(sheets[0].fangsong)
        yield Case(f"{name} as PDF", painter.paint, sheets)
        run = PaintedRun(painter, len, two_sided=True)
        yield Case(f"{name} in a print run", partial(added, run), sheets)
    hoard: list[Sheet] = []
    form = found.forms[DISPATCH]
    yield Case(HOARDER, lambda v: hoard.append(composed(form, v)), villages)
    yield Case("kept campaign read", load, [copied(folder)] * EVERY)


def village(campaign: Campaign, form: Form, chance: random.Random) -> Campaign:
    """Return the campaign with one village, which has so many hazards and a return with every figure."""
    unit = replace(campaign.units[0], name=f"城中区{''.join(chance.choices(PLACES, k=3))}社区")
    hazards = tuple(hazard(unit.code, chance) for _ in range(ROWS))
    values = {field.name: figures(field, chance) for field in value_fields(form)}
    filled = Return(
        schema=1, form=form.form, unit=unit.code, period=PERIOD, filled_by="张三丰", values=values
    )
    return replace(campaign, units=(unit,), hazards=hazards, returns=(filled,))


def figures(field: Field, chance: random.Random) -> Value:
    """Return what is filled in for an indicator."""
    if field.parts:
        return {part.name: chance.randrange(10, 40) for part in field.parts}
    return True if field.kind == "yes_no" else chance.randrange(10, 40)


def hazard(unit: str, chance: random.Random) -> Hazard:
    """Return a hazard with every column of the ledger."""
    day = date(2023, 5, 26) + timedelta(days=chance.randrange(30))
    name = "".join(chance.choices(PLACES, k=4))
    return Hazard(
        code=f"{chance.randrange(10**9)}",
        unit=unit,
        enterprise=Enterprise(name=f"{name}有限公司"),
        name="隐患",
        level="重大",
        content="".join(chance.choices(PLACES, k=24)),
        inspected_on=day,
        measures="".join(chance.choices(PLACES, k=14)),
        due_on=day + timedelta(days=15),
        responsible_unit=f"{name}有限公司",
        stage="整改中",
    )


def composed(form: Form, campaign: Campaign) -> Sheet:
    """Return the sheet of the only village."""
    order = Order(period=PERIOD, filling="auto")
    made = unit_sheets(campaign, {form.form: form}, campaign.units[0], order)
    return next(s for s in made.sheets if s.code == form.form)


def added(run: PaintedRun, sheet: Sheet) -> None:
    """Add a sheet to a print run."""
    run.add(sheet, sheet.name)


def copied(folder: Path) -> Path:
    """Return a campaign of which nothing has been kept yet."""
    return shutil.copytree(CAMPAIGNS / "jiangguanchi", folder / "campaign")


def main() -> None:
    fonts.activate()
    with tempfile.TemporaryDirectory() as name:
        os.environ["GONGWEN_CACHE"] = str(Path(name) / "cache")
        every = {case.name: case.measured() for case in cases(Path(name))}
    sys.stdout.write(json.dumps(every))


if __name__ == "__main__":
    main()
