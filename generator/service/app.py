"""The application (应用): routes, what happens when something is refused, and what every answer carries."""

import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from urllib.parse import quote

from anyio import to_thread
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException as StarletteHTTPException

from generator import __version__
from generator.problem import EnvironmentProblem, ProblemsFound
from generator.service.context import NotSignedIn, admit, secret_of
from generator.service.limits import FAILURES_MAX, FAILURES_WITHIN_S, Quota
from generator.service.looks import STATIC
from generator.service.pages import PAGES
from generator.service.refusals import Refusals, broken, crooked, note, place_of, told
from generator.service.warming import Warming
from generator.service.worker import Jobs
from generator.verbs.scan_jobs import BYTES_MAX as SCANS_MAX
from generator.verbs.serving import NotAccepted, NotAllowed, Office
from generator.verbs.uploading import UPLOAD_MAX
from generator.verbs.usage import UsageProblem

BODY_MAX = 4_000_000  # of a request but an upload
DESCRIPTION = "单位的程序用令牌读写本单位的报送数据：先读，再连同读到的 version 存或报出。"
THREADS = 8
LOG = logging.getLogger("gongwen")
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "frame-ancestors 'self'; form-action 'self'; base-uri 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@asynccontextmanager
async def _served(app: FastAPI) -> AsyncIterator[None]:
    """Answer with a few threads: Python runs one at a time, and many only make each other wait; read ahead meanwhile."""
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    app.state.warming.begin()
    yield
    await to_thread.run_sync(app.state.warming.end)


def create_app(office: Office, jobs: Jobs, today: Callable[[], date]) -> FastAPI:
    """Return the application that serves an office."""
    app = FastAPI(
        title="公文工坊",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        lifespan=_served,
    )
    app.state.office, app.state.jobs, app.state.today = office, jobs, today
    app.state.answered, app.state.seconds, app.state.began = Counter[int](), 0.0, time.monotonic()
    app.state.warming, app.state.worker = Warming(office), None  # whoever has a worker beside it says so
    app.state.secret = secret_of(office.folder)
    app.state.failures, app.state.refusals = Quota(FAILURES_MAX, FAILURES_WITHIN_S), Refusals()
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
    if said.isascii() and said.isdigit():
        return int(said[:20])
    return BODY_MAX * 100 if "transfer-encoding" in request.headers else 0


async def _around(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    started = time.perf_counter()
    response = await _answered(request, answer)
    if 400 <= response.status_code < 500:
        await run_in_threadpool(note, request, response.status_code)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.scope["path"].startswith("/static/"):
        response.headers["Cache-Control"] = "public, max-age=86400"
    seconds = time.perf_counter() - started
    response.headers["Server-Timing"] = f"app;dur={seconds * 1000:.1f}"
    request.app.state.answered[response.status_code] += 1
    request.app.state.seconds += seconds
    return response


def _too_large(request: Request) -> Response | None:
    path = request.scope["path"]
    most = BODY_MAX
    if path.endswith("/upload"):
        most += SCANS_MAX if "/register/" in path or "/hazards/" in path else UPLOAD_MAX
    return told(request, 413, "送来的内容太大，没有收。") if _length(request) > most else None


async def _answered(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    try:
        return crooked(request) or _too_large(request) or await answer(request)
    except Exception as error:
        LOG.exception("request failed", extra={"path": request.url.path}, exc_info=error)
        return broken(request)


def _not_signed_in(request: Request, _error: Exception) -> Response:
    if request.method == "GET" and not request.url.path.startswith("/api/"):
        return RedirectResponse(f"/login?to={quote(place_of(request))}", 303)
    return told(request, 401, "还没有登录，或登录过期了。请重新登录。")


_SAID = {  # where the libraries refuse, in English
    404: "没有这个网页。请从首页打开。",
    405: "这个网址不能这样用。",
}


def _refused(request: Request, error: Any) -> Response:
    if error.status_code == 400:
        return _malformed(request, error)
    said = error.detail if isinstance(error.detail, str) and not error.detail.isascii() else ""
    answer = told(request, error.status_code, said or _SAID.get(error.status_code, "请求不对，没有做。"))
    answer.headers.update(error.headers or {})  # which methods there are
    return answer


def _wrongly_asked(request: Request, error: Exception) -> Response:
    return told(request, 422, str(error))


def _malformed(request: Request, error: Exception) -> Response:
    """Refuse a body that cannot be read; who may not ask at all is told that, and nothing of the body."""
    try:
        admit(request)
    except NotSignedIn as stranger:
        return _not_signed_in(request, stranger)
    except HTTPException as forbidden:
        return _refused(request, forbidden)
    return told(request, getattr(error, "status_code", 422), "送来的内容不合格式，没有收。")


def _has_problems(request: Request, error: Any) -> Response:
    shown = "；".join(str(p) for p in error.problems[:20])
    return told(request, 422, f"行动的数据有错误：{shown}")


_HANDLERS: dict[Any, Any] = {
    NotSignedIn: _not_signed_in,
    StarletteHTTPException: _refused,
    HTTPException: _refused,
    RequestValidationError: _malformed,
    UsageProblem: _wrongly_asked,
    EnvironmentProblem: _wrongly_asked,
    NotAllowed: _wrongly_asked,
    NotAccepted: _wrongly_asked,
    ProblemsFound: _has_problems,
}
