"""Due (报送期限): who has to hand in what by when, how that stands on a day, and reminders to those who are late."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.compose.calendar_file import calendar_text
from generator.dataclass import dataclass
from generator.derive.deadlines import Due, dues, occasions
from generator.model.campaign import Campaign, Duty
from generator.press.disk import FileInUse, digest, put, temp_path
from generator.problem import Problem, ProblemsFound
from generator.sources.campaign import load
from generator.sources.places import Source
from generator.verbs.urging import write_papers
from generator.verbs.usage import keep_apart, usable_campaign, wrong_returns


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRequest:
    """What to tell (期限要求): how things stand on the day `on`; papers go to `target`, the calendar to `calendar`.

    `papers` are kinds of PAPERS: the list and the reminders, the circular, the supervision slips, the letters.
    """

    source: Source
    on: date
    target: Path | None = None
    calendar: Path | None = None
    papers: tuple[str, ...] = ("催报",)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueResult:
    """How every occasion stands on a day, what was found, and the files written."""

    campaign: Campaign
    on: date
    dues: tuple[Due, ...]
    problems: tuple[Problem, ...]
    files: tuple[str, ...] = ()

    @property
    def overdue(self) -> tuple[Due, ...]:
        """What is not complete though its day has passed."""
        return tuple(d for d in self.dues if d.is_overdue)


def due(request: DueRequest) -> DueResult:
    """Tell how all that is due stands on a day; write papers and the calendar where these are asked for.

    Raises ProblemsFound when the campaign itself has errors or a file cannot be written.
    """
    if request.target is not None:
        keep_apart(request.source, request.target)
    loaded = load(request.source)
    campaign = usable_campaign(loaded)
    found = dues(campaign, loaded.forms, request.on, wrong_returns(loaded))
    problems = [*loaded.problems, *_unregistered(campaign, found)]
    result = DueResult(campaign=campaign, on=request.on, dues=found, problems=tuple(problems))
    if request.calendar is not None:
        _write(request.calendar, calendar_text(campaign, occasions(campaign, loaded.forms)).encode())
    if request.target is None:
        return result
    files, told = write_papers(campaign, found, request.on, request.target, request.papers)
    return replace(result, problems=(*result.problems, *told), files=files)


def _unregistered(campaign: Campaign, found: Sequence[Due]) -> Iterator[Problem]:
    """Yield a reminder for each duty of which nothing ever came in: it may have come and not been registered."""
    late = Counter(d.occasion.duty for d in found if d.state == "late")
    came = {d.occasion.duty for d in found if d.came_on}
    for i, duty in enumerate(campaign.duties):
        if late[duty] and duty not in came:
            message = _not_reported(duty, late[duty]) if duty.by_issuer else _not_received(duty, late[duty])
            yield Problem(code="DUE-004", message=message, path=("duties", i), severity="warning")


def _not_received(duty: Duty, count: int) -> str:
    return f"“{duty.name}”一份也没有登记收到，{count} 份都算逾期。已经收到的，请放进 returns，或用 gongwen receive 登记。"


def _not_reported(duty: Duty, count: int) -> str:
    times = f"过了期限的 {count} 次都算逾期" if count > 1 else "算逾期"
    return f"本级的“{duty.name}”没有登记报出，{times}。已经报出的，请用 gongwen receive 登记。"


def _write(target: Path, content: bytes) -> None:
    try:
        put(target, content, temp=temp_path(target, digest(content)))
    except FileInUse as error:
        message = "正被别的程序打开，没有写。请关闭后再运行一次。"
        raise ProblemsFound([Problem(code="SRC-001", message=message, where=str(target))]) from error
