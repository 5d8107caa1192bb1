"""The application (应用): routes, what happens when something is refused, and what every answer carries."""

import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as StarletteHTTPException

from generator import __version__
from generator.problem import ProblemsFound
from generator.service.context import NotSignedIn, secret_of
from generator.service.looks import STATIC, page
from generator.service.pages import PAGES
from generator.service.worker import Jobs
from generator.verbs.serving import NotAccepted, NotAllowed, Office
from generator.verbs.uploading import UPLOAD_MAX
from generator.verbs.usage import UsageProblem

BODY_MAX = 4_000_000  # of a request but an upload
LOG = logging.getLogger("gongwen")
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "frame-ancestors 'self'; form-action 'self'; base-uri 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def create_app(office: Office, jobs: Jobs, today: Callable[[], date]) -> FastAPI:
    """Return the application that serves an office."""
    app = FastAPI(title="公文工坊", version=__version__, docs_url=None, redoc_url=None)
    app.state.office, app.state.jobs, app.state.today = office, jobs, today
    app.state.answered, app.state.seconds, app.state.began = Counter[int](), 0.0, time.monotonic()
    app.state.secret = secret_of(office.folder)
    app.mount("/static", GZipMiddleware(StaticFiles(directory=STATIC), minimum_size=1000), name="static")
    for module in PAGES:
        app.include_router(module.routes)
    app.middleware("http")(_around)
    for kind, handler in _HANDLERS.items():
        app.add_exception_handler(kind, handler)
    return app


def _length(request: Request) -> int:
    """Return how long a request says it is; one that does not say so may have no body."""
    said = request.headers.get("content-length", "")
    if said.isdigit():
        return int(said)
    return BODY_MAX * 100 if "transfer-encoding" in request.headers else 0


async def _around(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    started = time.perf_counter()
    most = UPLOAD_MAX + BODY_MAX if request.url.path.endswith("/upload") else BODY_MAX
    if _length(request) > most:
        return _told(request, 413, "送来的内容太大，没有收。")
    response = await answer(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.url.path.startswith("/static/"):
        response.headers["Cache-Control"] = "public, max-age=86400"
    seconds = time.perf_counter() - started
    response.headers["Server-Timing"] = f"app;dur={seconds * 1000:.1f}"
    request.app.state.answered[response.status_code] += 1
    request.app.state.seconds += seconds
    return response


def _told(request: Request, status: int, message: str) -> Response:
    """Return what is wrong as the asker reads it: a page for a browser, JSON for a program or a script of ours."""
    wants_page = request.method == "GET" or "text/html" in request.headers.get("accept", "")
    if request.url.path.startswith("/api/") or not wants_page or "x-form-token" in request.headers:
        return JSONResponse({"told": message}, status)
    return page(request, "told.html", status=status, message=message, code=status)


def _not_signed_in(request: Request, _error: Exception) -> Response:
    if request.method == "GET" and not request.url.path.startswith("/api/"):
        return RedirectResponse(f"/login?to={quote(request.url.path)}", 303)
    return JSONResponse({"told": "还没有登录，或登录过期了。请重新登录。"}, 401)


def _refused(request: Request, error: Any) -> Response:
    told = error.detail if isinstance(error.detail, str) else "请求不对。"
    if error.status_code == 404 and told == "Not Found":
        told = "没有这个网页。请从首页打开。"
    if error.status_code == 405:
        told = "这个网址不能这样用。"
    return _told(request, error.status_code, told)


def _wrongly_asked(request: Request, error: Exception) -> Response:
    return _told(request, 422, str(error))


def _malformed(request: Request, _error: Exception) -> Response:
    return _told(request, 422, "送来的内容不合格式，没有收。")


def _has_problems(request: Request, error: Any) -> Response:
    shown = "；".join(str(p) for p in error.problems[:20])
    return _told(request, 422, f"行动的数据有错误：{shown}")


def _failed(request: Request, error: Exception) -> Response:
    LOG.exception("request failed", extra={"path": request.url.path}, exc_info=error)
    return _told(request, 500, "程序出错，没有做成。请告诉管理员，并说明刚才做的事。")


_HANDLERS: dict[Any, Any] = {
    NotSignedIn: _not_signed_in,
    StarletteHTTPException: _refused,
    HTTPException: _refused,
    RequestValidationError: _malformed,
    UsageProblem: _wrongly_asked,
    NotAllowed: _wrongly_asked,
    NotAccepted: _wrongly_asked,
    ProblemsFound: _has_problems,
    Exception: _failed,
}
