"""Filing (归档、立卷): how a campaign's papers become volumes of the office's archive."""

from datetime import date
from typing import Literal, TypeAlias

from generator.dataclass import dataclass

Retention: TypeAlias = Literal["永久", "30年", "10年"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumePlan:
    """Volume as planned (案卷): which sheets go into it; too many pages make several volumes of it."""

    title: str
    """案卷题名；可用 {campaign.name}、{issuer.name}"""
    sheets: tuple[str, ...]
    """放哪些件：表单代号、附件2、通知、名单，或简称；一种只放一卷"""
    retention: Retention | None = None
    """保管期限：永久、30年、10年；不写时取 archive 的"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """Filing (归档): numbers that the archive gives, who files, and into which volumes."""

    fonds_number: str = ""
    """全宗号，档案馆给的；不写就空着，以后手填"""
    catalogue_number: str = ""
    """目录号"""
    category: str = ""
    """类目名称，如 安全生产类"""
    year: int | None = None
    """归档年度；不写时取行动结束的年份"""
    retention: Retention | None = None
    """保管期限；不写时，发文和隐患的表 30年，其余各单位报的表 10年"""
    first_volume: int = 1
    """案卷号从几号起"""
    pages_max: int = 200
    """一卷最多多少页，超过就分卷；一件不拆"""
    spine_mm: Literal[10, 15, 20, 30, 40, 50] | None = None
    """脊背宽，毫米；不写时按页数定"""
    filed_by: str = ""
    """立卷人"""
    checked_by: str = ""
    """检查人"""
    filed_on: date | None = None
    """立卷日期"""
    remark: str = ""
    """备考表里的本卷情况说明，如 缺件、破损"""
    volumes: tuple[VolumePlan, ...] = ()
    """案卷，按顺序；不写时发文一卷，每种表一卷"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledItem:
    """FiledItem (件): one finished file that goes into a volume, as its own description says."""

    file: str
    sheet: str
    title: str
    author: str
    number: str
    dated_on: date
    pages: int
    unit: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """Volume (案卷): its items in order, page numbers running through them from 1.

    `lacking` are forms and months of which units have reported nothing that could go into it, with how many they are.
    """

    number: int
    title: str
    retention: Retention
    items: tuple[FiledItem, ...]
    lacking: tuple[tuple[str, str, int], ...] = ()

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return sum(item.pages for item in self.items)

    @property
    def span(self) -> tuple[date, date]:
        """The earliest and the latest date of its items."""
        days = [item.dated_on for item in self.items]
        return min(days), max(days)

    @property
    def first_pages(self) -> tuple[int, ...]:
        """The page of the volume on which each item begins."""
        starts, at = list[int](), 1
        for item in self.items:
            starts.append(at)
            at += item.pages
        return tuple(starts)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverPage:
    """Cover (封面) as printed: heading, title, and the labelled lines around them; a dash in a label is none."""

    kind: Literal["volume", "ledger"]
    organ: str
    category: str
    title: str
    facts: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpineLabel:
    """Spine label (脊背) as printed: as wide as the spine, its parts from top to bottom with their labels."""

    width_mm: float
    title: str
    parts: tuple[tuple[str, str], ...]
