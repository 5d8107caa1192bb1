"""Paperwork (办文): the office's own papers around a document, from draft to seal, number and receipt."""

from datetime import date
from typing import Literal, TypeAlias

from generator.dataclass import dataclass

Openness: TypeAlias = Literal["主动公开", "依申请公开", "不予公开"]
NumberState: TypeAlias = Literal["issued", "reserved", "void"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealUse:
    """Use of a seal (用印): one application, one line of the register; of the notice's own, what is left out is its."""

    name: str
    """印章名称，如 柳林镇人民政府印章"""
    document: str = ""
    """用印的文件；不写就是本通知，印本通知的标题和发文字号"""
    matter: str = ""
    """用印事由；不写时印“印发文件”"""
    copies: int | None = None
    """用印份数；本通知的不写时取 paperwork 的 copies"""
    office: str = ""
    """申请单位；本通知的不写时取拟稿单位"""
    applied_by: str = ""
    """经办人；本通知的不写时取拟稿人"""
    phone: str = ""
    """经办人电话；本通知的不写时取 paperwork 的 phone"""
    applied_on: date | None = None
    """申请日期"""
    approved_by: str = ""
    """批准人"""
    used_on: date | None = None
    """用印日期"""
    sealed_by: str = ""
    """监印人"""
    remark: str = ""
    """备注"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paperwork:
    """Paperwork (办文) of the notice: who drafted, checked, countersigned and issued it, how many copies."""

    drafting_office: str = ""
    """拟稿单位"""
    drafted_by: str = ""
    """拟稿人"""
    drafted_on: date | None = None
    """拟稿日期"""
    phone: str = ""
    """拟稿人电话"""
    office_head: str = ""
    """拟稿单位负责人"""
    checked_by: str = ""
    """核稿人"""
    checked_on: date | None = None
    """核稿日期"""
    countersigned_by: tuple[str, ...] = ()
    """会签的单位或人，按顺序"""
    issued_by: str = ""
    """签发人"""
    issued_on: date | None = None
    """签发日期"""
    openness: Openness | None = None
    """公开属性：主动公开、依申请公开、不予公开"""
    copies: int | None = None
    """印制份数"""
    typed_by: str = ""
    """排版、打印的人"""
    proofread_by: str = ""
    """校对的人"""
    sent_to: tuple[str, ...] = ()
    """文件发给哪几类单位（单位类别代号）；不写就是全部单位"""
    copies_each: int = 1
    """发给每个单位几份"""
    seals: tuple[SealUse, ...] = ()
    """用印，一次一项"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberEntry:
    """Entry of the register of documents (发文登记): one number of an organ code and year, used or not."""

    organ_code: str
    """发文机关代字，如 柳安委"""
    year: int
    """年份，四位"""
    serial: int
    """顺序号，前面不加 0"""
    state: NumberState = "issued"
    """issued 已发、reserved 预留、void 作废"""
    title: str = ""
    """文件标题；已发的必写"""
    document_date: date | None = None
    """成文日期；已发的必写"""
    reason: str = ""
    """作废或预留的原因；作废的必写"""
    addressees: str = ""
    """主送机关；本通知的不写时取通知的"""
    copies: int | None = None
    """份数；本通知的不写时取 paperwork 的"""
    drafting_office: str = ""
    """拟稿单位；本通知的不写时取 paperwork 的"""

    @property
    def number(self) -> str:
        """The number as printed, such as 柳安委〔2023〕3号."""
        return f"{self.organ_code}〔{self.year}〕{self.serial}号"
