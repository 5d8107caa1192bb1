"""Pairing (检查分组): which unit's team inspects which unit."""

from generator.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Pair (一组): a team from one unit that inspects another."""

    inspector: str
    """派出检查组的单位代号"""
    inspected: str
    """被检查的单位代号"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Draw (抽签分组): the units of which the program makes pairs, and the seed that makes it repeatable."""

    units: tuple[str, ...]
    """参加交叉检查的单位代号，按组的顺序；不少于3个"""
    seed: int
    """抽签的种子数，如 20230720；同一个种子分出同样的组"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Pairing (检查分组): one team per unit, numbered in order; the pairs are given or drawn."""

    title: str
    """标题；可用换行指定断行"""
    team: str = "检查组"
    """组的名称，如 专项行动组；印成 第一专项行动组（浉河区组）"""
    duty: str = "负责检查"
    """印在被检查单位前的话，如 负责督查"""
    pairs: tuple[Pair, ...] = ()
    """各组，按组的顺序；由程序抽签时不写"""
    draw: Draw | None = None
    """由程序抽签分组；写了各组时不写"""
