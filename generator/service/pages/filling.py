"""Filling in (填报): the official table with its cells to type into, kept while typing, checked, handed in."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi import Form as FormField
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import Field

from generator.dataclass import dataclass
from generator.model.people import Person
from generator.service.context import Asker, Texts, TheStore, Today, needs
from generator.service.looks import page
from generator.service.rights import Right
from generator.service.wording import in_page_words
from generator.verbs import filling
from generator.verbs.filling import Opened, Remark, Typed, Which, Whose
from generator.verbs.serving import Changed, Store, reasons
from generator.verbs.usage import UsageProblem

Version = Annotated[int, FormField()]
Said = Annotated[str, FormField(max_length=500)]
routes = APIRouter(include_in_schema=False, prefix="/c/{campaign}/fill/{unit}/{form}/{period}")


class Sent(Texts):
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


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for (请求): which return of the campaign, by whom, on which day."""

    store: Store
    which: Which
    person: Person
    today: date

    def whose(self, seen: int, said: str = "") -> Whose:
        """Return who takes a step, seen at which version and why."""
        return Whose(who=self.person.known_as, seen=seen, on=self.today, said=said)


def _asked(store: TheStore, person: Asker, today: Today, unit: str, form: str, period: str) -> Asked:
    return Asked(store, Which(unit, form, period), person, today)


ThisReturn = Annotated[Asked, Depends(_asked)]


@routes.get("", dependencies=[needs(Right.FILL)])
def show(request: Request, asked: ThisReturn) -> Any:
    """Show the table as it stands."""
    opened = filling.open_form(asked.store, asked.which)
    return page(request, "fill.html", opened=opened, campaign_name=opened.campaign.name, state=_state(opened))


@routes.post("/look", dependencies=[needs(Right.FILL)])
def look(asked: ThisReturn, sent: Sent) -> Any:
    """Tell what is wrong with what is typed so far."""
    return {"remarks": shown(filling.look(asked.store, asked.which, sent.typed()))}


@routes.post("/keep", dependencies=[needs(Right.FILL)])
def keep(asked: ThisReturn, sent: Sent) -> Any:
    """Keep what is typed so far."""
    return _typed_in(asked, sent, filling.keep)


@routes.post("/hand-in", dependencies=[needs(Right.FILL)])
def hand_in(asked: ThisReturn, sent: Sent) -> Any:
    """Hand the table in; one with errors is kept and stays open."""
    return _typed_in(asked, sent, filling.hand_in)


def _typed_in(asked: Asked, sent: Sent, step: Callable[[Store, Which, Typed, Whose], Opened]) -> Any:
    whose = asked.whose(sent.version, _behalf(asked.person, sent))
    try:
        return _state(step(asked.store, asked.which, sent.typed(), whose))
    except Changed as error:
        return _overtaken(error)


@routes.post("/accept", dependencies=[needs(Right.REVIEW)])
def accept(request: Request, asked: ThisReturn, version: Version) -> Any:
    """Take a return."""
    return _reviewed(request, lambda: filling.accept(asked.store, asked.which, asked.whose(version)))


@routes.post("/send-back", dependencies=[needs(Right.REVIEW)])
def send_back(request: Request, asked: ThisReturn, version: Version, said: Said = "") -> Any:
    """Send a return back to its unit with a reason."""
    return _reviewed(request, lambda: filling.send_back(asked.store, asked.which, asked.whose(version, said)))


@routes.post("/correct", dependencies=[needs(Right.FILL)])
def correct(request: Request, asked: ThisReturn) -> Any:
    """Begin a correction of a return that was taken."""
    return _reviewed(request, lambda: filling.correct(asked.store, asked.which, asked.whose(0)))


def _reviewed(request: Request, step: Callable[[], Opened]) -> Any:
    """Take a step and show the table again; who was too late is told on it."""
    try:
        step()
    except Changed as error:
        raise UsageProblem(
            f"{error.by or '另一位用户'}刚刚改过这张表，没有做成。请返回、刷新后再看。"
        ) from error
    return RedirectResponse(request.url.path.rpartition("/")[0], 303)


def _behalf(person: Person, sent: Sent) -> str:
    """Return why somebody else fills in for a unit; a clerk of the unit need not say why."""
    if person.role == "clerk":
        return ""
    if not sent.said.strip():
        raise UsageProblem("代填要写明原因和依据，如：电话报来，原件在卷")
    return f"代填：{sent.said.strip()}"


def _overtaken(error: Changed) -> JSONResponse:
    message = f"{error.by or '另一位用户'}刚刚改过这张表，您的改动还没有存。请先复制要留的内容，再刷新页面。"
    return JSONResponse({"told": message}, 409)


def _state(opened: Opened) -> dict[str, Any]:
    kept = opened.kept
    said, reason = reasons(kept.state, kept.said) if kept is not None else ("", "")
    return {
        "version": opened.version,
        "standing": kept.state if kept is not None else "none",
        "open": opened.is_open,
        "said": said,
        "reason": reason,
        "by": kept.changed_by if kept is not None else "",
        "remarks": shown(opened.remarks),
    }


def shown(remarks: Iterable[Remark]) -> list[dict[str, Any]]:
    """Return remarks as a page or a program is told them."""
    return [asdict(r) | {"message": in_page_words(r.message)} for r in remarks]
