"""Waivers (豁免): findings that were looked at and stay, with the reason in the data."""

from collections.abc import Iterable, Sequence

from generator.model.campaign import Waiver
from generator.problem import Problem

_FAMILIES = ("TXT-",)


def is_waivable(problem: Problem) -> bool:
    """Tell whether a finding may be waived: every reminder, and every finding of the proofreading."""
    return problem.severity == "warning" or problem.code.startswith(_FAMILIES)


def without_waived(problems: Sequence[Problem], waivers: Sequence[Waiver]) -> list[Problem]:
    """Return the problems that no waiver covers, and a warning for each waiver that covers none (WAI-001)."""
    used = {i for i, waiver in enumerate(waivers) if any(_covers(waiver, p) for p in problems)}
    unused = [_unused(waiver, problems, i) for i, waiver in enumerate(waivers) if i not in used]
    return [*(p for p in problems if not any(_covers(w, p) for w in waivers)), *unused]


def _covers(waiver: Waiver, problem: Problem) -> bool:
    if waiver.code != problem.code or not is_waivable(problem):
        return False
    return waiver.words in problem.message or any(waiver.words in spot.words for spot in problem.spots)


def _unused(waiver: Waiver, problems: Iterable[Problem], i: int) -> Problem:
    if any(p.code == waiver.code and not is_waivable(p) for p in problems):
        why = "这个代码是数据的错误，不能豁免。请改正数据，删去这一条"
    elif any(p.code == waiver.code for p in problems):
        why = f"{waiver.code} 的问题里没有“{waiver.words}”。请核对 words，或删去这一条"
    else:
        why = f"没有 {waiver.code} 的问题。请核对 code，或删去这一条"
    message = f"这条豁免没有用上：{why}。"
    return Problem(code="WAI-001", message=message, path=("waivers", i), severity="warning")
