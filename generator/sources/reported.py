"""Reported figures (上报的数) on the disk: reported/2023-06.yaml in the campaign's folder, written once."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from generator.model.filled import Value
from generator.model.reported import Reported
from generator.problem import Problem
from generator.sources.files import read
from generator.sources.places import Source, folder_of
from generator.sources.typed import typed

FOLDER = "reported"


def reported_file(source: Source, period: str) -> Path:
    """Return where the figures reported for a month lie."""
    return folder_of(source) / FOLDER / f"{period}.yaml"


def read_reported(source: Source, period: str) -> tuple[Reported | None, list[Problem]]:
    """Return the figures reported for a month, None when there are none or they cannot be trusted, and why."""
    file = reported_file(source, period)
    if not file.exists():
        return None, []
    name = f"{FOLDER}/{file.name}"
    found, problems = read(file, name)
    if found is None:
        return None, problems
    reported, faults = typed(Reported, found.data)
    if faults or reported.period != period or reported.digest != digest_of(reported.totals):
        message = (
            "这是上报时留下的数，现在与校验码对不上，可能手改过，没有采用。"
            "请从备份恢复；确要重新上报的，删去它，再用 --freeze。"
        )
        return None, [Problem(code="COL-011", message=message, where=name)]
    return reported, []


def reported_text(period: str, totals: Mapping[str, Mapping[str, Value]], again: str = "") -> str:
    """Return the text that keeps the figures reported for a month, one a line; the same figures give the same text."""
    lines = ["# 上报的数，由 gongwen collect --freeze 写成，不要手改"]
    lines += [f"# 重新上报：{' '.join(again.split())}"] if again else []
    lines += ["schema: 1", f"period: {period}"]
    lines += [f"digest: {json.dumps(digest_of(totals))}", "totals:"]
    for form, values in totals.items():
        lines.append(f"  {json.dumps(form, ensure_ascii=False)}:")
        lines += [
            f"    {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
            for name, value in values.items()
        ]
    return "\n".join(lines) + "\n"


def digest_of(totals: Mapping[str, Mapping[str, Value]]) -> str:
    """Return the digest of figures, whatever their order."""
    plain = {form: dict(values) for form, values in totals.items()}
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
