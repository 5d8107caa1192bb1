"""A service that runs: its office with a campaign, people of every role, an address, a worker beside it."""

import contextlib
import multiprocessing
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Page

from generator.database import migrating
from generator.database.carrying import carry_in
from generator.model.people import Person, Role
from generator.service.app import create_app
from generator.service.worker import Jobs, work
from generator.sources.campaign import load
from generator.verbs.serving import Office
from generator.verbs.staffing import add_person
from helpers.sheets import CAMPAIGNS

TODAY = date(2023, 7, 3)
PASSWORD = "yan-he-7-yue"
CODE = "jgc"
STAFF: tuple[tuple[str, str, Role, str], ...] = (
    ("guanli", "关立", "admin", ""),
    ("wenxiu", "闻秀", "office", ""),
    ("shigan", "石敢", "leader", ""),
    ("shishen", "时慎", "auditor", ""),
    ("qiuye", "邱叶", "clerk", "qiuhu"),
    ("dongman", "董满", "clerk", "dongzhuang"),
)


@dataclass(frozen=True)
class Served:
    """A running service: its office, where it is reached, the application."""

    office: Office
    address: str
    app: FastAPI


def made_office(folder: Path, url: str = "", *, campaign: str = "jiangguanchi", staff: bool = True) -> Office:
    """Return an office with a campaign and people of every role, all with one password."""
    office = Office(folder, url)
    migrating.upgrade(office.engine)
    if campaign:
        source = CAMPAIGNS / campaign
        carry_in(office.engine, CODE, source, load(source), "系统")
    for login, name, role, unit in STAFF if staff else ():
        add_person(office, Person(id=0, login=login, name=name, role=role, unit=unit), PASSWORD, "系统")
    return office


@contextlib.contextmanager
def serving(office: Office, *, worker: bool = False) -> Iterator[Served]:
    """Serve an office on a free port of this machine, with a worker beside it where jobs are to be done."""
    jobs = Jobs(office.folder, office.url)
    app = create_app(office, jobs, lambda: TODAY)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    process = None
    if worker:
        process = multiprocessing.get_context("spawn").Process(
            target=work, args=(str(office.folder), office.url)
        )
        process.start()
    try:
        while not server.started:
            time.sleep(0.02)
        yield Served(office=office, address=f"http://127.0.0.1:{port}", app=app)
    finally:
        server.should_exit = True
        thread.join(10)
        if process is not None:
            process.terminate()
            process.join(10)


def sign_in(page: Page, login: str) -> None:
    """Sign a person in by the page, as whoever sits before it does."""
    page.goto("/login")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: not url.endswith("/login"))
