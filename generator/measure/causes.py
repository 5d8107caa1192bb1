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
        "纸张",
        "天头",
        "订口",
        "行距",
        "满行的右边",
        "横排表格的方向",
        "发文机关标志上边缘",
        "版记末条线的位置",
        "版记分隔线长度",
        "分隔线长度",
        "标题居中",
        "页码高低",
    ),
    "天头": ("纸张",),
    "订口": ("纸张",),
    "发文机关标志上边缘": ("纸张", "天头"),
    "发文机关标志居中": ("纸张", "订口"),
    "发文字号位置": ("纸张", "订口"),
    "发文字号距标志": ("发文机关标志上边缘",),
    "标题居中": ("纸张", "订口"),
    "标题距分隔线": ("标题字号", "分隔线距发文字号"),
    "主送机关距标题": ("标题字号", "行距"),
    "行距": ("正文字号",),
    "每面行数": ("行距", "天头", "正文字号", "纸张"),
    "每行字数": ("正文字号", "满行的右边"),
    "满行的右边": ("纸张", "每行字数", "正文字号"),
    "附件序号在第一行": ("纸张", "天头"),
    "附件标题在第三行": ("行距",),
    "印章位置": ("行距", "落款页有正文", "成文日期右空"),
    "署名与成文日期对齐": ("成文日期右空",),
    "页码高低": ("纸张", "横排表格的方向", "页码字号"),
    "页码左右": ("纸张", "横排表格的方向", "订口", "页码的一字线", "页码字号"),
    "页码连续": ("页码",),
    "版记末条线的位置": ("纸张",),
    "版记左右空一字": ("版记字号", "版记分隔线长度"),
}
# These move everything in the document, not only what stands on their own page.
WHOLE = frozenset({"纸张", "天头", "订口", "行距", "正文字号", "每行字数"})
_NO_CYCLE = ("每行字数", "满行的右边")


def with_causes(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts, those that follow from another failed one naming it."""
    failed = [v for v in verdicts if v.outcome == "fail"]
    return [replace(v, because=_cause(v, failed)) if v.outcome == "fail" else v for v in verdicts]


def _cause(verdict: Verdict, failed: Sequence[Verdict]) -> str:
    """Return the name of the first failed verdict that accounts for this one, "" for none."""
    for what in FOLLOWS.get(verdict.what, ()):
        for other in failed:
            if other.what == what and other is not verdict and (what in WHOLE or other.page == verdict.page):
                return f"{other.clause} {other.what}"
    return ""
