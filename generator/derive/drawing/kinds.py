"""Kinds guessed from labels (按名称猜类型): what a person reads off a head without being told."""

import re

from generator.dataclass import dataclass
from generator.derive.entries import same_words
from generator.model.drawn import InputRule
from generator.model.form import FieldKind

COUNTED = (
    *"个家次人条项处起件份户台套辆所座场期名间栋亩天批村镇",
    "家次",
    "人次",
    "个次",
    "场次",
    "户次",
    "处次",
    "班次",
    "车次",
)
MONEY = ("元", "万元", "亿元", "千元")
SHARES = ("%", "％", "‰")
MEASURES = ("公里", "千米", "米", "平方米", "立方米", "吨", "公斤", "千克", "小时", "公顷", "万吨")
UNITS = frozenset({*COUNTED, *MONEY, *SHARES, *MEASURES})
SERIALS = ("序号", "顺序号", "序")
UNIT_WORDS = re.compile(
    r"(填报|报送|责任|所属)?(单位|县区|县市区|县（市、区）|县\(市、区\)|乡镇|镇街|街道|乡镇\(街道\)|镇\(街道\)|村|社区|村\(社区\)|部门|地区|区域|辖区)(名称)?"
)
_UNIT = re.compile(r"\s*[（(]\s*(?:单位[:：]\s*)?([^（）()]{1,4})\s*[）)]\s*$")
_REQUIRED = re.compile(r"\s*([（(]必填[）)]|[*＊])\s*")
_BY_LABEL: tuple[tuple[str, FieldKind, str], ...] = (
    (r"^(是否|有无|能否|可否|已否)|[（(]是[/、]否[）)]$", "yes_no", "名称问是否"),
    (r"(日期|时间|时限|期限|年月日|完成日|截止日)$", "date", "名称说的是日期"),
    (r"(电话|手机|联系方式|号码|身份证|信用代码|编号|文号|邮箱)", "text", "号码照印，不能当数"),
    (r"(金额|经费|资金|费用|罚款|产值|投资额|损失)", "money", "名称说的是钱"),
    (r"(率|比例|占比|比重)$", "number", "名称说的是比率"),
    (r"(数|数量|家次|人次|次数|合计|小计|总计|总量)$", "count", "名称说的是数"),
    (
        r"(姓名|负责人|责任人|联系人|代表人|法人|经办人|填报人|审核人|组长|检查人员|包保人)$",
        "person",
        "名称说的是人",
    ),
    (r"(备注|说明|情况|内容|措施|原因|建议|意见|要求|做法|经验|描述|名称|地址)$", "text", "名称说的是文字"),
)
LONG_TEXT = re.compile(r"(情况|内容|措施|问题|原因|建议|意见|隐患|要求|任务|做法|经验|描述|地址)$")


@dataclass(frozen=True, slots=True)
class Label:
    """Label of a head taken apart (名称): words as they stand, unit behind them, whether it must be filled in."""

    words: str
    unit: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """Kind of a field (类型) with the choices of a list, why it was taken, and whether it is a guess."""

    kind: FieldKind
    choices: tuple[str, ...] = ()
    why: str = ""
    certain: bool = False


def label_of(text: str) -> Label:
    """Return the label that a head's text is.

    >>> label_of("投入资金\\n（万元）（必填）")
    Label(words='投入资金', unit='万元', required=True)
    """
    required = bool(_REQUIRED.search(text))
    words = _REQUIRED.sub("", text).strip()
    found = _UNIT.search(words)
    if found and found[1] in UNITS and found.start():
        return Label(words[: found.start()], found[1], required)
    return Label(words, "", required)


def kind_of(label: Label, rule: InputRule | None = None, sample: str = "") -> Kind | None:
    """Return the kind of a field: by its rule of input, its unit, its words, else by what stands in the first row."""
    return (
        (_by_rule(rule) if rule else None)
        or _by_unit(label.unit)
        or _by_words(label.words)
        or _by_sample(sample)
    )


def _by_rule(rule: InputRule) -> Kind | None:
    if rule.kind == "list" and rule.choices:
        if set(rule.choices) == {"是", "否"}:
            return Kind("yes_no", certain=True)
        return Kind("choice", rule.choices, certain=True)
    kinds: dict[str, FieldKind] = {"whole": "count", "decimal": "number", "date": "date"}
    return Kind(kinds[rule.kind], certain=True) if rule.kind in kinds else None


def _by_unit(unit: str) -> Kind | None:
    if unit in MONEY:
        return Kind("money", certain=True)
    if unit in COUNTED:
        return Kind("count", certain=True)
    return Kind("number", certain=True) if unit else None


def _by_words(words: str) -> Kind | None:
    plain = same_words(words)
    if plain in SERIALS:
        return Kind("serial", certain=True)
    found = ((kind, why) for pattern, kind, why in _BY_LABEL if re.search(pattern, plain))
    return next((Kind(kind, why=why) for kind, why in found), None)


def _by_sample(sample: str) -> Kind | None:
    if sample in ("是", "否"):
        return Kind("yes_no", why=f"例子写的是“{sample}”")
    if re.fullmatch(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?", sample):
        return Kind("date", why=f"例子写的是“{sample}”")
    if re.fullmatch(r"\d{1,6}", sample):
        return Kind("count", why=f"例子写的是“{sample}”")
    return Kind("number", why=f"例子写的是“{sample}”") if re.fullmatch(r"-?\d{1,6}\.\d+", sample) else None
