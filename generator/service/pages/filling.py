"""Filling in (填报): the official table with its cells to type into, kept while typing, checked, handed in."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from generator.service.context import Asker, TheStore, Today, needs
from generator.service.looks import page
from generator.service.rights import Right
from generator.verbs import filling
from generator.verbs.filling import Opened, Typed, Which, Whose
from generator.verbs.serving import Changed

routes = APIRouter(include_in_schema=False, prefix="/c/{campaign}/fill/{unit}/{form}/{period}")


class Sent(BaseModel):
    """What a page sends (录入): the entries by their keys, seen at a version."""

    version: int = 0
    values: dict[str, str] = Field(default_factory=dict, max_length=500)
    rows: list[dict[str, str]] = Field(default_factory=list, max_length=filling.ROWS_MAX)
    filled_by: str = Field("", max_length=100)
    reviewed_by: str = Field("", max_length=100)
    said: str = Field("", max_length=500)

    def typed(self) -> Typed:
        """Return what was typed."""
        return Typed(
            values=self.values, rows=self.rows, filled_by=self.filled_by, reviewed_by=self.reviewed_by
        )


@routes.get("", dependencies=[needs(Right.FILL)])
def show(request: Request, store: TheStore, unit: str, form: str, period: str) -> Any:
    """Show the table as it stands."""
    opened = filling.open_form(store, Which(unit, form, period))
    return page(
        request,
        "fill.html",
        opened=opened,
        campaign_name=opened.campaign.name,
        state=_state(opened),
    )


@routes.post("/look", dependencies=[needs(Right.FILL)])
def look(store: TheStore, unit: str, form: str, period: str, sent: Sent) -> Any:
    """Tell what is wrong with what is typed so far."""
    return {"remarks": [asdict(r) for r in filling.look(store, Which(unit, form, period), sent.typed())]}


@routes.post("/keep", dependencies=[needs(Right.FILL)])
def keep(store: TheStore, unit: str, form: str, period: str, sent: Sent, person: Asker, today: Today) -> Any:
    """Keep what is typed so far."""
    whose = Whose(who=person.known_as, seen=sent.version, on=today, said=_behalf(person, sent))
    try:
        return _state(filling.keep(store, Which(unit, form, period), sent.typed(), whose))
    except Changed as error:
        return _overtaken(error)


@routes.post("/hand-in", dependencies=[needs(Right.FILL)])
def hand_in(
    store: TheStore, unit: str, form: str, period: str, sent: Sent, person: Asker, today: Today
) -> Any:
    """Hand the table in; one with errors is kept and stays open."""
    whose = Whose(who=person.known_as, seen=sent.version, on=today, said=_behalf(person, sent))
    try:
        return _state(filling.hand_in(store, Which(unit, form, period), sent.typed(), whose))
    except Changed as error:
        return _overtaken(error)


def _behalf(person: Any, sent: Sent) -> str:
    """Return why somebody else fills in for a unit; a clerk of the unit need not say why."""
    if person.role == "clerk":
        return ""
    if not sent.said.strip():
        raise filling.UsageProblem("代填要写明原因和依据，如：电话报来，原件在卷")
    return f"代填：{sent.said.strip()}"


def _overtaken(error: Changed) -> JSONResponse:
    message = f"{error.by or '另一位用户'}刚刚改过这张表，您的改动还没有存。请先复制要留的内容，再刷新页面。"
    return JSONResponse({"told": message}, 409)


def _state(opened: Opened) -> dict[str, Any]:
    kept = opened.kept
    return {
        "version": opened.version,
        "standing": kept.state if kept is not None else "none",
        "open": opened.is_open,
        "said": kept.said if kept is not None else "",
        "by": kept.changed_by if kept is not None else "",
        "remarks": [asdict(r) for r in opened.remarks],
    }
