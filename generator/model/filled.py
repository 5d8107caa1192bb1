"""Return (报送): one unit's filled form for one period."""

from dataclasses import field
from datetime import date
from typing import TypeAlias

from generator.dataclass import dataclass
from generator.model.superior import MadeFrom

Scalar: TypeAlias = bool | int | float | str | None
Value: TypeAlias = Scalar | dict[str, Scalar]


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Return (报送): what one unit reports on one form for one period (月)."""

    schema: int
    """数据格式版本，现为 1"""
    form: str
    """表单代号"""
    unit: str
    """报送单位代号"""
    period: str
    """所报月份，如 2023-06"""
    correction: int = 0
    """第几次更正：原来报的不写，更正的写 1、2…；最后一次的算数，原来的留着"""
    version: int = 1
    """填报时表单的版本"""
    filled_on: date | None = None
    """填报日期"""
    received_on: date | None = None
    """收到日期；不写时按填报日期"""
    filled_by: str = ""
    """填报人"""
    reviewed_by: str = ""
    """审核人"""
    values: dict[str, Value] = field(default_factory=dict)
    """各指标的值：名称: 值；一格多数的写 {名称: 值, …}"""
    rows: tuple[dict[str, Value], ...] = ()
    """台账各行：{栏名: 值, …}"""
    made_from: MadeFrom | None = None
    """由下级行动汇总上报的，汇总自哪里；gongwen hand-up 写的，不要手改"""

    @property
    def came_on(self) -> date | None:
        """The day on which it came in, as far as the data tell."""
        return self.received_on or self.filled_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Receipt (收件): what units handed in for a duty, when no return tells."""

    duty: str
    """报送要求的名称"""
    units: tuple[str, ...] = ()
    """报来的单位的代号；不写就是应报的单位都报来了"""
    period: str = ""
    """所报月份，如 2023-06；每月报送的写"""
    hazard: str = ""
    """隐患编号；某条隐患之后报送的写"""
    received_on: date | None = None
    """收到文件的日期"""
    sealed_on: date | None = None
    """收到签字盖章的原件或扫描件的日期"""
