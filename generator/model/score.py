"""Score sheet (打分表): level, item, clause, rule and deduction; and what an inspecting team finds."""

from generator.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """Deduction (扣分情形): what is deducted from a clause when this is found, once or per instance."""

    text: str
    """扣分情形，写到“的”为止，如 未建立台账的"""
    points: float
    """扣几分，0.5 的倍数"""
    per: str = ""
    """按个数扣分时的单位，如 家、次、处、项、人；不写则只扣一次"""
    wording: str = ""
    """按个数扣分时印在“扣几分”前的话，如 每缺少一次，；不写是“每发现1家”"""

    @property
    def printed(self) -> str:
        """The deduction as printed: 未建立台账的，扣2分."""
        each = (self.wording or f"每发现1{self.per}") if self.per else self.wording
        return f"{self.text}，{each}扣{self.points:g}分"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Rule (评分标准) of a clause, under its printed number."""

    number: int
    """印出来的编号"""
    deductions: tuple[Deduction, ...]
    """各种扣分情形"""
    not_applicable: str = ""
    """没有这方面情况时怎么办，如 不涉及的不扣分；印在括号里"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Clause (考评细则): what is asked, and the points it carries."""

    number: int
    """印出来的编号，整张表不能重复"""
    text: str
    """要求"""
    points: float
    """分值，0.5 的倍数"""
    rules: tuple[Rule, ...]
    """评分标准"""

    @property
    def printed(self) -> str:
        """The clause as printed, without its points: 3.要求。."""
        return f"{self.number}.{self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreItem:
    """Item (考评项目) of a score sheet, its points the sum of its clauses'."""

    label: str
    """考评项目，不带编号和分值；编号按顺序自动写"""
    points: float
    """分值，等于各条考评细则的分值之和"""
    clauses: tuple[Clause, ...]
    """考评细则"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLevel:
    """Level (层面) of a score sheet, its label a row across the whole table."""

    items: tuple[ScoreItem, ...]
    """考评项目"""
    label: str = ""
    """层面名称，如 一、企业层面，印成通栏的一行；不写则不印"""
    sampling: str = ""
    """抽查办法，印在名称后的括号里"""

    @property
    def printed(self) -> str:
        """The row of the level as printed, empty when it has none."""
        return f"{self.label}（{self.sampling}）" if self.sampling else self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Finding (检查发现) on a score sheet: a row of the team's return, its values already checked.

    `rule` is 0 in a row that only tells how things stand (`done`) with a clause. `part` counts the deductions
    of a rule from 1, 0 stands for its only one.
    """

    clause: int = 0
    rule: int = 0
    part: int = 0
    count: int = 1
    reason: str = ""
    not_applicable: bool = False
    done: str = ""
