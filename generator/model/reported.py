"""Reported figures (上报的数): what the town sent on for a month, kept as it was."""

from generator.dataclass import dataclass
from generator.model.filled import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Figures of one month as reported (上报的数); later corrections go to the next month."""

    schema: int
    """数据格式版本，现为 1"""
    period: str
    """所报月份，如 2023-06"""
    digest: str
    """各数的校验码，手改过就对不上"""
    totals: dict[str, dict[str, Value]]
    """汇总表的表单代号: {指标: 值}"""
