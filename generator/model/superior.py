"""Superior's campaign (上级行动): this campaign's total is one unit's return there; and what such a return says of that."""

from generator.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SuperiorCampaign:
    """Superior's campaign (上级行动), to which the totals are handed up as the return of one of its units."""

    campaign: str
    """上级行动：文件夹的写它的文件夹，如 ../县行动；服务里的写它的代号"""
    unit: str
    """本级在上级行动里是哪个单位：代号或名称"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFrom:
    """Made from (汇总自): the totals of a lower campaign that a return hands up, as they were then."""

    campaign: str
    """下级行动：文件夹，或服务里的代号"""
    digest: str
    """上报时各数的校验码"""
    revision: str = ""
    """上报时下级行动数据的版本"""
    due: int = 0
    """应报几份"""
    counted: int = 0
    """计入几份"""
    missing: tuple[str, ...] = ()
    """没有计入的单位"""
    reason: str = ""
    """没有报齐、或审定以后数又变了，仍然上报的原因"""
