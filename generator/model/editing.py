"""Sections (编辑页) of the editor: which page shows which part of a campaign's data, by the columns of the office files."""

from dataclasses import field

from generator.dataclass import dataclass
from generator.model.office import (
    ATTACHMENTS,
    BASIC_GROUPS,
    DUTIES,
    FORMS,
    HAZARDS,
    KINDS,
    NUMBERS,
    ROSTER,
    ROSTER_COLUMNS,
    SEALS,
    UNITS,
    WAIVERS,
    Column,
    ListSheet,
)
from generator.problem import Path

FORM = "form-"  # begins the code of a form's section
_GROUPS = dict(BASIC_GROUPS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Section (编辑页): named items, a table of rows and texts of the data below `root`.

    `items` are by their group; keys of items, rows and texts begin at `root`.
    """

    code: str
    name: str
    root: Path = ()
    items: tuple[tuple[str, tuple[Column, ...]], ...] = ()
    rows: ListSheet | None = None
    texts: tuple[Column, ...] = ()
    hint: str = field(default="")

    @property
    def keys(self) -> frozenset[str]:
        """Keys of the campaign's data that stand on the page, or in part."""
        if self.root:
            return frozenset({str(self.root[0])})
        columns = [*(c for _, group in self.items for c in group), *self.texts]
        rows = {str(self.rows.key[0])} if self.rows else set()
        return frozenset({column.key[0] for column in columns} | rows)

    @property
    def is_form(self) -> bool:
        """Whether it is the section of a form, whose rows are its fields."""
        return self.code.startswith(FORM)


def _item(label: str, key: str, **more: object) -> Column:
    return Column(label=label, key=tuple(key.split(".")), **more)  # type: ignore[arg-type]


def _list(sheet: ListSheet, code: str, hint: str = "", **more: object) -> Section:
    return Section(code=code, name=sheet.name, rows=sheet, hint=hint, **more)  # type: ignore[arg-type]


_TITLE = "一行写不下的，换行就在那里断开"
NOTICE_HEAD = (
    _item("标题", "notice.title", hint=_TITLE, width_mm=90.0),
    _item("主送机关", "notice.addressees", hint="不带冒号", width_mm=90.0),
)
NOTICE_END = (
    _item("发文机关署名", "notice.signature", kind="lines", hint="一行一个机关"),
    _item("成文日期", "notice.document_date", kind="date"),
    _item("附注", "notice.note", hint="不带括号"),
)
SECTIONS = (
    Section(
        code="basics", name="基本情况", items=tuple((g, _GROUPS[g]) for g in ("活动", "发文机关", "排印"))
    ),
    Section(
        code="notice",
        name="通知",
        items=(("题头", NOTICE_HEAD), ("落款", NOTICE_END), ("版头、版记和联系人", _GROUPS["通知"])),
        texts=(_item("正文", "notice.text"),),
    ),
    Section(
        code="plan",
        name="方案",
        items=(
            ("题头", (_item("标题", "plan.title", hint=_TITLE, width_mm=90.0),)),
            ("联系人", _GROUPS["方案"]),
        ),
        texts=(_item("正文", "plan.text"),),
    ),
    Section(
        code="roster",
        name=ROSTER,
        items=((ROSTER, _GROUPS[ROSTER]),),
        rows=ListSheet(name=ROSTER, key=("work_group", "roles"), columns=ROSTER_COLUMNS),
        hint="次序就是排名；职责相同的接着写，职责可以不写",
    ),
    _list(KINDS, "kinds", "先写类别，再写单位"),
    _list(UNITS, "units", "改名不影响已报的表；撤并的单位写止报月份，不要删"),
    _list(FORMS, "forms", "采用哪些表；表里的指标在各张表的页上改"),
    _list(ATTACHMENTS, "attachments", "次序就是附件的序号"),
    _list(DUTIES, "duties"),
    _list(HAZARDS, "hazards", "整改经过在“隐患”里记，这里改的是排查时登记的内容"),
    Section(code="paperwork", name="办文、用印", items=(("办文", _GROUPS["办文"]),), rows=SEALS),
    _list(NUMBERS, "numbers"),
    _list(WAIVERS, "waivers", "核对过、不改的问题"),
)
OTHERS = {  # keys of the data that have no page
    "lists": "列表",
    "roll_ups": "汇总",
    "upward": "上级表",
    "pairing": "检查分组",
    "seals": "印章图片",
    "receipts": "收件",
    "history": "隐患的经过",
}

FIELD_KINDS = {
    "整数": "count",
    "金额": "money",
    "小数": "number",
    "是否": "yes_no",
    "文字": "text",
    "日期": "date",
    "人名": "person",
    "选项": "choice",
    "序号": "serial",
    "一格多数": "parts",
    "盖章签字栏": "seal_place",
}
AGGREGATES = {
    "相加": "sum",
    "取最大": "max",
    "有一个是就是": "any",
    "逐个列出": "list",
    "从台账数": "ledger",
    "自己填": "own",
}
PARTS = "parts"
_FIELD = (
    _item("名称", "label", width_mm=56.0),
    _item("类型", "kind", words=FIELD_KINDS, hint="不写是文字"),
    _item("计量单位", "unit"),
    _item("可选的值", "choices", kind="list", hint="类型是选项的才写，用顿号隔开"),
    _item("必填", "required", kind="yes_no"),
    _item("怎样汇总", "aggregate", words=AGGREGATES, hint="不写：数相加，文字逐个列出"),
)
_NAME = _item("数据名称", "name", hint="英文小写；不写自动编，报了数以后不要改", width_mm=34.0)
INDICATORS = ListSheet(
    name="指标",
    key=("groups",),
    columns=(_item("组", "group", hint="写在左侧合并的一格；没有就不写", width_mm=34.0), *_FIELD, _NAME),
)
COLUMNS = ListSheet(
    name="栏目",
    key=("columns",),
    columns=(
        *_FIELD,
        _item("栏宽（毫米）", "width_mm", kind="number"),
        _item("栏头上面合并的格", "head_group", width_mm=30.0),
        _NAME,
    ),
)
_OWN_FORM = (
    _item("表题", "title", width_mm=90.0),
    _item("简称", "short_title"),
    _item("填报单位类别", "used_by", kind="list", refers_to="kind"),
    _item("纸张方向", "page.orientation", words={"竖排": "portrait", "横排": "landscape"}),
    _item("必须排在一页", "page.fit", words={"是": "one_page", "否": "flow"}),
    _item("每行几项", "page.per_row", kind="count"),
    _item("最少行数", "min_rows", kind="count"),
    _item("通栏备注", "remark"),
    _item("表下的注", "notes", kind="lines", hint="一条一行"),
    _item("各数之间的关系", "rules", kind="lines", hint="一条一行，如 closed <= found"),
)


def form_section(code: str, name: str, root: Path, *, kind: str) -> Section:
    """Return the section of a form: of the campaign's own, or of what it changes in one of the catalogue."""
    own = root[:1] == ("definitions",)
    head = _OWN_FORM if own else FORMS.columns[1:]
    rows = {"ledger": COLUMNS, "score_sheet": None}.get(kind, INDICATORS)
    return Section(code=FORM + code, name=name, root=root, items=(("表", head),), rows=rows)
