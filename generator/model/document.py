"""Texts of official documents (公文文字部分): notice, plan, work group, attachments."""

from datetime import date
from typing import Literal, TypeAlias

from generator.dataclass import dataclass

Sealing: TypeAlias = Literal["sealed", "unsealed", "signature_stamp"]
Format: TypeAlias = Literal["document", "letter", "order", "minutes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNumber:
    """Document number (发文字号), printed as 城中公发〔2023〕4号 (GB/T 9704-2012, 7.2.5)."""

    organ_code: str
    """发文机关代字，如 城中公发"""
    year: int
    """年份，四位"""
    serial: int
    """发文顺序号，不编虚位"""

    def __str__(self) -> str:
        return f"{self.organ_code}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """Imprint (版记) at the foot of the last page (GB/T 9704-2012, 7.4)."""

    copy_to: str = ""
    """抄送机关，不带“抄送：”和句号"""
    print_office: str = ""
    """印发机关；不写时用发文机关的 print_office"""
    print_date: date | None = None
    """印发日期；不写时用成文日期"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Contact line (联系人)."""

    name: str
    """联系人姓名；几个人用顿号隔开"""
    phone: str
    """联系电话"""
    email: str = ""
    """电子邮箱"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Issuing notice (印发通知)."""

    title: str
    """标题；可用换行指定断行。命令（令）不印标题，只用在文件名里"""
    text: str
    """正文；一段一行，一、（一）1.（1）开头的行认作标题"""
    document_date: date
    """成文日期，如 2023-05-25"""
    format: Format = "document"
    """格式：document 文件、letter 信函、order 命令（令）、minutes 纪要"""
    addressees: str = ""
    """主送机关，不带冒号；命令（令）、纪要不写"""
    mark: tuple[str, ...] = ()
    """发文机关标志，一行一项；不写时按格式：发文机关的 mark、全称、全称＋令、全称＋会议纪要"""
    number: DocumentNumber | None = None
    """发文字号；没有就不写。命令（令）印成 第5号"""
    contact: Contact | None = None
    """联系人，印在正文之后、附件说明之前"""
    copy_number: str = ""
    """份号，6 位数字，如 000001"""
    secrecy: str = ""
    """密级和保密期限，如 秘密★1年"""
    urgency: str = ""
    """紧急程度，如 特急、加急"""
    signatories: tuple[str, ...] = ()
    """签发人姓名（上行文才写）"""
    joint_issuers: tuple[str, ...] = ()
    """联合发文的其他机关，主办机关之后依次写；机关标志并排，“文件”在右"""
    signature: tuple[str, ...] = ()
    """发文机关署名；不写则只印日期"""
    sealing: Sealing = "sealed"
    """落款：sealed 加盖印章、unsealed 不加盖印章、signature_stamp 加盖签发人签名章"""
    stamp_title: str = ""
    """签名章左边的职务，如 镇长（sealing 为 signature_stamp 时）；联合发文一行一个"""
    present: str = ""
    """出席人员，单位和姓名；分行写就分行印（纪要才写）"""
    excused: str = ""
    """请假人员（纪要才写）"""
    attending: str = ""
    """列席人员（纪要才写）"""
    imprint: Imprint | None = None
    """版记；没有就不写"""
    note: str = ""
    """附注，不带括号"""
    straddle_seal: bool = False
    """不止一张纸时是否盖骑缝章，由主办机关盖"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Plan (实施方案) issued by the notice; it begins on a new page under its own title."""

    title: str
    """方案标题；可用换行指定断行"""
    text: str
    """方案正文；一段一行，一、（一）1.（1）开头的行认作标题"""
    contact: Contact | None = None
    """联系人，印在正文之后、附件说明之前"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Member of a work group (专班成员)."""

    name: str
    """姓名"""
    title: str
    """职务"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Role in a work group (专班中的职责), such as 组长、副组长、成员."""

    label: str
    """职责名称，如 组长"""
    members: tuple[Member, ...]
    """担任这一职责的人，按排名"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkGroup:
    """Work group (工作专班) and its roster (名单), an attachment or, where a text has the line ［名单］, in the text."""

    title: str
    """名单标题；可用换行指定断行；印在正文里时不印"""
    roles: tuple[Role, ...]
    """各职责及其人员"""
    closing: str = ""
    """名单之后的文字，如办公室设置"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Attachment (附件) in the order of the attachment note; its number is its place in the list."""

    form: str
    """附件是哪张表：表单代号；工作专班名单写 roster"""
    title: str = ""
    """附件说明里的名称；不写时用表单标题"""
    bound: bool = False
    """是否与正文装订在一起（装订在一起的连续编页）；名单、分组和各行取自列表的竖排的表可以"""
