"""Filing (立卷): everything of a campaign made for the archive, shared out into volumes, and the sheets of these."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.batch.files import Making, files_of
from generator.compose.volume_sheets import (
    COVER,
    LEDGER_COVER,
    SPINES,
    cover_page,
    described,
    ledger_cover,
    list_sheet,
    note_sheet,
    spine_label,
    volume_folder,
    volumes_sheet,
)
from generator.compose.volumes import volumes_of
from generator.dataclass import dataclass
from generator.derive.calendar import months_between
from generator.derive.hazard_history import hazards_on
from generator.derive.names import is_period, latest_period, months
from generator.model.campaign import Campaign
from generator.model.filing import FiledItem, Volume
from generator.model.form import Form
from generator.model.sheet import Description, Sheet
from generator.press import manifest
from generator.press.folder import Scope, open_folder
from generator.press.manifest import Entry
from generator.press.output import Output, safe_name
from generator.press.reading import description
from generator.problem import Problem, ProblemsFound, errors
from generator.sources.campaign import load
from generator.verbs.asking import BuildRequest
from generator.verbs.building import Progress
from generator.verbs.collecting import FOLDER, CollectRequest, collect, town_sheets
from generator.verbs.sheets import build
from generator.verbs.usage import UsageProblem, usable_campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A campaign ready for the archive (立好的卷): its volumes, their sheets, and the folder with the finished files."""

    campaign: Campaign
    forms: Mapping[str, Form]
    volumes: tuple[Volume, ...]
    sheets: tuple[Output, ...]
    problems: tuple[Problem, ...]


def file_campaign(source: Path, made: Path, jobs: int = 0, progress: Progress | None = None) -> Filed:
    """Make every sheet of a campaign, of all its months, as PDF/A below `made`; return its volumes and their sheets.

    Raises ProblemsFound when anything has errors: an archive has no gaps that nobody knows of.
    """
    loaded = load(source)
    campaign = usable_campaign(loaded)
    if errors(loaded.problems):
        raise ProblemsFound(loaded.problems)
    problems = _build_all(BuildRequest(source=source, target=made, jobs=jobs), campaign, progress)
    problems += _add_town_sheets(source, made, campaign)
    items = sorted(_items(made), key=lambda item: item.period)
    volumes = volumes_of(campaign, loaded.forms, items)
    sheets = tuple(_on_disk(made.with_name("sheets"), _sheets(campaign, loaded.forms, volumes)))
    return Filed(campaign=campaign, forms=loaded.forms, volumes=volumes, sheets=sheets, problems=problems)


def _on_disk(folder: Path, sheets: Iterator[Output]) -> Iterator[Output]:
    """Yield the sheets with their contents in files: a campaign of many units has hundreds of volumes."""
    for output in sheets:
        place = folder / output.path
        place.parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(output.content, bytes)
        place.write_bytes(output.content)
        yield replace(output, content=place)


def _build_all(request: BuildRequest, campaign: Campaign, progress: Progress | None) -> tuple[Problem, ...]:
    """Build the sheets of each month that has data, filled in; return what was found, each once."""
    found: dict[Problem, None] = {}
    for period in _months(campaign):
        asked = replace(
            request, formats=("pdf",), period=period, filling="filled", archive=True, print_files=False
        )
        found |= dict.fromkeys(build(asked, progress).problems)
    if errors(found):
        raise ProblemsFound(found)
    return tuple(found)


def _months(campaign: Campaign) -> Iterator[str]:
    """Yield the months from the first of the campaign to the last on which it has a return or a hazard."""
    first, end = months(campaign)
    days = (d for h in hazards_on(campaign) for d in (h.inspected_on, h.closed_on) if d)
    last = max((day.isoformat()[:7] for day in days), default=first)
    return months_between(first, max(latest_period(campaign), min(last, end)))


def _add_town_sheets(source: Path, made: Path, campaign: Campaign) -> tuple[Problem, ...]:
    """Add the town's totals and ledgers of each month reported on to what was made; return what was found."""
    problems = list[Problem]()
    for period in sorted({r.period for r in campaign.returns if is_period(campaign, r.period)}):
        try:
            result = collect(CollectRequest(source=source, period=period))
        except UsageProblem:  # there is nothing to be rolled up
            break
        sheets, found = town_sheets(result)
        outputs = list[Output]()
        for number, (form, sheet) in enumerate(sheets):
            making = Making(formats=("pdf",), archive=True, folder=FOLDER, order=number)
            files = files_of(replace(sheet, code=form.form), making, lambda wanted: None)
            outputs += files.outputs
            found += files.problems
        with open_folder(made) as folder:
            found += [p for output in outputs for p in folder.write(output).problems]
            scope = Scope(sheets=frozenset(), units=None, formats=frozenset(), periods=frozenset())
            problems += found + folder.finish(scope)
    if errors(problems):
        raise ProblemsFound(problems)
    return tuple(problems)


def _items(made: Path) -> Iterator[FiledItem]:
    """Yield the finished files in the order of printing, each as it describes itself."""
    with (made / manifest.MANIFEST_NAME).open("rb") as file:
        for entry in manifest.read(file):
            if entry.format == "pdf" and not entry.retired:
                yield _item(made, entry)


def _item(made: Path, entry: Entry) -> FiledItem:
    told = description(made / entry.file)
    return FiledItem(
        file=entry.file,
        sheet=entry.sheet,
        title=entry.title,
        author="、".join(told.author),
        number=next((word for word in told.keywords if "〔" in word), ""),
        dated_on=told.dated_on,
        pages=entry.pages or 1,
        unit=entry.unit,
        period=entry.period,
    )


def _sheets(campaign: Campaign, forms: Mapping[str, Form], volumes: Sequence[Volume]) -> Iterator[Output]:
    """Yield the files of all sheets of the volumes, each volume's in a folder of its own."""
    for volume in volumes:
        folder = volume_folder(volume)
        yield _cover(campaign, f"{folder}/案卷封面.pdf", volume)
        yield from _tables(list_sheet(campaign, volume), folder)
        yield from _tables(note_sheet(campaign, volume), folder)
    if volumes:
        yield from _tables(volumes_sheet(campaign, volumes), "")
        yield _spines(campaign, volumes)
    yield from _ledger_covers(campaign, forms, volumes)


def _tables(sheet: Sheet, folder: str) -> list[Output]:
    making = Making(formats=("pdf", "docx"), archive=True, folder=folder)
    return files_of(sheet, making, lambda wanted: None).outputs


def _cover(campaign: Campaign, path: str, volume: Volume) -> Output:
    from generator.render import covers

    told = described(campaign, f"案卷封面（{volume.title}）", volume.span[1])
    html = covers.render_covers([cover_page(campaign, volume)], told, campaign.settings.fangsong)
    return _output(path, COVER, told, html)


def _spines(campaign: Campaign, volumes: Sequence[Volume]) -> Output:
    from generator.render import covers

    told = described(campaign, "案卷脊背", max(volume.span[1] for volume in volumes))
    labels = [spine_label(campaign, volume) for volume in volumes]
    return _output(
        "案卷脊背.pdf", SPINES, told, covers.render_spines(labels, told, campaign.settings.fangsong)
    )


def _ledger_covers(
    campaign: Campaign, forms: Mapping[str, Form], volumes: Sequence[Volume]
) -> Iterator[Output]:
    """Yield the cover of each ledger of hazards that has sheets: what was found, and how each was put right."""
    from generator.render import covers

    for form in forms.values():
        own = [
            (v.retention, item) for v in volumes for item in v.items if item.sheet == form.form and item.unit
        ]
        if own and (form.each == "hazard" or form.rows_from == "hazards"):
            mine = [item for _, item in own]
            page = ledger_cover(campaign, form.short_title, mine, own[0][0])
            told = described(campaign, f"台账封面（{form.short_title}）", max(item.dated_on for item in mine))
            html = covers.render_covers([page], told, campaign.settings.fangsong)
            yield _output(f"台账封面/{safe_name(form.short_title)}.pdf", LEDGER_COVER, told, html)


def _output(path: str, code: str, told: Description, html: str) -> Output:
    from generator.press.disk import digest
    from generator.render import covers, pdf

    printed = pdf.render_pdf(html, archive=True)
    return Output(
        path=path,
        format="pdf",
        sheet=code,
        title=told.title,
        unit="",
        period="",
        template_digest=covers.template_digest(),
        data_digest=digest(html.encode()),
        order=0,
        archive=True,
        content=printed.content,
        pages=printed.pages,
    )
