"""People of the service (用户): who signs in, in which role, for which unit."""

from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.model.organ import FIRST

Role: TypeAlias = Literal["admin", "office", "clerk", "leader", "auditor"]
ROLES: dict[Role, str] = {
    "admin": "管理员",
    "office": "汇总单位",
    "clerk": "填报单位",
    "leader": "领导",
    "auditor": "审计",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Person (用户) of an organ: a clerk has a unit, the others see all units."""

    id: int
    login: str
    """登录名"""
    name: str
    """姓名"""
    role: Role
    """角色：admin 管理员、office 汇总单位、clerk 填报单位、leader 领导、auditor 审计"""
    unit: str = ""
    """填报单位代号（角色为 clerk 时）"""
    active: bool = True
    """停用的不能登录"""
    organ: int = FIRST
    """所属机关的编号"""
    only_reads: bool = False
    """只看不改：别的机关的行动里的人"""

    @property
    def known_as(self) -> str:
        """The person as the audit log and the pages name him: 闻秀（wenxiu）."""
        return f"{self.name}（{self.login}）" if self.name else self.login
