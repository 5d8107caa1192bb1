"""Running (运行) a service: one process that answers, one beside it that does the jobs, until it is told to end."""

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from datetime import date

import uvicorn

from generator import __version__
from generator.problem import EnvironmentProblem
from generator.service.app import create_app
from generator.service.logs import LOG, Logged, set_up
from generator.service.tending import Tended
from generator.service.worker import Jobs
from generator.verbs.keeping import OWNER_ALONE
from generator.verbs.serving import Office, has_people

NOBODY = "还没有用户。请在本机执行 gongwen user add 登录名 --admin，建立第一个管理员。"
PATIENCE_SECONDS = 20  # for requests under way when the service is told to end


def run(office: Office, host: str, port: int, today: Callable[[], date]) -> None:
    """Serve an office until the process is told to end.

    Raises EnvironmentProblem when the place is taken.
    """
    os.umask(OWNER_ALONE)
    with _listening(host, port) as listener:
        set_up(sys.stderr)
        app = create_app(office, Jobs(office.folder, office.url), today)
        settings = uvicorn.Config(
            Logged(app),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=PATIENCE_SECONDS,
        )
        server = uvicorn.Server(settings)
        tended = Tended(office.folder, office.url, lambda: server.should_exit)
        with tended, _ended_by_signals():
            app.state.worker = tended
            _tell_begin(office, listener)
            server.run(sockets=[listener])
        LOG.info("服务结束")


def _tell_begin(office: Office, listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    LOG.info("服务开始", extra={"address": f"http://{shown}:{port}", "version": __version__})
    if not has_people(office):
        LOG.warning(NOBODY)


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a signal to end be an end like any other: uvicorn ends by it, and sends it again when it is done."""
    before = [(number, signal.signal(number, _passed_over)) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _passed_over(_number: int, _frame: object) -> None:
    pass


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        reason = error.strerror or error
        raise EnvironmentProblem(
            f"不能在 {host}:{port} 提供服务（{reason}）。请换 --port 或 --host，或停掉占用它的程序。"
        ) from None
