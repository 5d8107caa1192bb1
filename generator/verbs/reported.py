"""Figures frozen once reported (上报后不改): written once, and what changed since told, never mended."""

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from generator.compose.lineage import number_of
from generator.compose.wording import printed_month, printed_value
from generator.derive.reported import Difference, differences, figures
from generator.derive.roll_up import Total
from generator.model.reported import Reported
from generator.press.disk import FileInUse, digest, put, temp_path
from generator.problem import Problem, ProblemsFound
from generator.sources.places import Source, folder_of
from generator.sources.reported import FOLDER, digest_of, reported_text
from generator.verbs.usage import UsageProblem


def freeze(
    source: Source,
    period: str,
    totals: Sequence[Total],
    found: tuple[Reported | None, Sequence[Problem]],
    again: str = "",
) -> Reported:
    """Keep the figures of a month as reported; doing so twice with the same figures changes nothing.

    `found` is what was reported before, with what is wrong with its file. `again` is why the month is reported anew:
    what was kept before stays beside it. Raises UsageProblem when other figures were reported and no reason is given,
    ProblemsFound when the file cannot be trusted or written.
    """
    before, faults = found
    if faults:
        raise ProblemsFound(faults)
    wanted = figures(totals)
    name = f"{FOLDER}/{period}.yaml"
    if before is not None and before.digest != digest_of(wanted):
        if not again.strip():
            raise UsageProblem(
                f"{printed_month(period)}的数已经上报（{name}），不再改写；变动写进下月的说明。确要重新上报的，写明原因"
            )
        _put(source, _earlier(source, period), reported_text(period, before.totals))
        before = None
    if before is None:
        _put(source, f"{period}.yaml", reported_text(period, wanted, again))
    return Reported(schema=1, period=period, digest=digest_of(wanted), totals=wanted)


def changed(totals: Sequence[Total], reported: Reported | None) -> Iterator[Problem]:
    """Yield a reminder for each number of a reported month that the returns no longer come to."""
    for total in totals if reported else ():
        for one in differences(total, reported) if reported else ():
            message = f"{_words(total, one)}。上报的数不改，变动写进下月的说明。"
            yield Problem(code="COL-009", message=message, severity="warning")


def corrected(before: Sequence[Total], last: Reported | None) -> Iterator[Problem]:
    """Yield a reminder of what changed in the month before since it was reported, to be told this month."""
    for total in before if last else ():
        if found := [_words(total, one) for one in (differences(total, last) if last else ())]:
            message = f"{printed_month(total.period)}上报后有变动，请在本月说明：{'；'.join(found)}。"
            yield Problem(code="COL-010", message=message, severity="warning")


def _words(total: Total, one: Difference) -> str:
    field = one.cell.field
    then, now = (printed_value(field, v).replace("\n", "") or "空" for v in (one.reported, one.cell.value))
    return f"{number_of(total, one.cell)} {field.printed_label} 上报 {then}，现在汇总是 {now}".replace(
        "\n", ""
    )


def _earlier(source: Source, period: str) -> str:
    """Return the name under which figures are kept that were reported and then reported anew: 2023-06.第1次.yaml."""
    folder = folder_of(source) / FOLDER
    names = (f"{period}.第{number}次.yaml" for number in count(1))
    return next(name for name in names if not (folder / name).exists())


def _put(source: Source, name: str, text: str) -> None:
    content = text.encode()
    if not isinstance(source, Path):
        source.write(f"{FOLDER}/{name}", content)
        return
    target = folder_of(source) / FOLDER / name
    try:
        put(target, content, temp=temp_path(target, digest(content)), durable=True)
    except FileInUse as error:
        message = "正被别的程序打开，没有写。请关闭后再运行一次。"
        raise ProblemsFound([Problem(code="SRC-001", message=message, where=str(target))]) from error
