"""The worker is killed, as the system does when memory is short: it comes back, and no job kills it for ever."""

import os
import signal
import time
from collections.abc import Callable

import pytest
from helpers.served import CODE, made_office

from generator.service.tending import Tended
from generator.service.worker import Jobs
from generator.verbs import jobs

PAUSE_S, PATIENCE_S = 0.1, 120
SHORT = jobs.Asked(period="2023-06", units=("qiuhu",), formats=("docx",))


@pytest.fixture
def office(tmp_path):
    found = made_office(tmp_path / "office", staff=False)
    yield found
    found.close()


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def asked(office, what: jobs.Asked) -> str:
    number = jobs.ask(office, CODE, what, "闻秀")
    Jobs(office.folder).ask(number)
    return number


def tended_of(office, is_ending: Callable[[], bool] = lambda: False) -> Tended:
    return Tended(office.folder, office.url, is_ending, PAUSE_S)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_worker_that_is_killed_is_started_again_and_does_what_waits(office):
    with tended_of(office) as tended:
        first = tended.pid
        os.kill(first, signal.SIGKILL)
        number = asked(office, SHORT)
        until(lambda: jobs.job(office, CODE, number).ended)

        assert (jobs.job(office, CODE, number).state, tended.restarts) == ("done", 1)
        second = tended.pid
        assert second not in (0, first)
    assert (gone(second), tended.is_running, tended.restarts) == (True, False, 1)


def test_a_job_that_was_cut_off_twice_is_given_up_and_the_next_is_done(office):
    with tended_of(office) as tended:
        number = asked(office, jobs.Asked(formats=("docx", "pdf")))
        for tries in (1, 2):
            until(lambda tries=tries: jobs.job(office, CODE, number).tries == tries)
            os.kill(tended.pid, signal.SIGKILL)
            until(lambda tries=tries: tended.restarts == tries)
        after = asked(office, SHORT)
        until(lambda: jobs.job(office, CODE, after).ended)

    told = jobs.job(office, CODE, number)
    assert (told.state, told.said) == ("failed", jobs.CUT_OFF)
    assert not (office.folder / jobs.DOWNLOADS / number).exists()
    assert (jobs.job(office, CODE, after).state, jobs.job(office, CODE, after).tries) == ("done", 1)


def test_a_worker_that_ends_with_the_service_is_not_started_again(office):
    with tended_of(office, lambda: True) as tended:
        os.kill(tended.pid, signal.SIGKILL)
        until(lambda: not tended.is_running)
        tended._thread.join(PATIENCE_S)

        assert (tended._thread.is_alive(), tended.restarts, tended.pid) == (False, 0, 0)


def test_a_worker_that_cannot_be_started_is_tried_again(office, monkeypatch):
    with tended_of(office) as tended:
        start, failures = tended._start, [OSError(12, "no memory")] * 2

        def starts() -> None:
            if failures:
                raise failures.pop()
            start()

        monkeypatch.setattr(tended, "_start", starts)
        os.kill(tended.pid, signal.SIGKILL)
        until(lambda: tended.restarts == 1)

        assert (failures, tended.is_running) == ([], True)
