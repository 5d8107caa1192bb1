"""Which failures in a Word file follow from another: a wrong margin moves the edges, a wrong style all that use it."""

from collections.abc import Sequence
from dataclasses import replace

from generator.measure.verdict import Verdict

_PAGE = ("纸张", "天头", "订口", "版心")
_INDENT = "正文首行缩进"
# What fails, and what it may follow from, the nearest cause first.
CAUSES: dict[str, tuple[str, ...]] = {
    "版心": ("纸张", "天头", "订口"),
    "天头": ("纸张",),
    "订口": ("纸张",),
    "每页行数": _PAGE,
    "每行字数": (*_PAGE, "正文字体字号"),
    "发文机关标志上边缘": ("每页行数",),
    "发文字号距标志": ("每页行数",),
    "标题距分隔线": ("每页行数",),
    "主送机关距标题": ("每页行数",),
    "附件说明距正文": ("每页行数",),
    "附件标题位置": ("每页行数",),
    "红色分隔线": _PAGE,
    "分隔线距发文字号": ("每页行数", "发文字号字体字号"),
    "“一、”标题缩进": (_INDENT,),
    "“（一）”标题缩进": (_INDENT,),
    "“1.”标题缩进": (_INDENT,),
    "“（1）”标题缩进": (_INDENT,),
    "附件说明缩进": (_INDENT,),
    "附注位置": (_INDENT,),
    "署名和日期位置": _PAGE,
    "印发日期右空": _PAGE,
    "版记末条分隔线位置": _PAGE,
    "单页码": _PAGE,
    "单页码高低": _PAGE,
    "双页码": _PAGE,
    "双页码两边": ("单页码两边",),
    "双页码字体字号": ("单页码字体字号",),
    "双页码高低": (*_PAGE, "单页码高低"),
}


def with_causes(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts, each failure that follows from another naming it."""
    failed = {v.what for v in verdicts if v.outcome == "fail"}
    return [replace(v, because=_cause(v, failed)) if v.outcome == "fail" else v for v in verdicts]


def _cause(verdict: Verdict, failed: set[str]) -> str:
    return next((cause for cause in CAUSES.get(verdict.what, ()) if cause in failed), "")
