"""Half-width punctuation (半角标点) in Chinese texts: one finding a document, with every place in it."""

import re
from collections.abc import Container, Iterable, Iterator
from itertools import groupby

from generator.derive.prose import Prose
from generator.problem import Problem, Spot
from generator.validate.proofreading.brackets import is_item_within
from generator.validate.proofreading.slips import HAN, around, slip, spot

FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）", ".": "。"}
_CHINESE = f"{HAN}，。；：？！、（）《》〈〉“”‘’【】〔〕"
_ASIDE = re.compile(
    r"https?://[^\s，。；）”]+|www\.[^\s，。；）”]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\d+(?:[.,:]\d+)+|[A-Za-z]+(?:[ .:,/-]+[A-Za-z\d]+)+",
    re.ASCII,
)
_PAIR = re.compile(rf"\([^()\n]*[{HAN}][^()\n]*\)")
_MIXED = re.compile(r"（[^()（）\n]*\)|\([^()（）\n]*）")
_MARK = re.compile(
    rf"(?<=[{_CHINESE}])[,:;?!](?!\d)|[,;?!](?=[{HAN}])|(?<=[{HAN}])\.(?=[{HAN}]|\s*$)", re.MULTILINE
)


def check_punctuation(texts: Iterable[Prose]) -> Iterator[Problem]:
    """Yield one warning for each document that has half-width punctuation (TXT-010)."""
    for _, parts in groupby(texts, key=lambda p: p.document):
        listed = list(parts)
        spots = [s for prose in listed for s in half_width(prose)]
        if spots:
            first = next(p for p in listed if p.path == spots[0].path)
            start = spots[0].start
            shown = around(first.text, start, start + len(spots[0].words))
            times = f"，同一文件里共 {len(spots)} 处" if len(spots) > 1 else ""
            message = (
                f"“{shown}”里的“{spots[0].words}”是半角标点，应是“{spots[0].mend}”{times}。"
                "请改成全角（夹在汉字中间的，--fix 可以代改）。"
            )
            yield slip("TXT-010", message, *spots)


def half_width(prose: Prose) -> list[Spot]:
    """Return each half-width mark among Chinese characters; one between two of them, or other such marks, is safe.

    Decimals, times, telephone numbers, addresses of mail and web and names such as GB/T are left alone.
    """
    text = prose.text
    aside = [found.span() for found in _ASIDE.finditer(text)]
    places = {m.start() for m in _MARK.finditer(text)}
    places |= {place for m in _PAIR.finditer(text) for place in (m.start(), m.end() - 1)}
    mixed = [m for m in _MIXED.finditer(text) if not is_item_within(text, m.end() - 1)]
    places |= {m.start() if m[0][0] == "(" else m.end() - 1 for m in mixed}
    kept = [place for place in sorted(places) if not any(start <= place < end for start, end in aside)]
    return [spot(prose, at, text[at], FULL[text[at]], safe=_is_between(text, at, kept)) for at in kept]


def _is_between(text: str, at: int, marks: Container[int]) -> bool:
    """Tell whether a mark stands between Chinese characters, or such marks that are found too."""
    beside = [place for place in (at - 1, at + 1) if 0 <= place < len(text)]
    chinese = [place in marks or bool(re.fullmatch(f"[{_CHINESE}]", text[place])) for place in beside]
    return len(beside) == 2 and all(chinese) and text[at] != "."
