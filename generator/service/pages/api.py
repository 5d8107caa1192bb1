"""API for programs (程序接口): a unit's token reads and hands in its returns; a session may use it too.

What it takes and answers stands in /openapi.json, in Chinese; every refusal has one shape and says what to do.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Security
from fastapi.responses import JSONResponse
from fastapi.security import APIKeyCookie, HTTPBearer
from pydantic import BaseModel, Field

from generator.derive.entries import row_entries, value_entries
from generator.service.context import COOKIE, Asker, Texts, TheOffice, TheStore, Today, needs
from generator.service.pages.filling import ThisReturn, shown
from generator.service.rights import Right
from generator.verbs import filling
from generator.verbs.filling import Opened, Typed, key_of
from generator.verbs.organs import known_campaigns
from generator.verbs.overviewing import overview
from generator.verbs.serving import Changed
from generator.verbs.usage import UsageProblem

TOKEN = HTTPBearer(auto_error=False, description="单位的令牌，由管理员发给：Authorization: Bearer gw_…")
SESSION = APIKeyCookie(
    name=COOKIE, auto_error=False, description="登录以后的网页；要改数据的，另带页面的 X-Form-Token"
)
routes = APIRouter(prefix="/api/v1", tags=["报送"], dependencies=[Security(TOKEN), Security(SESSION)])
Month = Annotated[str, Query(max_length=7, description="所报月份，如 2023-06；不写就是最近要报的月份")]
PLACE = "/campaigns/{campaign}/returns/{unit}/{form}/{period}"


class CampaignShown(BaseModel):
    """A campaign: its code and name."""

    code: str
    name: str


class ReturnStanding(BaseModel):
    """How a return stands."""

    unit: str
    form: str
    period: str
    standing: str = Field(
        description="none 未填、draft 填写中、submitted 已报、sent_back 已退回、accepted 已收"
    )
    late_days: int
    version: int


class RemarkShown(BaseModel):
    """What is said of an entry: `key` names it, empty for the whole table."""

    key: str
    message: str
    severity: str


class ReturnShown(BaseModel):
    """A return with its values by key, as they are typed in."""

    unit: str
    form: str
    period: str
    standing: str
    version: int
    values: dict[str, str]
    rows: list[dict[str, str]]
    filled_by: str
    reviewed_by: str
    remarks: list[RemarkShown]


class ReturnSent(Texts):
    """Values to be kept or handed in; `version` is that of the return as it was read, 0 for a new one."""

    version: int = Field(0, strict=True)
    values: dict[str, str] = Field(default_factory=dict, max_length=500)
    rows: list[dict[str, str]] = Field(default_factory=list, max_length=filling.ROWS_MAX)
    filled_by: str = Field("", max_length=100)
    reviewed_by: str = Field("", max_length=100)
    submit: bool = Field(False, description="报出；有错的不报出，照存，问题在 remarks 里")
    reason: str = Field("", max_length=500, description="代填的原因和依据；单位自己的令牌不用写")


class EntryShown(BaseModel):
    """An entry of a form: its key, label, unit and kind."""

    key: str
    label: str
    unit: str
    kind: str
    required: bool
    choices: list[str]


class Refusal(BaseModel):
    """Why a request was refused."""

    told: str = Field(description="哪里不对、怎么办")


_WHY = {
    400: "网址或内容不合格式",
    401: "没有令牌，或令牌不对、已收回",
    403: "不是本单位的，或没有这个权限",
    404: "没有这个行动",
    409: "别人改过这份数据，没有存",
    413: "内容太大",
    422: "内容有错，没有做",
}
REFUSALS: dict[int | str, dict[str, Any]] = {
    code: {"model": Refusal, "description": why} for code, why in _WHY.items()
}


@routes.get("/campaigns", dependencies=[needs(Right.SIGNED_IN)], responses=REFUSALS)
def campaigns(office: TheOffice, asker: Asker) -> list[CampaignShown]:
    """看得到的行动。"""
    return [CampaignShown(code=known.code, name=known.name) for known in known_campaigns(office, asker)]


@routes.get("/campaigns/{campaign}/forms/{form}", dependencies=[needs(Right.SEE)], responses=REFUSALS)
def entries(store: TheStore, form: str) -> list[EntryShown]:
    """一张表的填报项。"""
    found = store.body().forms.get(form)
    if found is None:
        raise UsageProblem("没有这张表")
    return [
        EntryShown(
            key=key_of(e),
            label=e.label,
            unit=e.unit,
            kind=e.kind,
            required=e.required,
            choices=list(e.choices),
        )
        for e in (*value_entries(found), *row_entries(found))
    ]


@routes.get("/campaigns/{campaign}/returns", dependencies=[needs(Right.SEE)], responses=REFUSALS)
def returns(store: TheStore, person: Asker, today: Today, period: Month = "") -> list[ReturnStanding]:
    """一个月里各单位的报送情况；单位的令牌只见本单位。"""
    found = overview(store, today, period, person.unit if person.role == "clerk" else "")
    return [
        ReturnStanding(
            unit=line.unit.code,
            form=line.form.form,
            period=found.period,
            standing=line.standing,
            late_days=line.late_days,
            version=line.kept.version if line.kept is not None else 0,
        )
        for line in found.lines
    ]


@routes.get(PLACE, dependencies=[needs(Right.FILL)], responses=REFUSALS)
def one(asked: ThisReturn) -> ReturnShown:
    """一份报送数据。"""
    return _shown(filling.open_form(asked.store, asked.which))


@routes.put(PLACE, dependencies=[needs(Right.FILL)], responses=REFUSALS, response_model=ReturnShown)
def put(asked: ThisReturn, sent: ReturnSent) -> Any:
    """存一份报送数据，或报出。版本不对的（别人改过）不存，答 409；没有收到回答的，照原样再送一次。"""
    if asked.person.role != "clerk" and not sent.reason.strip():
        raise UsageProblem("代填要写明原因和依据（reason）")
    typed = Typed(values=sent.values, rows=sent.rows, filled_by=sent.filled_by, reviewed_by=sent.reviewed_by)
    whose = asked.whose(sent.version, f"代填：{sent.reason.strip()}" if sent.reason.strip() else "")
    step = filling.hand_in if sent.submit else filling.keep
    try:
        return _shown(step(asked.store, asked.which, typed, whose))
    except Changed as error:
        return JSONResponse({"told": f"{error.by or '别人'}改过这份数据，没有存。请重新读取。"}, 409)


def _shown(opened: Opened) -> ReturnShown:
    return ReturnShown(
        unit=opened.unit.code,
        form=opened.form.form,
        period=opened.period,
        standing=opened.kept.state if opened.kept is not None else "none",
        version=opened.version,
        values=dict(opened.typed.values),
        rows=[dict(row) for row in opened.typed.rows],
        filled_by=opened.typed.filled_by,
        reviewed_by=opened.typed.reviewed_by,
        remarks=[RemarkShown(**r) for r in shown(opened.remarks)],
    )
