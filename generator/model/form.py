"""Form (表单): one definition from which every sheet, table, check and schema of it comes."""

from dataclasses import field
from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.model.score import ScoreLevel

FormKind: TypeAlias = Literal["indicator_table", "ledger", "record", "score_sheet"]
FieldKind: TypeAlias = Literal[
    "count", "money", "number", "yes_no", "text", "date", "person", "choice", "serial", "parts", "seal_place"
]
PartKind: TypeAlias = Literal["count", "money", "number"]
Align: TypeAlias = Literal["left", "center"]
Aggregate: TypeAlias = Literal["sum", "max", "any", "list", "ledger", "own"]
HEAD_LEVELS = " / "  # between the merged heads over a column, the upper first
PERCENTAGES = ("%", "％", "‰")
_AGGREGATES: dict[FieldKind, Aggregate] = {
    "count": "sum",
    "money": "sum",
    "number": "sum",
    "parts": "sum",
    "yes_no": "any",
    "serial": "own",
    "seal_place": "own",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Line above or below a table, or in a seal box (表上、表下、格内的一行), set in up to three places."""

    left: str = ""
    """靠左的文字"""
    center: str = ""
    """居中的文字"""
    right: str = ""
    """靠右的文字"""
    seal_of: str = ""
    """这一行盖谁的章：unit 填报单位、issuer 发文机关，或印章的名称；章压在冒号后的名称上。不盖就不写"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several numbers in one cell (一格多数中的一个)."""

    name: str
    """数据里的名称"""
    label: str = ""
    """印在指标名称里的文字，如 其中危险作业罪案例；不写时只印计量单位"""
    prefix: str = ""
    """印在数值前的文字，如 其中、党委、政府"""
    unit: str = ""
    """计量单位，如 次、万元"""
    kind: PartKind = "count"
    """类型：count 整数、money 金额、number 小数"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Box for an opinion (意见栏的一格): lines of wording, room for a signature and for a seal."""

    lines: tuple[Line, ...]
    """格内各行文字，自下而上靠底排"""
    seal: bool = False
    """这一格是否盖章；章压在（盖章）上，用印示意和用印清单里有它"""
    seal_of: str = ""
    """盖谁的章：unit 填报单位、issuer 发文机关，或印章的名称；不写就是填报项的名称去掉“意见”，如 乡镇（街道）"""
    share: float = 1.0
    """几格并排时这一格占几份宽；不写各格一样宽"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCount:
    """Count of hazards in the ledger (台账里数): what an indicator comes to, or must agree with."""

    levels: tuple[str, ...] = ()
    """只数这些等级的隐患；不写则全部"""
    closed: bool | None = None
    """true 只数到月底已销号的，false 只数没有销号的；不写则不论"""
    listed: bool = False
    """是否只数有挂牌督办文件的"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Field (填报项): an indicator of a dispatch table, a column of a ledger or a box of a record."""

    name: str
    """数据里的名称（英文小写）"""
    label: str = ""
    """印在表上的名称，不带计量单位"""
    kind: FieldKind = "text"
    """类型：count 整数、money 金额、number 小数、yes_no 是否、text 文字、date 日期、person 人名、choice 选项、
    serial 序号、parts 一格多数、seal_place 盖章签字栏"""
    unit: str = ""
    """计量单位，印在名称后的括号里"""
    parts: tuple[Part, ...] = ()
    """一格多数时的各个数"""
    choices: tuple[str, ...] = ()
    """可选的值（kind 为 choice 时）"""
    required: bool = False
    """是否必填"""
    width_mm: float = 0.0
    """栏宽，毫米（台账的栏才用）"""
    height_mm: float = 0.0
    """最小行高，毫米"""
    align: Align = "center"
    """对齐：left 或 center"""
    source: str = ""
    """数据取自哪里，如 hazard.enterprise.name、notice.title；不写时取报送数据里的同名值"""
    boxes: tuple[Box, ...] = ()
    """盖章签字栏的各格（kind 为 seal_place 时）"""
    head_group: str = ""
    """栏头上面合并的一格；相邻几栏写得一样就合成一格；几层的从上往下写，用“ / ”隔开（台账的栏才用）"""
    merge_by: tuple[str, ...] = ()
    """按哪几栏合并：相邻各行的这几栏和本栏都相同，就合并成一格（台账的栏才用）"""
    aggregate: Aggregate | None = None
    """怎样汇总：sum 相加、max 取最大、any 有一个是就是、list 逐个列出、ledger 从隐患台账数、own 汇总单位自己填；
    不写时按类型：数相加（百分比自己填），一格多数的逐个相加，是否 any，其余 list"""
    lists_hazards: bool = False
    """没有填的，列出本单位派的组在这个月里检查出来、还没有销号的隐患（记录表的文字项才用）"""
    ledger: LedgerCount | None = None
    """从台账数哪些隐患：aggregate 为 ledger 的，数出来就是汇总的数；其他的，各单位报的数与它核对"""

    @property
    def heads_over(self) -> tuple[str, ...]:
        """The merged heads over a column, from the top down."""
        return tuple(filter(None, self.head_group.split(HEAD_LEVELS)))

    @property
    def rolled_up_by(self) -> Aggregate:
        """How reported values become the total's: as declared, else by the kind; a percentage is never added up."""
        if self.aggregate:
            return self.aggregate
        if self.kind == "number" and self.unit in PERCENTAGES:
            return "own"
        return _AGGREGATES.get(self.kind, "list")

    @property
    def printed_label(self) -> str:
        """Label as printed, with its units: 行政处罚（次，万元）."""
        if any(p.label for p in self.parts):
            return self.label + "，".join(f"{p.label}（{p.unit}）" if p.unit else p.label for p in self.parts)
        units = list(dict.fromkeys(p.unit for p in self.parts if p.unit)) or [self.unit]
        return f"{self.label}（{'，'.join(units)}）" if units[0] else self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Group of fields (分组), its label merged down the left side of the table."""

    fields: tuple[Field, ...]
    """组内各项，按顺序"""
    label: str = ""
    """组名；不写则不占左侧一栏"""
    per_row: int = 0
    """每行排几项；不写时按表单的规定"""
    new_page: bool = False
    """这一组是否另起一页，如背面的签字盖章栏；前后各页分别排满"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Widths:
    """Widths (栏宽) in mm of the columns of a table of groups; the values share what is left."""

    group: float = 12.0
    """组名栏宽，毫米"""
    number: float = 7.0
    """序号栏宽，毫米；0 表示不编序号"""
    label: float = 46.0
    """名称栏宽，毫米"""
    pair_label: float = 0.0
    """一行两项时第二项名称栏宽，毫米；不写时同名称栏"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Page of a form (页面)."""

    orientation: Literal["portrait", "landscape"] = "portrait"
    """纸张方向：portrait 竖排、landscape 横排"""
    fit: Literal["one_page", "flow"] = "flow"
    """one_page 必须排在一页内，flow 可以接排多页"""
    per_row: int = 2
    """分组表每行排几项"""
    size_pt: float = 12.0
    """表内文字字号，磅；排不下时逐级缩小"""
    min_size_pt: float = 9.0
    """最小字号，磅"""
    row_height_mm: float = 7.5
    """最小行高，毫米"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Form (表单): dispatch table (调度表), ledger or checklist (台账、清单), or record (一患一表)."""

    schema: int
    """数据格式版本，现为 1"""
    form: str
    """表单代号"""
    kind: FormKind
    """表单类型：indicator_table 分组指标表、ledger 台账清单、record 记录表、score_sheet 打分表"""
    title: str
    """表题；可用 {campaign.name} 等名称，可用换行指定断行"""
    short_title: str
    """简称，用于文件名，如 进展情况调度表"""
    version: int = 1
    """表单版本；报送数据写明所用版本"""
    used_by: tuple[str, ...] = ()
    """由哪几类单位填报（单位类别代号）"""
    each: Literal["unit", "hazard", "issuer", "seal"] = "unit"
    """unit 每单位一张，hazard 每条隐患一张，issuer 发文机关一张，seal 发文机关每次用印一张"""
    rows_from: Literal["return", "hazards", "list", "units", "seals", "numbers"] = "return"
    """台账各行来自哪里：return 报送数据、hazards 隐患、list 行动的 lists；发文机关的：units 收文单位、seals 用印、
    numbers 发文登记"""
    list: str = ""
    """lists 里的哪一个（rows_from 为 list 时）"""
    slice_by: str = ""
    """每个单位只列这一栏点到它的各行；写栏名，不写则全列（rows_from 为 list 时）"""
    hazard_levels: tuple[str, ...] = ()
    """只列这些等级的隐患；不写则全部"""
    closed_hazards: Literal["this_month", "always"] = "this_month"
    """销号的隐患列到哪个月：this_month 只列到销号的那个月，always 以后各月也列（累计台账）"""
    page: Page = field(default_factory=Page)
    """页面"""
    widths: Widths = field(default_factory=Widths)
    """分组表的栏宽"""
    groups: tuple[Group, ...] = ()
    """分组表和记录表的各组"""
    columns: tuple[Field, ...] = ()
    """台账的各栏"""
    rules: tuple[str, ...] = ()
    """各数之间的关系，如 closed <= found、a + b == c；一格多数的写 cases.crime"""
    min_rows: int = 0
    """台账至少印几行，不足补空行"""
    number_blank_rows: bool = False
    """空行是否也印序号；印序号的，空行可以多占一页"""
    fill_page: bool = False
    """是否补空行到排满最后一页"""
    continued: bool = False
    """合并的格跨页时，后一页的字样后面是否加（续）"""
    remark: str = ""
    """台账最后一行通栏的备注"""
    above: tuple[Line, ...] = ()
    """表上各行；{名称|空白时的字样}"""
    below: tuple[Line, ...] = ()
    """表下各行"""
    note_head: str = "注："
    """表下的注的开头"""
    notes: tuple[str, ...] = ()
    """表下的注；多于一条时自动编 1. 2. 3."""
    copies: int = 1
    """份数"""
    holders: tuple[str, ...] = ()
    """各份由谁留存，一份一项"""
    print_holder: bool = False
    """是否每份各印一张，注明第几份、由谁留存"""
    straddle_seal: bool = False
    """不止一张纸时是否盖骑缝章，由填报单位盖"""
    levels: tuple[ScoreLevel, ...] = ()
    """打分表的各层面、考评项目、考评细则和评分标准"""
    full_points: float = 100.0
    """打分表的满分，等于各考评项目的分值之和"""

    @property
    def is_paper(self) -> bool:
        """Whether it is one of the issuer's own papers, which no unit fills in."""
        return self.each in ("issuer", "seal")

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field of the form, in printed order."""
        return self.columns + tuple(f for g in self.groups for f in g.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormUse:
    """Use of a form by a campaign (采用表单): as it is, or with title, notes or rows of its own."""

    form: str
    """表单代号，见表单目录或本活动自带的表单"""
    title: str | None = None
    """改用的表题"""
    short_title: str | None = None
    """改用的简称"""
    used_by: tuple[str, ...] | None = None
    """改由哪几类单位填报"""
    notes: tuple[str, ...] | None = None
    """改用的注"""
    remark: str | None = None
    """改用的备注"""
    groups: tuple[Group, ...] | None = None
    """改用的各组（整体替换）"""
    columns: tuple[Field, ...] | None = None
    """改用的各栏（整体替换）"""
    above: tuple[Line, ...] | None = None
    """改用的表上各行"""
    below: tuple[Line, ...] | None = None
    """改用的表下各行"""
    min_rows: int | None = None
    """改用的最少行数"""
    print_holder: bool | None = None
    """改为每份各印一张，注明第几份、由谁留存"""
    straddle_seal: bool | None = None
    """改为不止一张纸时盖骑缝章，或不盖"""
    list: str | None = None
    """改用 lists 里的哪一个"""
    continued: bool | None = None
    """改为合并的格跨页时加（续），或不加"""
