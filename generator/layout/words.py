"""Words of a Chinese text (分词): where a line of a title may end. The dictionary is loaded when first asked for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

# Set phrases of official titles, which a dictionary cuts into their parts.
PHRASES = (
    "专项排查整治", "排查整治", "安全生产", "重大事故隐患", "事故隐患", "隐患排查", "危险化学品", "城镇燃气",
    "实施方案", "工作方案", "总体方案", "行动方案", "实施意见", "指导意见", "进展情况", "工作专班",
    "领导小组", "防汛抗旱", "经济普查", "国有土地上", "社会治安", "综合治理",
    "交叉检查", "监督检查", "先进集体", "先进个人",
)  # fmt: skip
NAME_CHARS = 14  # a longer name may be broken as any text

_known: dict[str, Sequence[str]] = {}
_new: dict[str, list[str]] = {}


def words(text: str, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the words of a text in order; nothing is lost, and a name or phrase that occurs in it stays whole."""
    kept = {*PHRASES, *(n for n in names if n and len(n) <= NAME_CHARS)}
    return _words(text, tuple(sorted(kept, key=lambda n: (-len(n), n))))


def is_word(text: str) -> bool:
    """Return whether a text is one word of the dictionary; nothing is guessed."""
    import rjieba

    return len(rjieba.cut(text, hmm=False)) == 1


def learn(cuts: Mapping[str, Sequence[str]]) -> None:
    """Cut texts as told, by what `learnt` calls them, without asking the dictionary; forget what was learnt before."""
    _known.clear()
    _new.clear()
    _known.update(cuts)


def learnt() -> dict[str, list[str]]:
    """Return what the dictionary was asked since `learn`, and its answers."""
    return dict(_new)


@lru_cache(maxsize=1024)
def _words(text: str, kept: tuple[str, ...]) -> tuple[str, ...]:
    asked = "\n".join((text, *kept))
    if asked in _known:
        return tuple(_known[asked])
    _new[asked] = list(_cut(text, kept))
    return tuple(_new[asked])


def _cut(text: str, kept: tuple[str, ...]) -> tuple[str, ...]:
    import rjieba

    pieces = re.split(f"({'|'.join(map(re.escape, kept))})", text)
    return tuple(w for i, p in enumerate(pieces) for w in ((p,) if i % 2 else rjieba.cut(p)) if w)
