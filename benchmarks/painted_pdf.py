"""Table sheets as PDF: painted, against WeasyPrint, interleaved on one core.

    python benchmarks/painted_pdf.py [rounds]

Prints medians per sheet, ratios and bytes per file. WeasyPrint is used as a user would, one document after another in one
process. Sheets: the dispatch table of the communities of a fixture campaign, and a ledger of 20 rows, each as high as its
texts ask. No two sheets are alike: numbers, names, dates and descriptions are drawn anew for every sheet of every round.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from generator.compose.fitting import Around
from generator.compose.ledger import fit_ledger
from generator.compose.sheets import Order, unit_sheets
from generator.layout import gbt9704 as gb
from generator.model.form import Form
from generator.model.sheet import Sheet, TableContent
from generator.render import html, pdf
from generator.render.painted_pdf import Painter, painter
from generator.render.painted_run import PaintedRun
from generator.sources.campaign import load

CAMPAIGN = Path(__file__).parents[1] / "fixtures" / "campaigns" / "jiangguanchi"
DISPATCH, LEDGER = "dispatch-communities", "problem-ledger"
ROWS = 20
MANY, FEW = 200, 2  # sheets of a round: each way painted, by the engine
PLACES = "和平光明建设新华解放胜利东风向阳幸福团结友谊长江青云凤凰龙泉石桥柳林竹园"
TRADES = ("机械有限公司", "纺织厂", "饭店", "物业服务中心", "建材经营部", "加油站", "养老院", "家具厂")
SURNAMES, GIVEN = "尤石祝邬芮湛璩晁臧", "满园禾苗青禾敢兰田山川"
SPOTS = ("一楼东侧", "二楼楼梯间", "后厨", "3号车间", "配电房", "仓库西北角", "宿舍楼", "地下室", "锅炉房")
FAULTS = (
    "疏散通道堆放杂物、安全出口上锁",
    "液化气连接软管超过使用年限，未安装熄火保护装置",
    "动火作业未办理审批手续、无现场监护人员",
    "有限空间未设置警示标志，未配备气体检测仪",
    "外墙保温材料采用易燃可燃材料",
    "消防水泵无法启动、室内消火栓无水",
    "配电箱无盖板，线路私拉乱接并用铜丝代替熔断器",
    "灭火器压力不足，已过检验期",
)
MEASURES = (
    "立即清理并保持畅通，落实专人每日巡查",
    "补办审批手续并组织全员安全培训",
    "限期拆除更换并委托第三方检测",
    "更换金属软管和带熄火保护的灶具",
    "由持证电工重新布线，验收合格后使用",
)
STATES = ("已整改", "正在整改，已整改{}%", "整改完成，{}月{}日复查合格")


def sheets(seed: int, count: int) -> dict[str, Iterator[Sheet]]:
    """Sheets to be printed, by what they are, each made when it is asked for; other seeds give others."""
    found = load(CAMPAIGN)
    campaign = found.campaign
    assert campaign is not None
    order = Order(period="2023-06")
    every = [s for unit in campaign.units for s in unit_sheets(campaign, found.forms, unit, order).sheets]
    tables = [s for s in every if s.code == DISPATCH]
    ledger = next(s for s in every if s.code == LEDGER and s.filled)
    random, form = Random(seed), found.forms[LEDGER]
    return {
        "dispatch table": (_dispatch(tables[n % len(tables)], random) for n in range(count)),
        f"ledger of {ROWS} rows": (_ledger(ledger, form, random) for _ in range(count)),
    }


def _dispatch(sheet: Sheet, random: Random) -> Sheet:
    content = sheet.content
    assert isinstance(content, TableContent)
    values = {
        slot: str(random.randrange(300)) if text.isdecimal() else text
        for slot, text in content.values.items()
    }
    return replace(sheet, content=replace(content, values=values))


def _ledger(sheet: Sheet, form: Form, random: Random) -> Sheet:
    content = sheet.content
    assert isinstance(content, TableContent)
    around = Around(title_lines=len(content.title), attachment=True, above=content.above, below=content.below)
    width, _ = gb.type_area_mm(content.landscape)
    rows = [_row(random) for _ in range(ROWS)]
    fitted = fit_ledger(form, [{c.name: row[c.name] for c in form.columns} for row in rows], around, width)
    return replace(sheet, content=replace(content, grid=fitted.grid, values=fitted.values))


def _row(random: Random) -> dict[str, str]:
    firm = "".join(random.choices(PLACES, k=4)) + random.choice(TRADES)
    persons = ["".join((random.choice(SURNAMES), *random.choices(GIVEN, k=2))) for _ in range(3)]
    day = random.randint(1, 15)
    return {
        "enterprise": firm,
        "inspectors": "、".join(persons[:2]),
        "inspected_on": f"2023年6月{day}日",
        "content": random.choice(SPOTS) + random.choice(FAULTS) + f"，共{random.randint(1, 40)}处",
        "measures": random.choice(MEASURES),
        "responsible_person": persons[2],
        "due_on": f"2023年6月{day + 15}日",
        "recheck": random.choice(STATES).format(random.randint(1, 9) * 10, 7, day),
        "remark": random.choice(("", "", "已上报")),
    }


class Clock:
    """Seconds of this process that were spent on sheets, and the bytes that came of them."""

    def __init__(self) -> None:
        self.seconds, self.bytes, self.sheets = 0.0, 0, 0

    def time(self, make: Callable[[Sheet], int], sheet: Sheet) -> None:
        """Make a sheet, fresh from composing."""
        start = time.process_time()
        size = make(sheet)
        self.seconds += time.process_time() - start
        self.bytes += size
        self.sheets += 1


class Merged:
    """File of many sheets, of which only the size is kept."""

    def __init__(self, fangsong: str) -> None:
        self._size = 0
        self._run = PaintedRun(painter(fangsong), self._count, two_sided=False)

    def add(self, sheet: Sheet) -> int:
        """Add a sheet; return the bytes it took."""
        before = self._size
        self._run.add(sheet, sheet.name)
        return self._size - before

    def _count(self, part: bytes) -> None:
        self._size += len(part)


def set_by_the_engine(sheet: Sheet) -> int:
    return len(pdf.render_pdf(html.render_html(sheet)).content)


def painted(sheet: Sheet) -> int:
    return len(painter(sheet.fangsong).paint(sheet).content)


def measured(seed: int) -> Iterator[tuple[str, str, Clock]]:
    """Yield what one round took, by table and way; what is made once for all sheets is made before."""
    for name, every in sheets(seed, FEW + 2 * MANY + 1).items():
        first = next(every)
        painted(first)
        merged = Merged(first.fangsong)
        merged.add(first)
        clocks = {"WeasyPrint": Clock(), "painted": Clock(), "merged": Clock()}
        for number, sheet in enumerate(every):
            if number < FEW:
                clocks["WeasyPrint"].time(set_by_the_engine, sheet)
            elif number % 2:
                clocks["painted"].time(painted, sheet)
            else:
                clocks["merged"].time(merged.add, sheet)
        yield from ((name, way, clock) for way, clock in clocks.items())


def first_of(sheet: Sheet) -> float:
    """Seconds of a sheet whose fixed parts are not made yet."""
    start = time.process_time()
    Painter(sheet.fangsong).paint(sheet)
    return time.process_time() - start


def main(rounds: int = 5) -> None:
    """Measure and print."""
    taken: dict[str, dict[str, list[Clock]]] = {}
    for number in range(rounds):
        for name, way, clock in measured(number):
            taken.setdefault(name, {}).setdefault(way, []).append(clock)
    for name, ways in taken.items():
        medians = {
            way: statistics.median(c.seconds / c.sheets for c in clocks) for way, clocks in ways.items()
        }
        for way, clocks in ways.items():
            size = clocks[-1].bytes / clocks[-1].sheets
            ratio = medians["WeasyPrint"] / medians[way]
            told = f"{medians[way] * 1000:9.3f} ms  ×{ratio:7.1f}  {size:9.0f} bytes"
            sys.stdout.write(f"{name:18} {way:10} {told}\n")
    for name, every in sheets(rounds, 1).items():
        sys.stdout.write(f"{name:18} with its fixed parts {first_of(next(every)) * 1000:9.3f} ms\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
