"""Which failures in a Word file follow from another: a wrong margin moves the edges, a wrong style all that use it."""

from collections.abc import Sequence
from dataclasses import replace

from generator.measure.verdict import Verdict

_INDENT = "正文首行缩进"
# What fails, and what it may follow from, the nearest cause first.
CAUSES: dict[str, tuple[str, ...]] = {
    "天头": ("纸张",),
    "订口": ("纸张",),
    "版心宽": ("纸张", "订口"),
    "版心高": ("纸张", "天头"),
    "每页行数": ("行距", "版心高"),
    "字距": ("正文字体字号",),
    "每行字数": ("字距", "版心宽"),
    "分隔线长度": ("版心宽",),
    "一级标题缩进": (_INDENT,),
    "二级标题缩进": (_INDENT,),
    "三级标题缩进": (_INDENT,),
    "四级标题缩进": (_INDENT,),
    "附件说明缩进": (_INDENT,),
    "附注位置": (_INDENT,),
    "署名和日期位置": ("版心宽",),
    "印发日期右空": ("版心宽",),
    "版记末条分隔线位置": ("版心高",),
    "单页码高低": ("版心高",),
    "双页码两边": ("单页码两边",),
    "双页码字体字号": ("单页码字体字号",),
    "双页码高低": ("版心高", "单页码高低"),
}


def with_causes(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts, each failure that follows from another naming it."""
    failed = {v.what for v in verdicts if v.outcome == "fail"}
    return [replace(v, because=_cause(v, failed)) if v.outcome == "fail" else v for v in verdicts]


def _cause(verdict: Verdict, failed: set[str]) -> str:
    return next((cause for cause in CAUSES.get(verdict.what, ()) if cause in failed), "")
