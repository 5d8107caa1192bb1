"""Many clerks at once: each saves his own return again and again, as a page does; no save may be lost, none may fail.

`python benchmarks/service_load.py [--clerks 200] [--seconds 120] [--kills 0] [--database-url URL] [--restore-url URL]`
serves a county of as many villages on loopback, lets every clerk save after a moment's thought, and kills the service as
often as is asked (SIGKILL; it is started again at once). In the midst `gongwen backup` is run; it is restored afterwards
into an office on SQLite, and into the empty database of `--restore-url` where one is given, and compared. Printed: saves
a second, how long they took, what was lost (a save that was acknowledged and is not there), what the backup has otherwise
than it must; the exit code is 1 when there is any. Making the clerks' logins takes a while: passwords are hashed slowly
on purpose.
"""

import argparse
import asyncio
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from county import FORM, county
from service_backup import Backup, disagreements

from generator.database import people
from generator.database.carrying import carry_in
from generator.model.people import Person
from generator.sources.campaign import load
from generator.verbs import filling
from generator.verbs.auditing import verify
from generator.verbs.filling import Which
from generator.verbs.keeping import open_or_make
from generator.verbs.serving import Office

PASSWORD = "mi-ma-2024"
with socket.create_server(("127.0.0.1", 0)) as found_free:
    PORT: int = found_free.getsockname()[1]
PERIOD = "2023-06"
FIELD = "self_found"
THINKS = (0.5, 1.5)  # seconds between two saves of a clerk
BY_A_KILL = (
    "Connection",
    "409 ",
)  # faults that follow from one: the answer never came, though the save may be kept


@dataclass
class Clerk:
    """A clerk: his unit, the cookie and token of his page, the last save that was acknowledged."""

    unit: str
    token: str = ""
    version: int = 0
    said: int = 0
    acknowledged: int = 0
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def main() -> None:
    """Make the county, serve it, let the clerks save, count."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--clerks", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--restore-url", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "office"
        clerks = prepared(Path(scratch), folder, asked.clerks, asked.database_url)
        backup = Backup(Path(scratch) / "backup.zip")
        server = Server(folder, asked.database_url)
        try:
            asyncio.run(month(clerks, server, backup, (asked.seconds, asked.kills)))
        finally:
            server.stop()
        sound = told(clerks, asked.seconds, asked.kills, Office(folder, asked.database_url))
        urls = ["", asked.restore_url] if asked.restore_url else [""]
        places = [(Path(scratch) / f"restored{n}", url) for n, url in enumerate(urls)]
        agrees = [compared(backup, place, url) for place, url in places]
    sys.exit(0 if sound and all(agrees) else 1)


def compared(backup: Backup, folder: Path, url: str) -> bool:
    """Restore the backup and print what it has otherwise than it must; tell whether that is nothing."""
    office = backup.restored(folder, url)
    wrong = list(disagreements(office, backup, PERIOD, FIELD))
    sys.stdout.write(
        f"backup restored into {office.engine.dialect.name}: {sum(backup.before.values())} saves acknowledged "
        f"before it began, {len(wrong)} disagreements {wrong[:5]}\n"
    )
    office.close()
    return not wrong


def prepared(scratch: Path, folder: Path, number: int, url: str) -> list[Clerk]:
    """Make an office with a county and a clerk for each of its villages."""
    source = county(scratch, number, 1, 100)
    office = open_or_make(folder, url)
    carry_in(office.engine, "xian", source, load(source), "系统")
    clerks = [Clerk(unit=f"v{n:04}") for n in range(number)]
    for clerk in clerks:
        person = Person(id=0, login=clerk.unit, name="", role="clerk", unit=clerk.unit)
        people.add(office.engine, person, PASSWORD, "系统")
        clerk.token = people.sign_in(office.engine, clerk.unit, PASSWORD)
    office.close()
    return clerks


class Server:
    """The service as a process of its own, started again when it was killed."""

    def __init__(self, folder: Path, url: str) -> None:
        self.words = [
            sys.executable,
            "-m",
            "generator",
            "serve",
            "--data-dir",
            str(folder),
            "--port",
            str(PORT),
        ]
        self.words += ["--database-url", url] if url else []
        self.folder, self.url = folder, url
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = subprocess.Popen(
            self.words, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(600):
            try:
                urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the service does not answer")

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End it with everything that it started."""
        os.killpg(self.process.pid, how)
        self.process.wait()


async def month(clerks: list[Clerk], server: Server, backup: Backup, how: tuple[float, int]) -> None:
    """Let all clerks save until the time is over; back up in the midst, kill the service now and then."""
    seconds, kills = how
    ends = time.monotonic() + seconds
    others = killed(server, seconds, kills), backed_up(clerks, server, backup, seconds / 2)
    await asyncio.gather(*(saves(clerk, ends) for clerk in clerks), *others)


async def backed_up(clerks: list[Clerk], server: Server, backup: Backup, after: float) -> None:
    """Take a backup after so many seconds, noting what was acknowledged before it began and sent until its end."""
    await asyncio.sleep(after)
    backup.before = {clerk.unit: clerk.acknowledged for clerk in clerks}
    await asyncio.to_thread(backup.take, server.folder, server.url)
    backup.until = {clerk.unit: clerk.said for clerk in clerks}


async def killed(server: Server, seconds: float, kills: int) -> None:
    """Kill the service now and then, and start it again."""
    for _ in range(kills):
        await asyncio.sleep(seconds / (kills + 1))
        await asyncio.to_thread(server.stop, signal.SIGKILL)
        await asyncio.to_thread(server.start)


class Line:
    """Connection of one clerk, kept open; so plain that the clerks leave the processor to the service."""

    def __init__(self, clerk: Clerk) -> None:
        self._cookie = f"gongwen={clerk.token}"
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: str = "", **heads: str) -> tuple[int, str]:
        """Return status and text of an answer; raises OSError when the service is not there."""
        if self._ends is None:
            self._ends = await asyncio.open_connection("127.0.0.1", PORT)
        reader, writer = self._ends
        named = {
            "host": f"127.0.0.1:{PORT}",
            "cookie": self._cookie,
            "content-length": str(len(body.encode())),
        }
        told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in (named | heads).items())
        try:
            writer.write(f"{method} {path} HTTP/1.1\r\n{told}\r\n{body}".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = re.search(r"content-length: (\d+)", head)
            text = (await reader.readexactly(int(length[1]) if length else 0)).decode()
        except (OSError, asyncio.IncompleteReadError) as error:
            self._ends = None
            raise ConnectionResetError from error
        return int(head.split()[1]), text


async def saves(clerk: Clerk, ends: float) -> None:
    """Save one's own return until the time is over, as its page does."""
    place = f"/c/xian/fill/{clerk.unit}/{FORM}/{PERIOD}"
    chance = random.Random(clerk.unit)
    line, token = Line(clerk), ""
    while time.monotonic() < ends:
        await asyncio.sleep(chance.uniform(*THINKS))
        try:
            token = token or await opened(line, clerk, place)
            if not await save(line, clerk, place, token):
                token = ""
        except OSError as error:
            clerk.faults.append(type(error).__name__)
            token = ""


async def save(line: Line, clerk: Clerk, place: str, token: str) -> bool:
    """Save once more, note what was acknowledged; tell whether it was."""
    clerk.said += 1
    started = time.perf_counter()
    sent = json.dumps({"version": clerk.version, "values": {FIELD: str(clerk.said)}})
    heads = {"x_form_token": token, "content_type": "application/json"}
    status, text = await line.ask("POST", f"{place}/keep", sent, **heads)
    clerk.seconds.append(time.perf_counter() - started)
    if status != 200:
        clerk.faults.append(f"{status} {text[:80]}")
        return False
    clerk.version, clerk.acknowledged = json.loads(text)["version"], clerk.said
    return True


async def opened(line: Line, clerk: Clerk, place: str) -> str:
    """Open the page; return its token, and note the version of the return."""
    _, page = await line.ask("GET", place)
    found = re.search(r'"version": (\d+)', page)
    clerk.version = int(found[1]) if found else 0
    return page.partition('name="form-token" content="')[2].partition('"')[0]


def told(clerks: list[Clerk], seconds: float, kills: int, office: Office) -> bool:
    """Print what the saves took and whether any was lost; tell whether all is as it must be."""
    store = office.store("xian")
    lost = []
    for clerk in clerks:
        kept = filling.open_form(store, Which(clerk.unit, FORM, PERIOD)).typed.values[FIELD]
        if int(kept or 0) < clerk.acknowledged:
            lost.append((clerk.unit, clerk.acknowledged, kept))
    times = sorted(s for clerk in clerks for s in clerk.seconds)
    faults = [fault for clerk in clerks for fault in clerk.faults]
    number, broken = verify(office)
    sys.stdout.write(
        f"{len(clerks)} clerks, {len(times)} saves in {seconds:.0f} s ({len(times) / seconds:.0f} a second)\n"
        f"median {statistics.median(times) * 1000:.0f} ms, p95 {times[int(len(times) * 0.95)] * 1000:.0f} ms, "
        f"p99 {times[int(len(times) * 0.99)] * 1000:.0f} ms, longest {times[-1] * 1000:.0f} ms\n"
        f"faults {len(faults)} {sorted(set(faults))[:5]}, acknowledged and lost {len(lost)} {lost[:3]}\n"
        f"audit log: {number} entries, {len(broken)} breaks\n"
    )
    office.close()
    unexplained = [f for f in faults if not (kills and f.startswith(BY_A_KILL))]
    return not (lost or broken or unexplained or not times)


if __name__ == "__main__":
    main()
