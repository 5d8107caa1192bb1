"""Hazard (隐患): recorded once, printed on many sheets."""

from dataclasses import field
from datetime import date
from typing import Literal, TypeAlias

from generator.dataclass import dataclass

HazardLevel: TypeAlias = Literal["重大", "较大", "一般"]
HazardEvent: TypeAlias = Literal[
    "assigned", "progress", "completed", "reviewed", "returned", "listed", "extended", "closed"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise:
    """Enterprise (企业) where a hazard was found."""

    name: str
    """企业（单位）名称"""
    address: str = ""
    """联系地址"""
    legal_representative: str = ""
    """法定代表人"""
    principal: str = ""
    """企业主要负责人姓名"""
    phone: str = ""
    """联系电话"""
    industry: str = ""
    """所属行业"""
    authority: str = ""
    """主管部门"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    """Rectification plan of one hazard (治理方案), printed on its rectification record (一患一表)."""

    status_and_cause: str = ""
    """隐患现状及产生原因"""
    harm_analysis: str = ""
    """隐患危害程度整改难易程度分析"""
    goal_and_tasks: str = ""
    """治理目标主要任务"""
    methods_and_measures: str = ""
    """治理方法治理措施"""
    funds_and_materials: str = ""
    """经费物资保障"""
    responsible_body: str = ""
    """负责治理的机构和人员"""
    deadline_and_requirements: str = ""
    """治理时限和要求"""
    safety_and_emergency: str = ""
    """安全措施应急预案"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Entry of a hazard's progress (整改进展), printed on a line of its own with its date beside it."""

    on: date
    """进展时间"""
    text: str
    """进展情况"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """Hazard (隐患) found by an inspection (排查、检查)."""

    code: str
    """隐患编号，本次行动内唯一"""
    unit: str
    """属地单位代号"""
    enterprise: Enterprise
    """隐患所在企业"""
    name: str
    """隐患名称"""
    level: HazardLevel
    """隐患等级：重大、较大、一般"""
    content: str
    """隐患主要内容（问题隐患）"""
    inspected_on: date
    """检查时间"""
    department: str = ""
    """发现或监管这条隐患的部门代号；也列入该部门的台账"""
    inspectors: str = ""
    """检查人员"""
    type: str = ""
    """隐患类型"""
    nature: str = ""
    """隐患性质"""
    assigned_on: date | None = None
    """交办时间"""
    control_measures: str = ""
    """目前采取的管控措施"""
    listed_on: date | None = None
    """挂牌督办的日期"""
    listed_document: str = ""
    """挂牌督办文件"""
    measures: str = ""
    """整改措施"""
    responsible_person: str = ""
    """整改责任人"""
    due_on: date | None = None
    """整改时限"""
    topic: str = ""
    """专题领域"""
    scope: str = ""
    """涉及层面，如 市、县区"""
    responsible_unit: str = ""
    """责任单位"""
    stage: str = ""
    """整改阶段"""
    completed_on: date | None = None
    """实际整改完成时间"""
    progress: tuple[Progress, ...] = ()
    """整改进展，可以写多条"""
    reviewed_on: date | None = None
    """复查合格的日期"""
    recheck: str = ""
    """复查情况"""
    closed_on: date | None = None
    """销号日期"""
    remark: str = ""
    """备注"""
    rectification: Rectification = field(default_factory=Rectification)
    """治理方案"""
    extra: dict[str, str] = field(default_factory=dict)
    """表单另加的栏的值：栏名: 值"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Happening (经过): one step in the history of a hazard, written once and never changed."""

    hazard: str
    """隐患编号"""
    event: HazardEvent
    """何事：assigned 交办、progress 整改进展、completed 整改完成、reviewed 复查合格、returned 复查不合格、listed 挂牌督办、
    extended 延期、closed 销号"""
    on: date
    """日期"""
    by: str = ""
    """经办人"""
    text: str = ""
    """情况；挂牌督办写文号"""
    due_on: date | None = None
    """延期后的整改时限"""
    check: str = ""
    """校验码，程序写的"""
