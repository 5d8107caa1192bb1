"""What the service logs: one line an event, nothing of what somebody typed, who he is, or where he is."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from generator.service.logs import LOG, OTHERS, JsonLines, Logged, Words, error_of, set_up


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """A stream on which the service logs, until the test is over."""
    names = ("gongwen", *OTHERS)
    before = [
        (logging.getLogger(n), logging.getLogger(n).handlers, logging.getLogger(n).propagate) for n in names
    ]
    stream = io.StringIO()
    set_up(stream)
    yield stream
    for logger, handlers, propagate in before:
        logger.handlers, logger.propagate = handlers, propagate


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()

    @app.get("/units/{unit}/people/{login}")
    def show(unit: str, login: str) -> str:
        if login == "wrong":
            raise ValueError(f"no such login: {login} of {unit}, 13800000000")
        return "ok"

    return TestClient(Logged(app), raise_server_exceptions=False)


def test_a_request_is_told_by_its_route(client, stream):
    answer = client.get("/units/qiuhu/people/qiuye?phone=13800000000", headers={"cookie": "gongwen=secret"})

    assert answer.status_code == 200
    (told,) = lines(stream)
    assert told.pop("ms") >= 0
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "info",
        "logger": "gongwen",
        "event": "request",
        "method": "GET",
        "route": "/units/{unit}/people/{login}",
        "status": 200,
    }


def test_a_request_for_nothing_is_told_without_what_was_asked_for(client, stream):
    assert client.get("/personal/words").status_code == 404
    assert [(told["route"], told["status"]) for told in lines(stream)] == [("-", 404)]


def test_a_failure_is_told_by_its_kind_and_place_alone(client, stream):
    assert client.get("/units/qiuhu/people/wrong").status_code == 500
    (told,) = lines(stream)
    assert (told["level"], told["status"]) == ("error", 500)
    assert [word for word in ("qiuhu", "13800000000", "no such login") if word in stream.getvalue()] == []


def test_an_error_is_told_with_its_causes_and_no_message():
    try:
        try:
            raise KeyError("秋湖村 13800000000")
        except KeyError as cause:
            raise ValueError("邱叶") from cause
    except ValueError as error:
        told = error_of(error)
        record = LOG.makeRecord(
            "gongwen", logging.ERROR, "", 0, "request failed", (), (ValueError, error, None)
        )

    assert told["kinds"] == ["builtins.ValueError", "builtins.KeyError"]
    assert len(told["places"]) == 1
    assert "test_logs.py" in told["places"][0]
    for formatter in (JsonLines(), Words()):
        text = formatter.format(record)
        assert ("ValueError" in text, "邱叶" in text, "秋湖村" in text) == (True, False, False)


def test_on_a_terminal_an_event_is_words():
    record = LOG.makeRecord(
        "gongwen", logging.INFO, "", 0, "服务开始", (), None, extra={"address": "http://x:1"}
    )
    assert Words().format(record)[8:] == " 服务开始 http://x:1"


def test_what_other_libraries_say_of_the_data_is_not_told(stream, capsys):
    logging.getLogger("weasyprint").warning("秋湖村")
    logging.getLogger("uvicorn.error").info("Started")
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")

    assert [told["event"] for told in lines(stream)] == ["Invalid HTTP request received."]
