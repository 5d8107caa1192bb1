"""Organs' short names with a character lost (机关名称漏字): 市委办 where the documents speak of 市安委办."""

import re
from collections.abc import Iterable, Iterator

from generator.derive.prose import Prose
from generator.problem import Problem
from generator.validate.proofreading.slips import around, slip, spot

_LEVELS = "省|市|区|县|镇|乡|街道"
_MEANT = re.compile(rf"({_LEVELS})(安|食安|森防|防汛|创建)委(?:办|会)")
_LOST = re.compile(rf"(?<![县市区])({_LEVELS})委办(?!公室|理|事|学|法)")


def check_organs(texts: Iterable[Prose]) -> Iterator[Problem]:
    """Yield a warning for 市委办 in documents that name 市安委办 or 市安委会 elsewhere (TXT-016)."""
    texts = tuple(texts)
    meant = dict.fromkeys(found.group(1, 2) for prose in texts for found in _MEANT.finditer(prose.text))
    for prose in texts:
        for found in _LOST.finditer(prose.text):
            mends = [f"{level}{kind}委办" for level, kind in meant if level == found[1]]
            if mends:
                shown = around(prose.text, found.start(), found.end())
                message = (
                    f"“{shown}”里的“{found.group()}”，别处写的是“{mends[0]}”。"
                    "漏了字的请补上；确是党委的办公室，在 waivers 里写明。"
                )
                yield slip("TXT-016", message, spot(prose, found.start(), found.group(), mends[0]))
