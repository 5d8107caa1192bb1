"""Causes (成因): which failed verdicts follow from which others.

A margin that is off moves everything below or beside it; a wrong pitch moves every line. Such failures are told, and
told apart from the fault itself. The table says what may follow from what; it is read from the first row down.
"""

from collections.abc import Sequence
from dataclasses import replace

from generator.measure.verdict import Verdict

# What is measured, and the things whose failure on the same page or in the same document accounts for its own.
FOLLOWS: dict[str, tuple[str, ...]] = {
    "版心以外的内容": (
        "天头",
        "订口",
        "行距",
        "满行的右边",
        "横排表格的方向",
        "发文机关标志上边缘",
        "发文机关标志居中",
        "版记末条分隔线位置",
        "版记分隔线长",
        "分隔线长度",
        "标题居中",
        "页码高低",
        "页码的一字线",
    ),
    "发文机关标志上边缘": ("天头",),
    "发文机关标志居中": ("订口",),
    "发文字号位置": ("订口",),
    "发文字号距标志": ("发文机关标志上边缘",),
    "第一条红色双线": ("发文机关标志上边缘",),
    "标题居中": ("订口",),
    "标题距分隔线": ("标题字号", "分隔线距发文字号"),
    "主送机关距标题": ("标题字号", "行距"),
    "行距": ("正文字号",),
    "每页行数": ("行距", "天头", "正文字号"),
    "每行字数": ("正文字号", "满行的右边"),
    "满行的右边": ("正文字号",),
    "密级、紧急程度位置": ("订口", "份号位置"),
    "附注位置": ("行距",),
    "三级标题字体": ("正文字体",),
    "四级标题字体": ("正文字体",),
    "附件序号在第一行": ("天头",),
    "附件标题在第三行": ("行距",),
    "印章位置": ("行距", "落款页有正文"),
    "印章压住署名和日期": ("成文日期右空", "署名与成文日期对齐"),
    "署名与成文日期对齐": ("成文日期右空",),
    "页码高低": ("横排表格的方向", "页码字号"),
    "页码左右": ("横排表格的方向", "订口", "页码字号"),
    "页码连续": ("页码",),
    "版记左右空一字": ("版记字号", "版记分隔线长"),
}
# A sheet of another size moves whatever is measured from its edges.
OF_THE_SHEET = (
    "版心以外的内容",
    "天头",
    "订口",
    "发文机关标志上边缘",
    "发文机关标志居中",
    "发文字号位置",
    "份号位置",
    "分隔线长度",
    "标题居中",
    "满行的右边",
    "每页行数",
    "每行字数",
    "成文日期右空",
    "附件序号在第一行",
    "版记末条分隔线位置",
    "版记分隔线长",
    "版记左右空一字",
    "页码高低",
    "页码左右",
)
PAPER = "纸张"
SLACK_MM = 1.0
# These move everything in the document, not only what stands on their own page.
WHOLE = frozenset({PAPER, "天头", "订口", "行距", "正文字号", "正文字体"})


def with_causes(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts, those that follow from another failed one naming it."""
    failed = [v for v in verdicts if v.outcome == "fail"]
    return [replace(v, because=_cause(v, failed)) if v.outcome == "fail" else v for v in verdicts]


def _cause(verdict: Verdict, failed: Sequence[Verdict]) -> str:
    """Return the name of the first failed verdict that accounts for this one, "" for none."""
    paper = (PAPER,) if verdict.what in OF_THE_SHEET else ()
    for what in (*paper, *FOLLOWS.get(verdict.what, ())):
        for other in failed:
            if other.what != what or other is verdict or not _accounts(other, verdict):
                continue
            if what in WHOLE or other.page == verdict.page:
                return f"{other.clause} {other.what}"
    return ""


def _accounts(cause: Verdict, verdict: Verdict) -> bool:
    """Whether a length that is off can account for another: not for one that is off by much more."""
    if cause.off_mm is None or verdict.off_mm is None:
        return True
    return abs(verdict.off_mm) <= abs(cause.off_mm) + SLACK_MM
