"""Health (运行状况): whether the service answers, its database and its worker too, and figures for who watches it."""

import time
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse

from generator.service.context import TheOffice, needs
from generator.service.rights import Right
from generator.verbs.serving import is_well

routes = APIRouter(include_in_schema=False)


@routes.get("/healthz", dependencies=[needs(Right.OPEN)])
def health(request: Request, office: TheOffice) -> Any:
    """Tell whether the database answers, whether the campaigns are read, and whether the worker runs."""
    well, state = is_well(office), request.app.state
    told = {
        "status": "ok" if well else "database",
        "warm": state.warming.is_over,
        "worker": bool(state.worker and state.worker.is_running),
    }
    return JSONResponse(told, 200 if well else 503)


@routes.get("/metrics", dependencies=[needs(Right.OPEN)])
def metrics(request: Request) -> Any:
    """Give counts and times as Prometheus reads them; nothing personal is in them."""
    state = request.app.state
    lines = [
        "# TYPE gongwen_requests_total counter",
        *(f'gongwen_requests_total{{status="{status}"}} {n}' for status, n in sorted(state.answered.items())),
        "# TYPE gongwen_request_seconds_total counter",
        f"gongwen_request_seconds_total {state.seconds:.6f}",
        "# TYPE gongwen_warm gauge",
        f"gongwen_warm {state.warming.is_over:d}",
        "# TYPE gongwen_worker gauge",
        f"gongwen_worker {bool(state.worker and state.worker.is_running):d}",
        "# TYPE gongwen_worker_restarts_total counter",
        f"gongwen_worker_restarts_total {state.worker.restarts if state.worker else 0}",
        "# TYPE gongwen_uptime_seconds gauge",
        f"gongwen_uptime_seconds {time.monotonic() - state.began:.0f}",
    ]
    return PlainTextResponse("\n".join(lines) + "\n")
