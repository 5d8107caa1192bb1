"""Slips (错字) that are never right, each with what was meant; the list is short so that it raises no false alarm."""

import re
from collections.abc import Iterable, Iterator

from generator.derive.prose import Prose
from generator.problem import Problem
from generator.validate.proofreading.slips import around, slip, spot

_MEANT = {
    "党委员(?!会)": "党委委员",
    "布署": "部署",
    "既使": "即使",
    "截止目前": "截至目前",
    "通迅": "通讯",
    "必需要": "必须要",
}
_TYPO = re.compile("|".join(f"({pattern})" for pattern in _MEANT))


def check_typos(texts: Iterable[Prose]) -> Iterator[Problem]:
    """Yield a warning for each word that is a known slip of another (TXT-013)."""
    for prose in texts:
        for found in _TYPO.finditer(prose.text):
            meant = list(_MEANT.values())[(found.lastindex or 1) - 1]
            shown = around(prose.text, found.start(), found.end())
            message = f"“{shown}”里的“{found.group()}”应是“{meant}”。请改正。"
            yield slip("TXT-013", message, spot(prose, found.start(), found.group(), meant))
