"""Sheets of a volume (案卷的表): list of its documents (卷内文件目录), note at its end (备考表), cover, spine.

GB/T 9705-2008: 3.2 soft cover on A4, 3.1.4 and 3.3 spines, 4.3 and 4.4 list, 5.2 note; dates as DA/T 22-2015, 5.5.
Covers of ledgers (台账封面) follow no standard.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from generator.compose.papers import Paper
from generator.compose.table import Facts, table_content
from generator.compose.volumes import VOLUME_DIGITS, filing_of, spine_mm, volume_code, year_of
from generator.compose.wording import printed_date, printed_month
from generator.model.campaign import Campaign
from generator.model.filing import CoverPage, FiledItem, SpineLabel, Volume
from generator.model.form import Box, Field, Form, Group, Line, Page, Widths
from generator.model.sheet import Description, Sheet

LIST, VOLUMES, NOTE = "volume-list", "volumes", "volume-note"
COVER, SPINES, LEDGER_COVER = "volume-cover", "volume-spines", "ledger-cover"
CODES = frozenset({LIST, VOLUMES, NOTE, COVER, SPINES, LEDGER_COVER})
LIST_TITLE, VOLUMES_TITLE, NOTE_TITLE = "卷内文件目录", "案卷目录", "卷内备考表"
SAID_MM, LATER_MM, SIGNED_MM = 60.0, 100.0, 30.0
SIGNED_EM = 12.0
COLUMNS = (  # 4.3, in this order
    Field(name="serial", label="顺序号", width_mm=14.0, source="serial"),
    Field(name="number", label="文号", width_mm=36.0, source="number"),
    Field(name="author", label="责任者", width_mm=25.0, source="author"),
    Field(name="title", label="题名", width_mm=37.0, source="title", align="left"),
    Field(name="dated_on", label="日期", width_mm=20.0, source="dated_on"),
    Field(name="page", label="页号", width_mm=14.0, source="page"),
    Field(name="remark", label="备注", width_mm=10.0, source="remark"),
)
VOLUME_COLUMNS = (
    Field(name="number", label="案卷号", width_mm=16.0, source="number"),
    Field(name="title", label="案卷题名", width_mm=52.0, source="title", align="left"),
    Field(name="year", label="年度", width_mm=13.0, source="year"),
    Field(name="span", label="起止日期", width_mm=24.0, source="span"),
    Field(name="items", label="件数", width_mm=12.0, source="items"),
    Field(name="pages", label="页数", width_mm=12.0, source="pages"),
    Field(name="retention", label="保管期限", width_mm=17.0, source="retention"),
    Field(name="remark", label="备注", width_mm=10.0, source="remark"),
)


def list_sheet(campaign: Campaign, volume: Volume) -> Sheet:
    """Return the list of the documents in a volume."""
    form = _list_form(LIST, LIST_TITLE, COLUMNS, _numbered(campaign, volume))
    told = described(campaign, f"{LIST_TITLE}（{volume.title}）", volume.span[1])
    return _sheet(campaign, form, Paper({}, tuple(_rows(volume))), told)


def volumes_sheet(campaign: Campaign, volumes: Sequence[Volume]) -> Sheet:
    """Return the list of all volumes (案卷目录), by which the archive takes them over."""
    filing = filing_of(campaign)
    codes = (("全宗号", filing.fonds_number), ("目录号", filing.catalogue_number))
    above = Line(
        left=campaign.issuer.name, right="　".join(f"{name}：{code}" for name, code in codes if code)
    )
    form = _list_form(VOLUMES, VOLUMES_TITLE, VOLUME_COLUMNS, above)
    rows = tuple(_volume_row(campaign, volume) for volume in volumes)
    told = described(campaign, VOLUMES_TITLE, max(volume.span[1] for volume in volumes))
    return _sheet(campaign, form, Paper({}, rows), told)


def _volume_row(campaign: Campaign, volume: Volume) -> Mapping[str, str]:
    return {
        "number": _volume_number(volume),
        "title": volume.title,
        "year": str(year_of(campaign)),
        "span": "—".join(dict.fromkeys(f"{day:%Y%m%d}" for day in volume.span)),
        "items": str(len(volume.items)),
        "pages": str(volume.pages),
        "retention": volume.retention,
        "remark": "",
    }


def _list_form(code: str, title: str, columns: tuple[Field, ...], above: Line) -> Form:
    return Form(
        schema=1,
        form=code,
        kind="ledger",
        title=title,
        short_title=title,
        each="issuer",
        page=Page(size_pt=10.5, min_size_pt=9.0, row_height_mm=11.0),
        above=(above,),
        columns=columns,
        fill_page=True,
    )


def _numbered(campaign: Campaign, volume: Volume) -> Line:
    return Line(left=f"档号：{volume_code(campaign, volume)}", right=f"案卷号：{_volume_number(volume)}")


def _rows(volume: Volume) -> Iterator[Mapping[str, str]]:
    """Yield what prints of each item: the page on which it begins, of the last one where it ends too (4.4)."""
    last = len(volume.items)
    for n, (item, first) in enumerate(zip(volume.items, volume.first_pages, strict=True), 1):
        yield {
            "serial": str(n),
            "number": item.number,
            "author": item.author,
            "title": item.title,
            "dated_on": f"{item.dated_on:%Y%m%d}",
            "page": f"{first}—{first + item.pages - 1}" if n == last else str(first),
            "remark": "",
        }


def note_sheet(campaign: Campaign, volume: Volume) -> Sheet:
    """Return the note at a volume's end: what is to be said of it, who filed it and who looked it through (5.2)."""
    filing = filing_of(campaign)
    lines = (
        ("立卷人", filing.filed_by),
        ("检查人", filing.checked_by),
        ("立卷时间", printed_date(filing.filed_on) or "　　年　　月　　日"),
    )
    signed = tuple(Line(right=_padded(f"{label}：{text}")) for label, text in lines)
    form = Form(
        schema=1,
        form=NOTE,
        kind="record",
        title=NOTE_TITLE,
        short_title=NOTE_TITLE,
        each="issuer",
        page=Page(per_row=1, size_pt=14.0, min_size_pt=10.5, row_height_mm=10.0),
        widths=Widths(number=0, label=24.0),
        above=(_numbered(campaign, volume),),
        groups=(
            Group(
                fields=(
                    Field(
                        name="said", label="本卷情况\n说明", source="said", height_mm=SAID_MM, align="left"
                    ),
                    Field(name="later", label="立卷以后\n的情况", source="later", height_mm=LATER_MM),
                    Field(
                        name="signed",
                        label="签字",
                        kind="seal_place",
                        height_mm=SIGNED_MM,
                        boxes=(Box(lines=signed),),
                    ),
                )
            ),
        ),
    )
    told = described(campaign, f"{NOTE_TITLE}（{volume.title}）", volume.span[1])
    return _sheet(campaign, form, Paper({"said": _said(campaign, volume), "later": ""}), told)


def _padded(text: str) -> str:
    """Return a text made as wide as the widest of those that stand below each other."""
    ems = sum(0.5 if char.isascii() else 1.0 for char in text)
    return text + "　" * round(SIGNED_EM - ems)


def _said(campaign: Campaign, volume: Volume) -> str:
    counted = f"本卷共{len(volume.items)}件，{volume.pages}页，文件形成于{_span(*volume.span)}。"
    electronic = "各件的电子文件（PDF/A）和摘要（SHA-256）见归档包。"
    missing = "、".join(f"{printed_month(period)}{name}{count}件" for name, period, count in volume.lacking)
    lacking = f"各单位没有报送、卷内没有的：{missing}。" if missing else ""
    return "\n".join(filter(None, (counted, electronic, lacking, filing_of(campaign).remark)))


def _sheet(campaign: Campaign, form: Form, paper: Paper, told: Description) -> Sheet:
    return Sheet(
        code=form.form,
        name=form.short_title,
        unit="",
        folder=campaign.issuer.name,
        description=told,
        content=table_content(campaign, form, Facts(paper=paper)).content,
        filled=True,
        two_sided=campaign.settings.two_sided,
        fangsong=campaign.settings.fangsong,
    )


def described(campaign: Campaign, title: str, dated_on: date) -> Description:
    """Return the description of a sheet that belongs to the filing."""
    day = filing_of(campaign).filed_on or dated_on
    return Description(
        title=title, author=(campaign.issuer.name,), subject=campaign.name, keywords=(), dated_on=day
    )


def volume_folder(volume: Volume) -> str:
    """Return the name of the folder that a volume's sheets lie in."""
    return f"案卷{_volume_number(volume)}"


def cover_page(campaign: Campaign, volume: Volume) -> CoverPage:
    """Return the cover of a volume with the items of 3.1.2 in order; what the archive gives later stays open."""
    filing = filing_of(campaign)
    first, last = volume.span
    return CoverPage(
        kind="volume",
        organ=campaign.issuer.name,
        category=filing.category,
        title=volume.title,
        facts=(
            ("时间", f"自{_month(first)}至{_month(last)}"),
            ("保管期限", volume.retention),
            ("件、页数", f"本卷共{len(volume.items)}件{volume.pages}页"),
            ("归档号", ""),
        ),
        codes=_codes(campaign, volume),
    )


def ledger_cover(campaign: Campaign, title: str, items: Sequence[FiledItem], retention: str) -> CoverPage:
    """Return the cover of a ledger (台账封面): whose it is, which year's, from when to when, how many sheets."""
    days = [item.dated_on for item in items]
    filing = filing_of(campaign)
    return CoverPage(
        kind="ledger",
        organ=campaign.issuer.name,
        category=campaign.name,
        title=title,
        facts=(
            ("年度", f"{year_of(campaign)}年"),
            ("起止日期", _span(min(days), max(days))),
            ("件、页数", f"共{len(items)}件{sum(item.pages for item in items)}页"),
            ("填写人", ""),
            ("负责人", ""),
        ),
        codes=(("全宗号", filing.fonds_number), ("年度", str(year_of(campaign))), ("保管期限", retention)),
    )


def spine_label(campaign: Campaign, volume: Volume) -> SpineLabel:
    """Return the label of a volume's spine: its code, year, title and retention (3.1.4)."""
    parts = (("年度", str(year_of(campaign))), ("保管期限", volume.retention))
    return SpineLabel(
        width_mm=spine_mm(campaign, volume), title=volume.title, parts=(*_codes(campaign, volume), *parts)
    )


def _codes(campaign: Campaign, volume: Volume) -> tuple[tuple[str, str], ...]:
    filing = filing_of(campaign)
    return (
        ("全宗号", filing.fonds_number),
        ("目录号", filing.catalogue_number),
        ("案卷号", _volume_number(volume)),
    )


def _volume_number(volume: Volume) -> str:
    return f"{volume.number:0{VOLUME_DIGITS}}"


def _span(first: date, last: date) -> str:
    return printed_date(first) if first == last else f"{printed_date(first)}至{printed_date(last)}"


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"
