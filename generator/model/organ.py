"""Organs and units (机关、单位): who issues a document and who fills in its forms."""

from generator.dataclass import dataclass

FIRST = 1  # the organ that every service begins with
ALL = 0  # the place above all organs: whoever works on the server itself


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitKind:
    """Kind of unit (单位类别), such as 社区、村、部门、镇、县; kinds are data, not code."""

    code: str
    """类别代号，如 community、department，表单用它说明由谁填报"""
    name: str
    """类别名称，如 社区（村）、部门"""
    suffixes: tuple[str, ...] = ()
    """这一类单位名称的通名，如 社区、村；打印时不得互换"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Unit (单位) that fills in forms: a community, village, department, town or county."""

    name: str
    """单位全称，如 将官池镇秋湖社区"""
    kind: str
    """单位类别代号，见 kinds"""
    short_name: str = ""
    """单位简称，不带通名，如 秋湖；表头印“简称＋通名”"""
    suffix: str = ""
    """通名，如 社区、村；不写时从全称末尾认出"""
    code: str = ""
    """单位代号，全表唯一；不写时用全称"""
    parent: str = ""
    """上级单位的代号；不写表示直属发文机关"""
    first_month: str = ""
    """从哪个月起报送，如 2023-08；中途新设的单位才写"""
    last_month: str = ""
    """报送到哪个月为止，如 2023-07；中途撤销、并入别的单位的才写"""

    @property
    def label(self) -> str:
        """Name printed on sheets: short name and suffix, or the full name where there is no short one."""
        return self.short_name + self.suffix if self.short_name else self.name

    def reports_in(self, period: str) -> bool:
        """Tell whether the unit reports on a month, 2023-06."""
        return self.first_month <= period and (not self.last_month or period <= self.last_month)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Issuer (发文机关): always an organ, never a person."""

    name: str
    """发文机关全称，如 将官池镇安全生产委员会"""
    short_name: str = ""
    """规范化简称，如 镇安委会"""
    region: str = ""
    """行政区域，如 将官池镇"""
    mark: tuple[str, ...] = ()
    """发文机关标志，一行一项；不写时为“全称＋文件”"""
    print_office: str = ""
    """印发机关，如 将官池镇党政办公室"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ:
    """Organ (机关) that a service serves: a county, a town; it has campaigns and people of its own."""

    id: int
    code: str
    """代号，唯一"""
    name: str
    """机关名称，如 甲镇人民政府"""
    superior: int = ALL
    """上级机关的编号；没有上级是 0"""
    unit: str = ""
    """它在上级各行动里是哪个单位，写单位代号"""
