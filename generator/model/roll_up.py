"""Roll-up (汇总): which forms of the units become which table of the town."""

from dataclasses import field

from generator.dataclass import dataclass
from generator.model.filled import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class RollUp:
    """Roll-up (汇总): the returns on some forms, made into one table of the issuer's region."""

    form: str
    """汇总成哪张表：表单代号"""
    sources: tuple[str, ...] = ()
    """汇总哪几张表：表单代号；不写就是它自己"""
    title: str = ""
    """汇总表的表题；不写时用那张表的"""
    pairs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """名称不同的指标怎样对应：汇总表的指标: [各表的指标, …]；名称相同的不用写"""
    own: dict[str, dict[str, Value]] = field(default_factory=dict)
    """汇总单位自己填的值：月份: {指标: 值}"""

    @property
    def forms(self) -> tuple[str, ...]:
        """Codes of the forms whose returns are rolled up."""
        return self.sources or (self.form,)
