"""Sheets made for one question, out of the fixture campaigns."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from generator.compose.issuer_sheets import issuer_sheets
from generator.compose.sheets import Order, unit_sheets
from generator.model.document import Attachment, Member, Role, WorkGroup
from generator.model.sheet import Sheet
from helpers.sheets import loaded, usable

LEDGER_ROWS = 24
LONG_NAME = "阿卜杜热西提·吐尔逊"
CHARS = "全面排查整治重大事故隐患压实责任落到岗位逐条逐项不留死角"
_LINE = CHARS[:25] + "。"


def long_ledger() -> Sheet:
    """A ledger that takes several pages: every row's text begins with 始 and its number and ends with 终."""
    found = loaded("small_valid")
    campaign = usable(found)
    first = campaign.hazards[0]
    hazards = tuple(
        replace(
            first,
            code=f"LL-{n:03}",
            content=f"始{n:02}{'排查' * (n % 5 * 6)}终{n:02}",
            inspected_on=first.inspected_on + timedelta(days=n % 20),
        )
        for n in range(1, LEDGER_ROWS + 1)
    )
    order = Order(period="2023-06", sheets=frozenset({"problem-ledger"}))
    return unit_sheets(replace(campaign, hazards=hazards), found.forms, campaign.units[0], order).sheets[0]


def worded_ledger(rows: int) -> Sheet:
    """A ledger of enterprises with names of sixty characters, a standard's number and an address in them."""
    found = loaded("small_valid")
    campaign = usable(found)
    first = campaign.hazards[0]
    name = "河湾木业加工厂（执行GB/T 9704-2012、GB/T15499-1995，信箱a_b.c-01@hewan.example.cn）"
    enterprise = replace(first.enterprise, name=name)
    hazards = tuple(replace(first, code=f"LL-{n:03}", enterprise=enterprise) for n in range(1, rows + 1))
    order = Order(period="2023-06", sheets=frozenset({"problem-ledger"}))
    unit = next(u for u in campaign.units if u.code == first.unit)
    return unit_sheets(replace(campaign, hazards=hazards), found.forms, unit, order).sheets[0]


def full_record() -> Sheet:
    """A record whose texts take more than its front, even at the smallest size, each less than a page."""
    found = loaded("small_valid")
    campaign = usable(found)
    first = campaign.hazards[0]
    plan = replace(
        first.rectification,
        status_and_cause="疏散通道堆放货物，" * 60,
        goal_and_tasks="七月底前清理完毕，" * 60,
    )
    order = Order(period="2023-06", sheets=frozenset({"rectification-record"}))
    changed = replace(campaign, hazards=(replace(first, rectification=plan),))
    unit = next(u for u in campaign.units if u.code == first.unit)
    return unit_sheets(changed, found.forms, unit, order).sheets[0]


def long_roster() -> Sheet:
    """A roster with a role and a name that need wider columns, and a title that takes several lines."""
    found = loaded("small_valid")
    campaign = usable(found)
    member = Member(name=LONG_NAME, title="党委委员、副镇长、武装部部长、安全生产委员会副主任兼办公室主任")
    roles = (Role(label="常务副组长", members=(member, Member(name="陶冶", title="镇长"))),)
    group = WorkGroup(title="工作专班名单", roles=roles)
    attachments = (Attachment(form="roster", bound=False),)
    changed = replace(campaign, work_group=group, attachments=attachments)
    order = Order(period="2023-06", sheets=frozenset({"roster"}))
    return issuer_sheets(changed, found.forms, order).sheets[0]


def notice_of(lines: int, signed: bool = True) -> Sheet:
    """A notice with a text of that many lines, each of them a paragraph that just fills its line."""
    return _notice("\n".join(_LINE for _ in range(lines)), signed)


def headed_notice(lines: int, heading: str) -> Sheet:
    """A notice with that many lines of text, then a heading alone in its line, then more text."""
    return _notice("\n".join([*[_LINE] * lines, heading, *[_LINE] * 5]), signed=True)


def mixed_notice() -> Sheet:
    """A notice whose every line mixes rare characters, digits, letters and words in Kai, below headings in Hei."""
    words = "莫𡐓村㙍塘组。2023年6月1日前由GB/T 9704组织𫚖鱼、䶮湖、㙟口Excel表第3项排查，逐条对照，全部登记造册。"
    item = f"（一）{words}"
    return _notice(
        "\n".join(["一、㙍塘村𡐓坪组整治A类12处", *[item] * 12, "二、䶮湖", *[item] * 12]), signed=True
    )


def _notice(text: str, signed: bool) -> Sheet:
    found = loaded("small_valid")
    campaign = usable(found)
    assert campaign.notice
    signature = campaign.notice.signature if signed else ()
    notice = replace(campaign.notice, text=text, signature=signature)
    changed = replace(campaign, notice=notice, work_group=None, attachments=())
    return issuer_sheets(changed, found.forms, Order(period="2023-06")).sheets[0]


def issued(
    *, issuer: dict[str, Any] | None = None, preprinted: bool = False, two_sided: bool = True, **notice: Any
) -> Sheet:
    """The small campaign's notice with other values, without its roster and attachments."""
    found = loaded("small_valid")
    campaign = usable(found)
    assert campaign.notice
    changed = replace(
        campaign,
        notice=replace(campaign.notice, **notice),
        issuer=replace(campaign.issuer, **(issuer or {})),
        settings=replace(campaign.settings, two_sided=two_sided),
        work_group=None,
        attachments=(),
    )
    return issuer_sheets(changed, found.forms, Order(period="2023-06", preprinted=preprinted)).sheets[0]
