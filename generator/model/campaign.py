"""Campaign (专项行动): the root of the data."""

from dataclasses import field
from datetime import date
from typing import Literal

from generator.dataclass import dataclass
from generator.model.document import Attachment, Notice, Plan, WorkGroup
from generator.model.filing import Filing
from generator.model.filled import Receipt, Return
from generator.model.form import Form, FormUse
from generator.model.hazard import Happening, Hazard
from generator.model.organ import Issuer, Unit, UnitKind
from generator.model.pairing import Pairing
from generator.model.paperwork import NumberEntry, Paperwork
from generator.model.roll_up import RollUp
from generator.model.superior import SuperiorCampaign
from generator.model.upward import UpwardForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Reporting duty (报送要求): what is due, from whom, when."""

    name: str
    """报送什么，如 月度调度表"""
    form: str = ""
    """对应的表单代号；文字材料不写"""
    used_by: tuple[str, ...] = ()
    """由哪几类单位报送；不写则按表单"""
    monthly_by: int | Literal["month_end"] | None = None
    """每月几日前报送，1—28；每月月底前写 month_end"""
    next_month: bool = False
    """是否到次月的这一天才报本月的，如 次月1日前"""
    due_on: date | None = None
    """一次性报送的截止日期"""
    within_days: int | None = None
    """某事之后几日内报送"""
    after: str = ""
    """指什么事，如 close_out（隐患销号）"""
    zero_return: bool = False
    """没有情况是否也要零报送"""
    cumulative_from: str = ""
    """累计数从哪个月起，如 2023-05"""
    report_to: str = ""
    """报给谁"""
    by_issuer: bool = False
    """是否由发文机关自己上报；收到日期就是报出的日期"""
    sealed: bool = False
    """是否还要报送签字盖章的原件或扫描件；收到了才算报齐，写在 receipts 里"""
    workday: Literal["", "earlier", "later"] = ""
    """期限遇休息日：earlier 提前到前一个工作日，later 顺延到后一个工作日；不写不变"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Waiver (豁免) of a finding that is right as it stands, with the reason."""

    code: str
    """问题代码，如 TXT-001"""
    reason: str
    """为什么不改"""
    words: str = ""
    """只豁免含有这些文字的问题；不写就是这个代码的全部问题"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of the campaign's papers (排印设置)."""

    fangsong: Literal["仿宋_GB2312", "仿宋"] = "仿宋_GB2312"
    """Word 文件里仿宋、楷体用哪一套字体名"""
    two_sided: bool = True
    """是否双面印刷（双面印刷时左右页边距对称）"""
    seal_mm: float = 42.0
    """机关印章的直径，毫米"""
    unit_seal_mm: float = 42.0
    """填报单位印章的直径，毫米，如 38、40"""
    holidays: tuple[date, ...] = ()
    """周六周日以外放假的日子，算工作日时用"""
    workdays: tuple[date, ...] = ()
    """调休上班的周六周日，算工作日时用"""
    organs: tuple[str, ...] = ()
    """机关名单：写了就查正文里不在名单上的机关名称；发文机关、单位、报给谁不用写。不写不查"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Campaign (专项行动): everything the sheets are made from."""

    schema: int
    """数据格式版本，现为 1"""
    name: str
    """专项行动全称，如 将官池镇重大事故隐患专项排查整治2023行动"""
    issuer: Issuer
    """发文机关"""
    starts_on: date
    """开始日期"""
    ends_on: date
    """结束日期"""
    kinds: tuple[UnitKind, ...]
    """单位类别"""
    units: tuple[Unit, ...]
    """单位"""
    notice: Notice | None = None
    """印发通知"""
    plan: Plan | None = None
    """实施方案"""
    work_group: WorkGroup | None = None
    """工作专班"""
    pairing: Pairing | None = None
    """检查分组"""
    paperwork: Paperwork | None = None
    """办文：发文稿纸、用印、签收用的内容"""
    numbers: tuple[NumberEntry, ...] = ()
    """发文登记：用过、预留和作废的发文字号"""
    archive: Filing | None = None
    """归档：全宗号、保管期限、分几卷"""
    attachments: tuple[Attachment, ...] = ()
    """附件，按附件说明的顺序"""
    forms: tuple[FormUse, ...] = ()
    """采用的表单"""
    definitions: tuple[Form, ...] = ()
    """本活动自带的表单定义"""
    duties: tuple[Duty, ...] = ()
    """报送要求"""
    roll_ups: tuple[RollUp, ...] = ()
    """汇总：各单位的表汇总成哪张表；不写时各张调度表各自汇总"""
    upward: tuple[UpwardForm, ...] = ()
    """上级表：汇总的数填进上级发来的工作簿"""
    superior: SuperiorCampaign | None = None
    """上级行动：汇总的数作为一个单位的表报到那里"""
    hazards: tuple[Hazard, ...] = ()
    """隐患"""
    history: tuple[Happening, ...] = ()
    """隐患的经过，gongwen hazard record 记的，只添不改"""
    returns: tuple[Return, ...] = ()
    """报送数据"""
    receipts: tuple[Receipt, ...] = ()
    """收件：文字材料、盖章件收到没有"""
    lists: dict[str, tuple[dict[str, object], ...]] = field(default_factory=dict)
    """列表：名称: 各行；行可以套行，里层的行带上外层的值"""
    seals: dict[str, str] = field(default_factory=dict)
    """印章图片，只用在样稿里：印章的名称: 行动文件夹里的图片文件"""
    waivers: tuple[Waiver, ...] = ()
    """豁免：核对过、不改的问题"""
    settings: Settings = field(default_factory=Settings)
    """排印设置"""
