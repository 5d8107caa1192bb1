"""Pages of a county: how long the service takes for each page with 500 units, 12 months and 10,000 hazards.

`python benchmarks/service_pages.py [--units 500] [--months 12] [--hazards 10000] [--rounds 5]` prints milliseconds of
server time as the answer's Server-Timing tells: the first time after the service says that it is warm, and the median of
the rounds after: where nothing changed, with a return saved before each, and with a step of a hazard written down before
each. Below it what writing down a step itself takes.
"""

import argparse
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from county import FORM, county
from starlette.testclient import TestClient

from generator.cli.app import OBJECTS_BETWEEN_COLLECTIONS
from generator.database.carrying import carry_in
from generator.database.migrating import upgrade
from generator.model.people import Person
from generator.service.app import create_app
from generator.service.worker import Jobs
from generator.sources.campaign import load
from generator.verbs.serving import Office
from generator.verbs.staffing import add_person

TODAY = date(2024, 3, 20)
PASSWORD = "mi-ma-2024"
STEPS = count(1)


def main() -> None:
    """Serve the county and time its pages."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name, number in (("units", 500), ("months", 12), ("hazards", 10_000), ("rounds", 5)):
        parser.add_argument(f"--{name}", type=int, default=number)
    asked = parser.parse_args()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)  # as every command does
    with tempfile.TemporaryDirectory() as folder:
        source = county(Path(folder), asked.units, asked.months, asked.hazards)
        office = Office(Path(folder) / "office")
        upgrade(office.engine)
        started = time.perf_counter()
        carry_in(office.engine, "xian", source, load(source), "系统")
        sys.stdout.write(f"carried in: {time.perf_counter() - started:.1f} s\n")
        add_person(office, Person(id=0, login="guanli", role="admin", name=""), PASSWORD, "系统")
        with TestClient(create_app(office, Jobs(office.folder), lambda: TODAY)) as client:
            wait_until_warm(client)
            timed(client, asked.rounds)


def wait_until_warm(client: TestClient) -> None:
    """Wait as whoever starts the service does, by what it says of its health; print how long it took."""
    started = time.perf_counter()
    while not client.get("/healthz").json()["warm"]:
        time.sleep(0.1)
    sys.stdout.write(f"warm: {time.perf_counter() - started:.1f} s\n")


def timed(client: TestClient, rounds: int) -> None:
    """Print what each page takes."""
    client.post("/login", data={"login": "guanli", "password": PASSWORD})
    token = client.get("/people").text.partition('name="form-token" content="')[2].partition('"')[0]
    client.headers["x-form-token"] = token
    fill = f"/c/xian/fill/v0001/{FORM}/2024-04"
    sent_back = client.post(f"{fill}/send-back", data={"version": "1", "said": "请核对"})
    assert sent_back.status_code == 200, sent_back.text[:500]
    pages: dict[str, Callable[[], Any]] = {
        "overview": lambda: client.get("/c/xian?period=2024-03"),
        "form": lambda: client.get(fill),
        "look": lambda: client.post(f"{fill}/look", json={"values": {"self_found": "3"}}),
        "totals": lambda: client.get("/c/xian/totals?period=2024-03"),
        "explain": lambda: client.get(f"/c/xian/totals/explain?period=2024-03&form={FORM}&name=self_found"),
        "hazards": lambda: client.get("/c/xian/hazards/rows?page=3"),
        "preview": lambda: client.get(f"/c/xian/sheets/v0001/{FORM}/2024-03.pdf"),
    }
    sys.stdout.write("| page | first ms | ms | after a save ms | after a step ms | bytes |\n")
    sys.stdout.write("|---|---|---|---|---|---|\n")
    steps = []
    for name, page in pages.items():
        first = milliseconds(page())
        again = [milliseconds(page()) for _ in range(rounds)]
        saved, stepped = [], []
        for _ in range(rounds):
            keep(client, fill)
            saved.append(milliseconds(page()))
        for _ in range(rounds):
            steps.append(step(client))
            answer = page()
            stepped.append(milliseconds(answer))
        row = (first, *map(statistics.median, (again, saved, stepped)))
        sys.stdout.write(f"| {name} | {' | '.join(f'{ms:.0f}' for ms in row)} | {len(answer.content):,} |\n")
    sys.stdout.write(f"a step itself: {statistics.median(steps):.0f} ms\n")


def step(client: TestClient) -> float:
    """Write down one step of a hazard; return what it took."""
    number = next(STEPS)
    sent = {
        "event": "assigned" if number == 1 else "progress",
        "on": TODAY.isoformat(),
        "text": f"第{number}步",
    }
    answer = client.post("/c/xian/hazards/LL-00000", data=sent, follow_redirects=False)
    assert answer.status_code == 303, answer.text[:500]
    return float(answer.headers["server-timing"].partition("dur=")[2])


def keep(client: TestClient, fill: str) -> None:
    """Save the return that is being filled in, once more."""
    version = _version(client, fill)
    sent = {"version": version, "values": {"self_found": str(version)}, "said": "电话报来"}
    answer = client.post(f"{fill}/keep", json=sent)
    assert answer.status_code == 200, answer.text


def _version(client: TestClient, fill: str) -> int:
    place = fill.replace("/c/xian/fill", "/api/v1/campaigns/xian/returns")
    return int(client.get(place).json()["version"])


def milliseconds(answer: Any) -> float:
    """Return what the server says that an answer took."""
    assert answer.status_code == 200, answer.text[:500]
    return float(answer.headers["server-timing"].partition("dur=")[2])


if __name__ == "__main__":
    main()
