"""Drawing a form (画表): a head in Excel is sent, the drawn sheet stands beside its columns, and is kept when right."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Request, UploadFile
from pydantic import Field

from generator.model.drawn import KINDS, Drawn, DrawnKind
from generator.model.form import FieldKind
from generator.service.context import Asker, Texts, TheStore, needs
from generator.service.looks import fragment, page
from generator.service.refusals import refuse
from generator.service.rights import Right
from generator.verbs import drawing, drawn_forms
from generator.verbs.serving import Desk, Store
from generator.verbs.usage import usable_campaign

routes = APIRouter(include_in_schema=False, prefix="/c/{campaign}/forms/draw")
Short = Annotated[str, Field(max_length=100)]


class SentRow(Texts):
    """What is said of one column (一栏)."""

    was: Short = ""
    label: Short = ""
    kind: FieldKind = "text"
    unit: Annotated[str, Field(max_length=10)] = ""
    width_mm: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)] = 0
    required: bool = False
    choices: list[Short] = Field(default_factory=list, max_length=200)
    group: Annotated[str, Field(max_length=300)] = ""


class SentForm(Texts):
    """What is said of a drawn form (改好的表)."""

    base: dict[str, Any]
    code: Annotated[str, Field(max_length=40)] = ""
    title: Annotated[str, Field(max_length=300)] = ""
    kind: DrawnKind = "ledger"
    orientation: Literal["portrait", "landscape"] = "portrait"
    size_pt: Annotated[float, Field(ge=6, le=22, allow_inf_nan=False)] = 12
    per_row: Annotated[int, Field(ge=1, le=4)] = 1
    used_by: list[Short] = Field(default_factory=list, max_length=50)
    notes: list[Annotated[str, Field(max_length=2000)]] = Field(default_factory=list, max_length=50)
    rows: list[SentRow] = Field(default_factory=list, max_length=drawn_forms.FIELDS_MAX)

    def changed(self) -> drawn_forms.Changed:
        """Return what was said."""
        said = {name: getattr(self, name) for name in type(self).model_fields if name not in ("rows",)}
        rows = tuple(
            drawn_forms.Row(**{**row.model_dump(), "choices": tuple(row.choices)}) for row in self.rows
        )
        return drawn_forms.Changed(
            **{**said, "used_by": tuple(self.used_by), "notes": tuple(filter(None, self.notes))}, rows=rows
        )


@routes.get("", dependencies=[needs(Right.EDIT)])
def show(request: Request, store: TheStore) -> Any:
    """Show where a head is sent."""
    return _page(request, store)


@routes.post("/upload", dependencies=[needs(Right.EDIT)])
def upload(
    request: Request,
    store: TheStore,
    file: Annotated[UploadFile, File()],
    kind: Annotated[Literal["", "ledger", "indicator_table", "record"], Form()] = "",
    used_by: Annotated[list[str], Form(max_length=50)] = [],  # noqa: B006
) -> Any:
    """Draw the forms of a workbook, and show the first that there is beside its columns."""
    content = file.file.read(drawing.HEAD_MAX + 1)
    asked = drawing.Asked(kind=kind or None, used_by=tuple(used_by))
    found = drawing.draw_forms((file.filename or "", content), asked)
    if not any(drawn.form for drawn in found):
        refuse(request, found[0].problems[0].message)
    return _page(request, store, found, file.filename or "", 200 if any(d.form for d in found) else 422)


def _page(
    request: Request, store: Store, found: tuple[Drawn, ...] = (), file: str = "", status: int = 200
) -> Any:
    campaign = usable_campaign(store.body())
    return page(
        request,
        "draw.html",
        status=status,
        found=found,
        file=file,
        campaign_name=campaign.name,
        unit_kinds=campaign.kinds,
        usual={kind for form in store.body().forms.values() for kind in form.used_by},
        kinds=KINDS,
        field_kinds=drawn_forms.KINDS_OF_FIELDS,
        rows_of=drawn_forms.rows_of,
        base_of=drawn_forms.base_of,
    )


@routes.post("/look", dependencies=[needs(Right.EDIT)])
def look(store: TheStore, sent: SentForm) -> Any:
    """Show how a form looks now, and what is wrong with it."""
    return _looked(drawn_forms.look(store, sent.changed()))


def _looked(found: drawn_forms.Look) -> dict[str, Any]:
    problems = [{"severity": p.severity, "message": f"{p.where} {p.message}".strip()} for p in found.problems]
    shown = fragment("drawn_sheet.html", sheet=found.content) if found.content else ""
    return {"problems": problems, "sheet": shown, "widths": [f.width_mm for f in found.form.columns]}


@routes.post("/keep", dependencies=[needs(Right.EDIT)])
def keep(store: TheStore, person: Asker, campaign: str, sent: SentForm) -> Any:
    """Keep a form in the campaign."""
    form = drawn_forms.keep(Desk(store, person.known_as), sent.changed())
    return {"told": f"“{form.short_title}”已存进行动。", "form": asdict(form)["form"], "to": f"/c/{campaign}"}
