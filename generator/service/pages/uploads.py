"""Uploads (上传): the workbook that a unit fills in, given out and taken in."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response

from generator.service.context import Asker, TheStore, Today, needs
from generator.service.looks import page
from generator.service.refusals import refuse
from generator.service.rights import Right
from generator.verbs.filling import Whose
from generator.verbs.uploading import UPLOAD_MAX, blank_workbook, take_upload

routes = APIRouter(include_in_schema=False, prefix="/c/{campaign}")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@routes.get("/workbook/{unit}/{period}.xlsx", dependencies=[needs(Right.SEE)])
def workbook(store: TheStore, unit: str, period: str) -> Any:
    """Give the workbook of a unit for a month."""
    name, content = blank_workbook(store, unit, period)
    head = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=WORKBOOK, headers=head)


@routes.post("/upload", dependencies=[needs(Right.FILL)])
def upload(
    request: Request,
    store: TheStore,
    person: Asker,
    today: Today,
    file: Annotated[UploadFile, File()],
    period: Annotated[str, Form(max_length=7)] = "",
) -> Any:
    """Take in a file that a unit filled in, as drafts."""
    unit = person.unit if person.role == "clerk" else ""
    content = file.file.read(UPLOAD_MAX + 1)
    whose = Whose(who=person.known_as, seen=0, on=today, said="" if unit else "代填：上传的表")
    found = take_upload(store, (file.filename or "", content), period, whose, unit)
    campaign = store.body().campaign
    if not found.drafts:
        refuse(request, found.problems[0].message if found.problems else "文件里没有报表，没有读入。")
    return page(
        request,
        "uploaded.html",
        status=200 if found.drafts else 422,
        found=found,
        labels={u.code: u.label for u in campaign.units} if campaign else {},
        titles={code: form.short_title for code, form in store.body().forms.items()},
        campaign_name=campaign.name if campaign else "",
    )
