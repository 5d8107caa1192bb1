"""Numbers that lack their point (编号少了点): 1镇政府……2.调度表, where the list beside it has points."""

import re
from collections.abc import Iterable, Iterator

from generator.derive.prose import Prose
from generator.problem import Problem
from generator.validate.proofreading.slips import HAN, around, slip, spot

_MEASURES = (
    "年月日号时点分秒个家次人万亿千百十元条项级种类名位处件起只支辆台套吨米亩天周岁届期章节款成倍半度"
    "楼层户队组栋间张份把具盏班轮批场"
)
_BARE = re.compile(
    rf"(?:^|(?<=[：:；;。\n]))[ \t\u3000]*(\d{{1,2}})(?=[{HAN}])(?![{_MEASURES}])", re.MULTILINE
)
_POINTED = re.compile(r"(?:^|(?<=[：:；;。\n]))[ \t\u3000]*(\d{1,2})[.．](?!\d)", re.MULTILINE)


def check_points(texts: Iterable[Prose]) -> Iterator[Problem]:
    """Yield a warning for each bare number next to which the list goes on with points (TXT-003)."""
    for prose in texts:
        pointed = {int(found[1]) for found in _POINTED.finditer(prose.text)}
        for found in _BARE.finditer(prose.text):
            number = int(found[1])
            if number not in pointed and {number - 1, number + 1} & pointed:
                shown = around(prose.text, found.start(1), found.end())
                message = f"“{shown}”里编号“{found[1]}”后面少了点，应是“{found[1]}.”。请补上。"
                yield slip("TXT-003", message, spot(prose, found.start(1), found[1], f"{found[1]}."))
