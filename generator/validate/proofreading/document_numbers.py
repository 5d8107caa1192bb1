"""Document numbers (发文字号) cited in texts: brackets other than 〔〕, a serial with zeros or 第 (7.2.5)."""

import re
from collections.abc import Iterable, Iterator

from generator.derive.prose import Prose
from generator.problem import Problem
from generator.validate.proofreading.slips import HAN, slip, spot

_ENDS = "发字办函委政文令通规电党安消督报议纪组局厅部会"  # organ codes end in these; case numbers of courts do not
_NUMBER = re.compile(
    rf"[{HAN}]*[{_ENDS}]([\[［(（【〔{{])((?:19|20)\d\d)年?([\]］)）】〕}}])(第?)(0*)(\d+)号"
)

_BEFORE = re.compile("^.*?(?:根据|按照|依据|关于|参照|执行|落实|转发|印发|和|及|与|见|按|由|以)")


def check_document_numbers(texts: Iterable[Prose]) -> Iterator[Problem]:
    """Yield a warning for each cited number with wrong brackets, and for each with 第 or zeros (TXT-009)."""
    for prose in texts:
        for found in _NUMBER.finditer(prose.text):
            opening, year, closing, ordinal, zeros, serial = found.groups()
            if (opening, closing) != ("〔", "〕"):
                words = prose.text[found.start(1) : found.end(3)]
                message = f"发文字号“{_shown(found)}”的年份应加六角括号，写成“〔{year}〕”。请改正（--fix 可以代改）。"
                mend = spot(prose, found.start(1), words, f"〔{year}〕", safe=True)
                yield slip("TXT-009", message, mend)
            if ordinal or zeros:
                words = prose.text[found.start(4) : found.end()]
                message = (
                    f"发文字号“{_shown(found)}”的顺序号不加“第”、不编虚位，应写成“{serial}号”。"
                    "请改正；来文原样如此的，在 waivers 里写明原因。"
                )
                yield slip("TXT-009", message, spot(prose, found.start(4), words, f"{serial}号"))


def _shown(found: re.Match[str]) -> str:
    """Return the number with its organ code, as far as the words before it can be told from that."""
    words = found.group()
    return _BEFORE.sub("", words[max(0, words.index(found[1]) - 8) :])
