"""The editor (编辑): texts, units, forms and duties page by page with the live page beside, put in force at once."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from generator.model.editing import FORM
from generator.service.context import Asker, Texts, TheStore, needs
from generator.service.looks import page
from generator.service.refusals import refuse
from generator.service.rights import Right
from generator.sources.editing import Row, Shown
from generator.verbs import editing, editing_files, editing_versions
from generator.verbs.editing_page import live, live_picture
from generator.verbs.serving import Changed, Desk
from generator.verbs.uploading import UPLOAD_MAX
from generator.verbs.usage import UsageProblem

routes = APIRouter(include_in_schema=False, prefix="/c/{campaign}/edit")
Words = Annotated[str, Query(max_length=100)]
Digest = Annotated[str, Query(max_length=40)]
Seen = Annotated[str, Form(max_length=40)]
ZIP = "application/zip"
Result = TypeVar("Result")
LONG, LONG_MM = ("lines", "steps"), 60  # kinds and widths of cells that are boxes of several lines
PIXELS_PER_MM = 3.2


class SentRow(BaseModel):
    """A row that a page sends (一行)."""

    cells: dict[str, str] = Field(max_length=100)
    was: int | None = None


class Sent(Texts):
    """What a page of the editor sends (录入): items, rows and texts by their keys, seen at a state."""

    seen: str = Field(max_length=40)
    items: dict[str, str] = Field(default_factory=dict, max_length=200)
    rows: list[SentRow] = Field(default_factory=list, max_length=editing.ROWS_MAX)
    texts: dict[str, list[str]] = Field(default_factory=dict, max_length=10)

    def typed(self) -> Shown:
        """Return what was typed."""
        return Shown(
            items=self.items,
            rows=tuple(Row(cells=row.cells, was=row.was) for row in self.rows),
            texts={key: tuple(lines) for key, lines in self.texts.items()},
        )


@routes.get("", dependencies=[needs(Right.EDIT)])
def show(request: Request, store: TheStore, person: Asker) -> Any:
    """Show what is not in force yet, the campaign's earlier states, and its files to be fetched and sent."""
    desk = Desk(store, person.known_as)
    return _overview(request, desk)


def _overview(request: Request, desk: Desk, status: int = 200, **more: Any) -> Any:
    state = editing.open_section(desk, "basics")
    return page(
        request,
        "edits.html",
        status=status,
        campaign_name=state.shown.items["name"],
        state=state,
        forms=[s for s in state.sections if s.is_form],
        pages=[s for s in state.sections if not s.is_form],
        pending=editing.pending(desk),
        versions=editing_versions.versions(desk),
        **{"told": "", "problems": (), **more},
    )


@routes.post("/publish", dependencies=[needs(Right.EDIT)])
def publish(request: Request, store: TheStore, person: Asker, seen: Seen) -> Any:
    """Put the draft in force."""
    return _done(request, lambda: editing.publish(Desk(store, person.known_as), seen, person.known_as))


@routes.post("/discard", dependencies=[needs(Right.EDIT)])
def discard(request: Request, store: TheStore, person: Asker) -> Any:
    """Throw the draft away."""
    return _done(request, lambda: editing.discard(Desk(store, person.known_as), person.known_as))


@routes.post("/restore/{number}", dependencies=[needs(Right.EDIT)])
def restore(request: Request, store: TheStore, person: Asker, number: int) -> Any:
    """Take an earlier state of the campaign as the draft."""
    desk = Desk(store, person.known_as)
    return _done(request, lambda: editing_versions.restore(desk, number, person.known_as))


def _done(request: Request, step: Callable[[], object]) -> Any:
    _unless_changed(step)
    return RedirectResponse(f"{request.url.path.partition('/edit')[0]}/edit", 303)


def _unless_changed(step: Callable[[], Result]) -> Result:
    """Take a step; who was too late is told."""
    try:
        return step()
    except Changed as error:
        who = error.by or "另一位用户"
        raise UsageProblem(f"{who}刚刚改过，没有做成。请返回、刷新，看过改动以后再做。") from error


@routes.post("/upload", dependencies=[needs(Right.EDIT)])
def upload(
    request: Request, store: TheStore, person: Asker, file: Annotated[list[UploadFile], File(max_length=20)]
) -> Any:
    """Take files of a campaign in as the draft: 活动.xlsx, 正文.docx, YAML or a zip of them."""
    desk = Desk(store, person.known_as)
    sent = [(one.filename or "", one.file.read(UPLOAD_MAX + 1)) for one in file]
    found = _unless_changed(lambda: editing_files.take_files(desk, sent, person.known_as))
    if found.taken and not found.problems:
        return RedirectResponse(request.url.path.removesuffix("/upload"), 303)
    if found.taken:
        return _overview(request, desk, problems=found.problems)
    refuse(request, told := "没有读入：请改正下面各处再传。")
    return _overview(request, desk, 422, told=told, problems=found.problems)


@routes.get("/campaign.zip", dependencies=[needs(Right.EDIT)])
def fetch_yaml(store: TheStore, person: Asker) -> Any:
    """Give the campaign's data files."""
    return _zip(*editing_files.data_zip(Desk(store, person.known_as)))


@routes.get("/office.zip", dependencies=[needs(Right.EDIT)])
def fetch_office(store: TheStore, person: Asker) -> Any:
    """Give the campaign as office files."""
    return _zip(*editing_files.office_zip(Desk(store, person.known_as)))


def _zip(name: str, content: bytes) -> Response:
    head = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=ZIP, headers=head)


@routes.get("/{section}", dependencies=[needs(Right.EDIT)])
def show_section(request: Request, store: TheStore, person: Asker, section: str) -> Any:
    """Show a section to be edited."""
    opened = editing.open_section(Desk(store, person.known_as), section)
    basics = store.body().campaign
    return page(
        request,
        "edit.html",
        opened=opened,
        state=_state(opened),
        forms=[s for s in opened.sections if s.is_form],
        pages=[s for s in opened.sections if not s.is_form],
        long=(LONG, LONG_MM),
        campaign_name=basics.name if basics else "",
        form_code=section.removeprefix(FORM),
    )


@routes.post("/{section}", dependencies=[needs(Right.EDIT)])
def keep(store: TheStore, person: Asker, section: str, sent: Sent) -> Any:
    """Keep what was typed in the draft."""
    desk = Desk(store, person.known_as)
    try:
        opened = editing.keep_section(desk, section, sent.typed(), sent.seen, person.known_as)
        return _standing(opened) | _otherwise(opened, sent)
    except Changed as error:
        message = (
            f"{error.by or '另一位用户'}刚刚改过这一页，您的改动没有存。请先复制要留的内容，再刷新页面。"
        )
        return JSONResponse({"told": message}, 409)


@routes.get("/{section}/live", dependencies=[needs(Right.EDIT)])
def show_live(store: TheStore, person: Asker, section: str, row: int = 0, words: Words = "") -> Any:
    """Tell of the live page how many pages it has, and where some words stand on it."""
    return asdict(live(Desk(store, person.known_as), section, row, words))


@routes.get("/{section}/live/{number}.png", dependencies=[needs(Right.EDIT)])
def show_picture(
    store: TheStore, person: Asker, section: str, number: int, row: int = 0, v: Digest = ""
) -> Any:
    """Give a page of the live sheet as a picture; `v` is the digest that it was told with."""
    return Response(
        live_picture(Desk(store, person.known_as), section, row, number, v),
        media_type="image/png",
        headers={"Cache-Control": "private, max-age=600"},
    )


def _standing(opened: editing.Page) -> dict[str, Any]:
    return {"seen": opened.seen, "draft": opened.is_draft, "told": [asdict(t) for t in opened.told]}


def _otherwise(opened: editing.Page, sent: Sent) -> dict[str, Any]:
    """Return items and cells that came out otherwise than typed, in the usual form; all rows where they are not as many."""
    shown = opened.shown
    items = {key: shown.items[key] for key, text in sent.items.items() if shown.items.get(key, text) != text}
    if len(sent.rows) != len(shown.rows):
        return {"items": items, "rows": [asdict(row) for row in shown.rows]}
    cells = [
        (i, key, row.cells[key])
        for i, (row, typed) in enumerate(zip(shown.rows, sent.rows, strict=True))
        for key, text in typed.cells.items()
        if row.cells.get(key, text) != text
    ]
    return {"items": items, "cells": cells}


def _state(opened: editing.Page) -> dict[str, Any]:
    columns = opened.section.rows.columns if opened.section.rows else ()
    return _standing(opened) | {
        "rows": [asdict(row) for row in opened.shown.rows],
        "texts": opened.shown.texts,
        "columns": [
            {
                "key": ".".join(c.key),
                "label": c.label,
                "hint": c.hint,
                "width": round(c.width_mm * PIXELS_PER_MM),
                "long": c.kind in LONG or c.width_mm >= LONG_MM,
                "choices": opened.choices.get(".".join(c.key), ()),
            }
            for c in columns
        ],
    }
