"""Office sources (办公文件): which sheet and head of 活动.xlsx holds which key of a campaign; the one table of it.

Reading and writing the workbook both go by this table alone. The texts of the documents stand in Word files.
"""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Literal, TypeAlias

from generator.dataclass import dataclass

Key: TypeAlias = tuple[str, ...]
CellKind: TypeAlias = Literal[
    "text", "date", "count", "number", "yes_no", "month", "list", "lines", "days", "document_number", "steps"
]
RefKind: TypeAlias = Literal["", "kind", "unit"]

TEXT = "正文.docx"
PLAN = "方案.docx"
REST = "其他.yaml"
BASICS = "基本情况"
ROSTER = "名单"
SERIAL = "序号"
NOTES = "填写说明"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Column (栏) of a sheet, or item (项) of the basics: its head, its key, and how a cell of it is read.

    `also` are other heads by which it is known; `words` the values that are written in Chinese in a cell;
    `refers_to` tells that a cell names a kind of unit or a unit, whose code the data hold.
    """

    label: str
    key: Key
    kind: CellKind = "text"
    also: tuple[str, ...] = ()
    words: Mapping[str, object] = field(default_factory=dict)
    refers_to: RefKind = ""
    width_mm: float = 24.0
    hint: str = ""

    @property
    def heads(self) -> tuple[str, ...]:
        """Every head by which the column is known."""
        return (self.label, *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSheet:
    """Sheet (工作表) of a list: each row is an item of the list at `key`."""

    name: str
    key: Key
    columns: tuple[Column, ...]


def _column(label: str, key: str, kind: CellKind = "text", *also: str, **more: object) -> Column:
    return Column(label=label, key=tuple(key.split(".")), kind=kind, also=also, **more)  # type: ignore[arg-type]


SEALING = MappingProxyType({"盖章": "sealed", "不盖章": "unsealed", "盖签名章": "signature_stamp"})
FORMAT = MappingProxyType({"文件": "document", "信函": "letter", "命令": "order", "纪要": "minutes"})
WORKDAY = MappingProxyType({"提前": "earlier", "顺延": "later"})
MONTH_END = MappingProxyType({"月底": "month_end"})
CLOSED = MappingProxyType({"隐患销号": "close_out"})
STATES = MappingProxyType({"已发": "issued", "预留": "reserved", "作废": "void"})
LEVELS = MappingProxyType({word: word for word in ("重大", "较大", "一般")})
OPENNESS = MappingProxyType({word: word for word in ("主动公开", "依申请公开", "不予公开")})
FONTS = MappingProxyType({word: word for word in ("仿宋_GB2312", "仿宋")})

BASIC_GROUPS: tuple[tuple[str, tuple[Column, ...]], ...] = (
    (
        "活动",
        (
            _column("活动名称", "name", "text", "行动名称"),
            _column("开始日期", "starts_on", "date"),
            _column("结束日期", "ends_on", "date"),
        ),
    ),
    (
        "发文机关",
        (
            _column("发文机关全称", "issuer.name", "text", "发文机关"),
            _column("发文机关简称", "issuer.short_name", hint="规范化简称，如 镇安委会"),
            _column("行政区域", "issuer.region"),
            _column("发文机关标志", "issuer.mark", "lines", hint="红头；几行的用 Alt+Enter 换行"),
            _column("印发机关", "issuer.print_office"),
        ),
    ),
    (
        "通知",
        (
            _column("发文字号", "notice.number", "document_number", hint="如 柳安委〔2023〕3号"),
            _column("格式", "notice.format", words=FORMAT),
            _column("通知的标志", "notice.mark", "lines", hint="与发文机关标志不同时才写"),
            _column("份号", "notice.copy_number"),
            _column("密级和保密期限", "notice.secrecy"),
            _column("紧急程度", "notice.urgency"),
            _column("上行文签发人", "notice.signatories", "list"),
            _column("联合发文机关", "notice.joint_issuers", "lines", hint="一行一个"),
            _column("落款", "notice.sealing", words=SEALING),
            _column("签名章职务", "notice.stamp_title"),
            _column("联系人", "notice.contact.name"),
            _column("联系电话", "notice.contact.phone"),
            _column("电子邮箱", "notice.contact.email"),
            _column("出席人员", "notice.present"),
            _column("请假人员", "notice.excused"),
            _column("列席人员", "notice.attending"),
            _column("抄送机关", "notice.imprint.copy_to", hint="不带“抄送：”和句号"),
            _column("版记的印发机关", "notice.imprint.print_office"),
            _column("印发日期", "notice.imprint.print_date", "date"),
            _column("通知盖骑缝章", "notice.straddle_seal", "yes_no"),
        ),
    ),
    (
        "方案",
        (
            _column("方案联系人", "plan.contact.name"),
            _column("方案联系电话", "plan.contact.phone"),
            _column("方案电子邮箱", "plan.contact.email"),
        ),
    ),
    (
        "名单",
        (
            _column("名单标题", "work_group.title"),
            _column("名单之后的文字", "work_group.closing"),
        ),
    ),
    (
        "办文",
        (
            _column("拟稿单位", "paperwork.drafting_office"),
            _column("拟稿人", "paperwork.drafted_by"),
            _column("拟稿日期", "paperwork.drafted_on", "date"),
            _column("拟稿人电话", "paperwork.phone"),
            _column("拟稿单位负责人", "paperwork.office_head"),
            _column("核稿人", "paperwork.checked_by"),
            _column("核稿日期", "paperwork.checked_on", "date"),
            _column("会签", "paperwork.countersigned_by", "list"),
            _column("签发人", "paperwork.issued_by", hint="一般不写，留着手签"),
            _column("签发日期", "paperwork.issued_on", "date"),
            _column("公开属性", "paperwork.openness", words=OPENNESS),
            _column("印制份数", "paperwork.copies", "count"),
            _column("排版打印", "paperwork.typed_by"),
            _column("校对", "paperwork.proofread_by"),
            _column("发给哪几类单位", "paperwork.sent_to", "list", refers_to="kind"),
            _column("每个单位份数", "paperwork.copies_each", "count"),
        ),
    ),
    (
        "排印",
        (
            _column("仿宋字体名", "settings.fangsong", words=FONTS),
            _column("双面印刷", "settings.two_sided", "yes_no"),
            _column("机关印章直径（毫米）", "settings.seal_mm", "number"),
            _column("单位印章直径（毫米）", "settings.unit_seal_mm", "number"),
            _column("放假的日子", "settings.holidays", "days", hint="周六周日以外的，用顿号隔开"),
            _column("调休上班的日子", "settings.workdays", "days", hint="用顿号隔开"),
            _column("机关名单", "settings.organs", "list", hint="写了就查不在名单上的机关；用顿号隔开"),
        ),
    ),
)
BASIC_COLUMNS = tuple(column for _, columns in BASIC_GROUPS for column in columns)

ROSTER_COLUMNS = (
    _column("职责", "label", "text", "组内职务", "职责名称", width_mm=30.0),
    _column("姓名", "name", width_mm=30.0),
    _column("职务", "title", "text", "单位及职务", "单位职务", "工作单位及职务", width_mm=90.0),
)

KINDS = ListSheet(
    name="单位类别",
    key=("kinds",),
    columns=(
        _column("类别名称", "name", width_mm=50.0),
        _column("通名", "suffixes", "list", hint="如 社区、村", width_mm=50.0),
        _column("类别代号", "code", hint="英文，表单用它；如 community", width_mm=50.0),
    ),
)
VILLAGES = ("村（社区）名称", "村（社区）", "社区（村）", "村名称", "社区名称")
UNITS = ListSheet(
    name="单位",
    key=("units",),
    columns=(
        _column("单位全称", "name", "text", "单位名称", "全称", "单位", *VILLAGES, width_mm=60.0),
        _column("简称", "short_name", "text", "单位简称", hint="不带通名，如 秋湖"),
        _column("类别", "kind", "text", "单位类别", "类型", refers_to="kind", width_mm=30.0),
        _column("通名", "suffix"),
        _column("单位代号", "code", "text", "代号", "编码", "单位编码"),
        _column("上级单位", "parent", "text", "主管单位", refers_to="unit", width_mm=30.0),
        _column("起报月份", "first_month", "month", hint="中途成立的写，如 2024-08"),
        _column("止报月份", "last_month", "month", hint="中途撤并的写"),
    ),
)
HAZARDS = ListSheet(
    name="隐患",
    key=("hazards",),
    columns=(
        _column("隐患编号", "code", "text", "编号"),
        _column("属地单位", "unit", "text", "属地", "所属村（社区）", refers_to="unit", width_mm=34.0),
        _column("监管部门", "department", "text", "发现部门", refers_to="unit", width_mm=34.0),
        _column(
            "企业名称",
            "enterprise.name",
            "text",
            "企业（单位）名称",
            "单位名称",
            "企业",
            "场所名称",
            width_mm=44.0,
        ),
        _column("联系地址", "enterprise.address", "text", "地址", "企业地址", width_mm=34.0),
        _column("法定代表人", "enterprise.legal_representative", "text", "法人代表", "法人"),
        _column("主要负责人", "enterprise.principal", "text", "负责人", "企业主要负责人"),
        _column("联系电话", "enterprise.phone", "text", "电话", width_mm=28.0),
        _column("所属行业", "enterprise.industry", "text", "行业"),
        _column("主管部门", "enterprise.authority", width_mm=34.0),
        _column("隐患名称", "name", width_mm=40.0),
        _column("隐患等级", "level", "text", "等级", "隐患级别", words=LEVELS),
        _column("隐患类型", "type"),
        _column("隐患性质", "nature"),
        _column("主要内容", "content", "text", "隐患主要内容", "问题隐患", "隐患内容", width_mm=80.0),
        _column("检查时间", "inspected_on", "date", "检查日期", "排查时间", width_mm=30.0),
        _column("检查人员", "inspectors", "text", "检查人"),
        _column("交办时间", "assigned_on", "date", "交办日期", width_mm=30.0),
        _column("管控措施", "control_measures", "text", "目前采取的管控措施", width_mm=60.0),
        _column("挂牌督办日期", "listed_on", "date", width_mm=30.0),
        _column("挂牌督办文件", "listed_document", width_mm=34.0),
        _column("整改措施", "measures", width_mm=60.0),
        _column("整改责任人", "responsible_person", "text", "责任人"),
        _column("责任单位", "responsible_unit", width_mm=34.0),
        _column("专题领域", "topic"),
        _column("涉及层面", "scope"),
        _column("整改阶段", "stage"),
        _column("整改时限", "due_on", "date", "整改期限", "完成时限", width_mm=30.0),
        _column("整改完成时间", "completed_on", "date", "实际整改完成时间", width_mm=30.0),
        _column("整改进展", "progress", "steps", hint="一条一行：2024-06-20 设备已订购", width_mm=60.0),
        _column("复查合格日期", "reviewed_on", "date", width_mm=30.0),
        _column("复查情况", "recheck", width_mm=40.0),
        _column("销号日期", "closed_on", "date", "销号时间", width_mm=30.0),
        _column("备注", "remark", width_mm=40.0),
        _column("现状及产生原因", "rectification.status_and_cause", width_mm=60.0),
        _column("危害程度分析", "rectification.harm_analysis", width_mm=60.0),
        _column("治理目标任务", "rectification.goal_and_tasks", width_mm=60.0),
        _column("治理方法措施", "rectification.methods_and_measures", width_mm=60.0),
        _column("经费物资保障", "rectification.funds_and_materials", width_mm=60.0),
        _column("治理机构人员", "rectification.responsible_body", width_mm=60.0),
        _column("治理时限要求", "rectification.deadline_and_requirements", width_mm=60.0),
        _column("安全措施应急预案", "rectification.safety_and_emergency", width_mm=60.0),
    ),
)
DUTIES = ListSheet(
    name="报送要求",
    key=("duties",),
    columns=(
        _column("报送内容", "name", width_mm=60.0),
        _column("表单代号", "form", hint="文字材料不写", width_mm=44.0),
        _column("报送单位类别", "used_by", "list", refers_to="kind", width_mm=34.0),
        _column("每月几日前", "monthly_by", "count", words=MONTH_END, hint="1—28，或 月底"),
        _column("到次月", "next_month", "yes_no"),
        _column("截止日期", "due_on", "date", hint="只报一次的", width_mm=30.0),
        _column("几日内", "within_days", "count"),
        _column("何事之后", "after", words=CLOSED),
        _column("零报送", "zero_return", "yes_no"),
        _column("累计起始月", "cumulative_from", "month"),
        _column("报给谁", "report_to", width_mm=40.0),
        _column("本机关上报", "by_issuer", "yes_no"),
        _column("报盖章件", "sealed", "yes_no"),
        _column("遇休息日", "workday", words=WORKDAY),
    ),
)
ATTACHMENTS = ListSheet(
    name="附件",
    key=("attachments",),
    columns=(
        _column("表单代号", "form", hint="名单写 roster，检查分组写 pairing", width_mm=50.0),
        _column("附件名称", "title", width_mm=90.0),
        _column("装订在一起", "bound", "yes_no"),
    ),
)
FORMS = ListSheet(
    name="表单",
    key=("forms",),
    columns=(
        _column("表单代号", "form", width_mm=50.0),
        _column("表题", "title", hint="不写照目录里的", width_mm=80.0),
        _column("简称", "short_title", width_mm=40.0),
        _column("填报单位类别", "used_by", "list", refers_to="kind", width_mm=34.0),
        _column("取自列表", "list"),
        _column("最少行数", "min_rows", "count"),
        _column("跨页加（续）", "continued", "yes_no"),
        _column("每份注明留存", "print_holder", "yes_no"),
        _column("盖骑缝章", "straddle_seal", "yes_no"),
        _column("通栏备注", "remark", width_mm=50.0),
        _column("表下的注", "notes", "lines", hint="一条一行", width_mm=50.0),
    ),
)
NUMBERS = ListSheet(
    name="发文登记",
    key=("numbers",),
    columns=(
        _column("机关代字", "organ_code"),
        _column("年份", "year", "count"),
        _column("顺序号", "serial", "count"),
        _column("状态", "state", words=STATES),
        _column("文件标题", "title", width_mm=90.0),
        _column("成文日期", "document_date", "date", width_mm=30.0),
        _column("作废预留原因", "reason", width_mm=40.0),
        _column("主送机关", "addressees", width_mm=50.0),
        _column("份数", "copies", "count"),
        _column("拟稿单位", "drafting_office"),
    ),
)
SEALS = ListSheet(
    name="用印",
    key=("paperwork", "seals"),
    columns=(
        _column("印章名称", "name", width_mm=50.0),
        _column("用印文件", "document", width_mm=60.0),
        _column("用印事由", "matter", width_mm=40.0),
        _column("用印份数", "copies", "count"),
        _column("申请单位", "office", width_mm=34.0),
        _column("经办人", "applied_by"),
        _column("经办人电话", "phone", width_mm=28.0),
        _column("申请日期", "applied_on", "date", width_mm=30.0),
        _column("批准人", "approved_by"),
        _column("用印日期", "used_on", "date", width_mm=30.0),
        _column("监印人", "sealed_by"),
        _column("备注", "remark", width_mm=40.0),
    ),
)
WAIVERS = ListSheet(
    name="豁免",
    key=("waivers",),
    columns=(
        _column("问题代码", "code", width_mm=30.0),
        _column("只豁免含有的文字", "words", width_mm=60.0),
        _column("为什么不改", "reason", width_mm=90.0),
    ),
)
LIST_SHEETS = (KINDS, UNITS, FORMS, ATTACHMENTS, DUTIES, HAZARDS, SEALS, NUMBERS, WAIVERS)
_BY_KEY = {column.key: column.label for column in BASIC_COLUMNS}
_BY_KEY |= {("work_group", "roles", *c.key): c.label for c in ROSTER_COLUMNS}
_BY_KEY |= {(*sheet.key, *column.key): column.label for sheet in LIST_SHEETS for column in sheet.columns}


SHEET_OF = {sheet.key[0]: sheet.name for sheet in LIST_SHEETS if len(sheet.key) == 1}
SHEET_OF |= {"work_group": ROSTER, "roles": ROSTER, "members": ROSTER}
_COLUMNS = (*BASIC_COLUMNS, *(column for sheet in LIST_SHEETS for column in sheet.columns))


def words_of(said: str) -> str:
    """Return the word that stands in a cell for a value of the data, or the one head of a key wherever it stands."""
    words = [word for column in _COLUMNS for word, value in column.words.items() if value == said]
    heads = {column.label for column in _COLUMNS if column.key[-1] == said}
    return next(iter(words), next(iter(heads)) if len(heads) == 1 else "")


def labels_of(path: tuple[str | int, ...]) -> dict[str, str]:
    """Return by which head goes each key of the thing in which a path of the data lies.

    >>> labels_of(("hazards", 3, "due_on"))["due_on"]
    '整改时限'
    """
    key = tuple(str(part) for part in path if not isinstance(part, int) and part != "members")
    return {known[-1]: label for known, label in _BY_KEY.items() if known[:-1] == key[:-1]}


SHEET_NAMES = (BASICS, ROSTER, *(sheet.name for sheet in LIST_SHEETS))
