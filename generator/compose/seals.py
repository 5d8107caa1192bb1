"""Seals of a sheet (用印): whose seal it takes, what each presses, in how many copies (7.3.5)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.derive.seals import ISSUER, MARK, UNIT, role_of, sealing_of
from generator.model.campaign import Campaign
from generator.model.form import Box, Field, Form, Line
from generator.model.organ import Unit
from generator.model.seal import NO_SEALS, Holder, LinePart, SealSpot, SheetSeals
from generator.problem import Path

_COLON = "："
_BLANK = " \u3000_"


def document_seals(campaign: Campaign) -> SheetSeals:
    """Return the seals of the campaign's notice: on each organ's signature, or on the date where none stands."""
    notice = campaign.notice
    if notice is None or sealing_of(notice) != "sealed":
        return NO_SEALS
    organs = notice.signature or (campaign.issuer.name,)
    spots = [
        SealSpot(
            key=f"seal-{name}",
            holder=_organ(campaign, name),
            kind="signature",
            path=("notice", "signature", i),
        )
        for i, name in enumerate(notice.signature)
    ]
    by_date = SealSpot(key="seal-date", holder=_organ(campaign, organs[0]), kind="date")
    copies = campaign.paperwork.copies if campaign.paperwork else None
    return SheetSeals(
        spots=tuple(spots) or (by_date,),
        straddle=_organ(campaign, organs[0]) if notice.straddle_seal else None,
        copies=copies or 1,
    )


def table_seals(
    campaign: Campaign, form: Form, unit: Unit | None, lines: tuple[Sequence[Line], Sequence[Line]]
) -> SheetSeals:
    """Return the seals of a form's sheet; `lines` are those above and below its table, as they print.

    The blank form that the issuer hands out is sealed by nobody yet; its own papers and lists are its to seal.
    """
    if unit is None and not (form.is_paper or form.rows_from == "list"):
        return NO_SEALS
    owner = _unit(campaign, unit) if unit else _organ(campaign, campaign.issuer.name)
    sealers = {UNIT: owner, ISSUER: _organ(campaign, campaign.issuer.name)}
    at = _path(campaign, form)
    spots = [
        *_line_spots(campaign, sealers, (form.above, lines[0], "above")),
        *_line_spots(campaign, sealers, (form.below, lines[1], "below")),
        *_box_spots(campaign, form, sealers, at),
    ]
    straddle = owner if form.straddle_seal else None
    copies = 1 if form.print_holder else form.copies  # each holder's copy is a sheet of its own
    return SheetSeals(spots=tuple(spots), straddle=straddle, copies=copies)


def box_key(field: Field, index: int) -> str:
    """Return the id of what a seal presses in a box of a field."""
    return f"seal-{field.name}-{index}"


def _line_spots(
    campaign: Campaign, sealers: dict[str, Holder], lines: tuple[Sequence[Line], Sequence[Line], str]
) -> Iterator[SealSpot]:
    asked, printed, where = lines
    for i, (line, words) in enumerate(zip(asked, printed, strict=False)):
        if line.seal_of:
            spot = SealSpot(
                key=f"seal-{where}-{i}", holder=_holder(campaign, line.seal_of, sealers), kind="line", line=i
            )
            yield _on_words(spot, words)


def _on_words(spot: SealSpot, line: Line) -> SealSpot:
    """Return the spot with the words it presses, in the part of the line that bears the mark, else the first."""
    parts: dict[LinePart, str] = {"left": line.left, "center": line.center, "right": line.right}
    marked = [name for name, text in parts.items() if MARK.search(text)]
    written = [name for name, text in parts.items() if text.strip(_BLANK)]
    part: LinePart = next(iter(marked or written), "left")
    text = parts[part]
    start, end = _pressed(text)
    return replace(spot, part=part, before=text[:start], pressed=text[start:end], after=text[end:])


def _pressed(text: str) -> tuple[int, int]:
    """Return which of the words a seal presses: the name after the colon, or else the mark （盖章）, or all."""
    _, colon, name = text.partition(_COLON)
    mark = MARK.search(text)
    if not (colon and name.strip(_BLANK)) and mark:
        return mark.span()
    words = name if colon and name.strip(_BLANK) else text
    start = len(text) - len(words.lstrip(_BLANK))
    return (start, start + len(words.strip(_BLANK))) if words.strip(_BLANK) else (0, len(text))


def _box_spots(campaign: Campaign, form: Form, sealers: dict[str, Holder], at: Path) -> Iterator[SealSpot]:
    fields = ((g, f, field) for g, group in enumerate(form.groups) for f, field in enumerate(group.fields))
    for g, f, field in fields:
        for i, box in ((i, box) for i, box in enumerate(field.boxes) if box.seal):
            spot = SealSpot(
                key=box_key(field, i),
                holder=_holder(campaign, role_of(field, box), sealers),
                kind="box",
                label=field.printed_label.replace("\n", ""),
                path=(*at, "groups", g, "fields", f) if at else (),
            )
            yield _on_mark(spot, box)


def _on_mark(spot: SealSpot, box: Box) -> SealSpot:
    """Return the spot on the line of the box that bears the mark （盖章）, its last line when none does."""
    marked = [i for i, line in enumerate(box.lines) if MARK.search(line.left + line.center + line.right)]
    number = marked[0] if marked else len(box.lines) - 1
    words = box.lines[number] if box.lines else Line()
    return replace(_on_words(spot, words), line=number)


def _holder(campaign: Campaign, sealer: str, sealers: dict[str, Holder]) -> Holder:
    return sealers.get(sealer) or Holder(name=sealer, kind="role", mm=campaign.settings.seal_mm)


def _organ(campaign: Campaign, name: str) -> Holder:
    return Holder(name=name, kind="organ", mm=campaign.settings.seal_mm)


def _unit(campaign: Campaign, unit: Unit) -> Holder:
    return Holder(name=unit.name, kind="unit", mm=campaign.settings.unit_seal_mm)


def _path(campaign: Campaign, form: Form) -> Path:
    """Return where the data defines a form's groups, nowhere when they are the catalogue's."""
    for i, use in enumerate(campaign.forms):
        if use.form == form.form and use.groups is not None:
            return ("forms", i)
    own = (("definitions", i) for i, defined in enumerate(campaign.definitions) if defined.form == form.form)
    return next(own, ())
