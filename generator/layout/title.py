"""Breaking a title into lines (7.3.1): hints first, then balanced lines that break at no forbidden place."""

from generator.layout.fit import NO_LINE_END, NO_LINE_START, char_width_em

_GOOD_AFTER = frozenset("》、）”的和与及")
_GOOD_BEFORE = ("《", "关于", "专项", "实施", "工作", "进展", "行动", "重大", "问题", "2")


def break_title(text: str, chars_per_line: int) -> tuple[str, ...]:
    """Return the title's lines; a line break in the text is kept, a line that is too long is balanced."""
    return tuple(
        line for part in text.strip().split("\n") for line in _balanced(part.strip(), chars_per_line)
    )


def _balanced(text: str, limit: int) -> list[str]:
    width = sum(map(char_width_em, text))
    if width <= limit:
        return [text]
    count = -int(-width // limit)
    target = width / count
    cut = min(range(1, len(text)), key=lambda i: _cost(text, i, target, limit))
    return [text[:cut], *_balanced(text[cut:], limit)]


def _cost(text: str, cut: int, target: float, limit: int) -> float:
    before, after = text[cut - 1], text[cut]
    head = sum(map(char_width_em, text[:cut]))
    cost = abs(head - target)
    if head > limit or after in NO_LINE_START or before in NO_LINE_END or (before + after).isdigit():
        return cost + 1000
    good = before in _GOOD_AFTER or any(text.startswith(word, cut) for word in _GOOD_BEFORE)
    return cost if good else cost + 3
