"""Logs (日志): one line for each event, as JSON for programs, as words on a terminal; nothing personal is in them.

A request is told by its route, never by its address, its query, who asked, or from where. Of an error its kind and the
places it passed through are told, not its message, which may hold what somebody typed.
"""

import json
import logging
import time
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from typing import Any, TextIO, TypeAlias

LOG = logging.getLogger("gongwen")
OTHERS = ("uvicorn.error", "huey")  # whose warnings are told too
FIELDS = ("method", "route", "status", "ms", "address", "version")
CAUSES_MAX, PLACES_MAX = 5, 12  # told of an error
Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Any]]
Send: TypeAlias = Callable[[Any], Awaitable[None]]


class JsonLines(logging.Formatter):
    """Writes an event as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        told |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            told["error"] = error_of(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)


class Words(logging.Formatter):
    """Writes an event for whoever started the service on a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        told = [str(getattr(record, name)) for name in FIELDS if hasattr(record, name)]
        if record.exc_info and record.exc_info[1]:
            told.append(json.dumps(error_of(record.exc_info[1])))
        at = datetime.fromtimestamp(record.created).astimezone()
        return f"{at:%H:%M:%S} {record.getMessage()} {' '.join(told)}".rstrip()


def error_of(error: BaseException) -> dict[str, Any]:
    """Return of an error its kind, the causes of it by their kinds, and where it came from."""
    kinds = list[str]()
    cause: BaseException | None = error
    while cause is not None and len(kinds) < CAUSES_MAX:
        kinds.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or cause.__context__
    places = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    return {"kinds": kinds, "places": places[-PLACES_MAX:]}


def set_up(stream: TextIO) -> None:
    """Tell events on a stream from now on."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Words() if stream.isatty() else JsonLines())
    for name in ("gongwen", *OTHERS):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.WARNING if name in OTHERS else logging.INFO)
    logging.getLogger().addHandler(logging.NullHandler())


class Logged:
    """An application whose requests are told when they are answered."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and tell how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, answered = time.perf_counter(), list[int]()

        async def sent(message: Any) -> None:
            if message["type"] == "http.response.start":
                answered.append(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, sent)
        except Exception:  # it was told where it was turned into an answer
            if not answered:
                raise
        finally:
            _tell(scope, answered[0] if answered else 0, time.perf_counter() - started)


def _tell(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "-")
    level = logging.INFO if status < 500 else logging.ERROR
    extra = {"method": scope["method"], "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    LOG.log(level, "request", extra=extra)
