"""Scans as jobs (归位任务): files that people send are kept, read by the worker, and what came of them is told."""

import json
import secrets
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath
from typing import Any

from generator.database.audit import Act, write_down
from generator.database.changes import Desk
from generator.database.engine import changing
from generator.database.office import Office
from generator.scans.suffixes import SUFFIXES
from generator.verbs.jobs import DOWNLOADS, SENT, Job, job, keep_job, tell
from generator.verbs.scanning import ScanResult, Sent, need_libraries, scan
from generator.verbs.usage import UsageProblem

NAMES, REPORT = "names.json", "report.json"
BYTES_MAX = 60_000_000  # of all files sent at once
NAME_MAX = 200


def ask_scan(office: Office, code: str, sent: Sent, who: str) -> str:
    """Keep the files that somebody sent and return the number of the job that reads them.

    Raises UsageProblem for files that are none of those that can be read, EnvironmentProblem without the libraries.
    """
    need_libraries()
    names = [_plain(PurePath(name.replace("\\", "/")).name) for name, _ in sent.files]
    if wrong := [name for name in names if PurePath(name).suffix.lower() not in SUFFIXES]:
        raise UsageProblem(f"“{'”“'.join(wrong)}”没有收：只收 {'、'.join(SUFFIXES)}。请另存后再传。")
    if sum(len(content) for _, content in sent.files) > BYTES_MAX:
        raise UsageProblem(f"一共超过 {BYTES_MAX // 1_000_000} MB，没有收。请分几次传。")
    folder = secrets.token_hex(8)
    place = office.folder / DOWNLOADS / folder
    place.mkdir(parents=True)
    for number, (_, content) in enumerate(sent.files):
        (place / str(number)).write_bytes(content)
    (place / NAMES).write_text(json.dumps(names), encoding="utf-8")
    asked = {
        SENT: folder,
        "files": len(names),
        "unit": sent.unit,
        "on": sent.on.isoformat(),
        "by": sent.by,
    }
    return keep_job(office, "scan", asked, Act(who=who, act="传扫描件", campaign=code))


def _plain(name: str) -> str:
    """Return the name of a file with nothing in it that cannot be shown or kept."""
    return "".join(filter(str.isprintable, name))[-NAME_MAX:]


def scanned(office: Office, one: Job) -> tuple[list[str], str]:
    """Read the files of a job; return no files to be fetched, and what came of it."""
    asked, place = one.asked, office.folder / DOWNLOADS / one.asked[SENT]
    names = json.loads((place / NAMES).read_text(encoding="utf-8"))
    files = [(name, (place / str(number)).read_bytes()) for number, name in enumerate(names)]
    sent = Sent(files=files, on=date.fromisoformat(asked["on"]), by=asked["by"], unit=asked["unit"])

    def told(done: int, whole: int, what: str) -> None:
        tell(office, one.id, done=done, whole=whole, said=what)

    result = scan(Desk(office.store(one.campaign), one.asked_by), sent, told)
    report = _report(result)
    told_in = office.folder / DOWNLOADS / one.id
    told_in.mkdir(parents=True, exist_ok=True)
    (told_in / REPORT).write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    with changing(office.engine) as connection:
        act = Act(who=one.asked_by, act="归位", campaign=one.campaign, subject=one.id, after=_short(report))
        write_down(connection, act)
    shutil.rmtree(place)
    return [], str(report["said"])


def _report(result: ScanResult) -> dict[str, Any]:
    sheets = len({event.key for event in result.filed})
    blank = f"，空白 {result.blank} 页" if result.blank else ""
    aside = f"，未识别 {len(result.unread)} 页" if result.unread else ""
    return {
        "said": f"共 {result.pages} 页{blank}：归位 {sheets} 张表{aside}",
        "unread": len(result.unread),
        "filed": [
            {
                "key": event.key,
                "unit": result.row(event).printed.unit,
                "title": result.row(event).printed.title,
                "pages": list(event.shown),
            }
            for event in result.filed
        ],
        "problems": [
            {"where": p.where, "message": p.message, "severity": p.severity} for p in result.problems
        ],
    }


def _short(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the log tells of a scan: the sum, and why files were refused, without their names."""
    refused = [p["message"] for p in report["problems"] if p["severity"] == "error"]
    return {"said": report["said"], "refused": refused[:20]}


def scan_job(office: Office, code: str, number: str) -> tuple[Job, Mapping[str, Any]]:
    """Return a job and what came of it, nothing yet where it is not done; raises UsageProblem when there is none."""
    one = job(office, code, number, "scan")
    place = office.folder / DOWNLOADS / one.id / REPORT
    return one, json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
