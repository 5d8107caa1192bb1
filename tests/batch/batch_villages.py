"""What the tests of the batch share: villages with a small form, runs over them in processes of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import generator

FIELDS: list[dict[str, object]] = [
    {"name": "count", "label": "人数", "kind": "count", "unit": "人"},
    {"name": "note", "label": "说明", "kind": "text"},
]
NUMBER = 40  # villages that the tests of this folder build for
HEAD = """
import os, signal, sys, threading, time
from pathlib import Path
from generator import verbs
from generator.batch import chunks, cluster, hiring, making, shift
from generator.model.address import Address
source, jobs, executor = Path(sys.argv[1]), int(sys.argv[3]), sys.argv[4]
target = Address(sys.argv[2]) if "://" in sys.argv[2] else Path(sys.argv[2])

def build():
    asked = verbs.BuildRequest(source=source, target=target, formats=("docx",), jobs=jobs, executor=executor)
    return verbs.build(asked)

def told(result):
    for problem in result.problems:
        print(problem.code, problem.unit)
    print("rendered", result.rendered)
"""
BUILD = "told(build())\n"
SMALL_CHUNKS = "shift.CHUNK_SECONDS = 0.05\nhiring.WARM_SECONDS = 0.0\n"


def villages(folder: Path, number: int, **counts: int) -> Path:
    """Write a campaign of so many villages, whose returns say their number, or what `counts` says of a code."""
    folder.mkdir(parents=True, exist_ok=True)
    units = [
        {"code": f"v{n}", "name": f"柳林镇第{n}村", "short_name": f"第{n}", "kind": "community"}
        for n in range(number)
    ]
    form = {
        "form": "hands",
        "title": "柳林镇人手统计表",
        "short_title": "人手统计表",
        "kind": "indicator_table",
        "used_by": ["community"],
        "groups": [{"fields": FIELDS}],
    }
    data = {
        "schema": 1,
        "name": "柳林镇人手统计",
        "issuer": {"name": "柳林镇人民政府", "short_name": "镇政府", "region": "柳林镇"},
        "starts_on": "2023-05-26",
        "ends_on": "2023-12-31",
        "kinds": [{"code": "community", "name": "村", "suffixes": ["村"]}],
        "units": units,
        "definitions": [form],
        "forms": [{"form": "hands"}],
        "returns": [
            _return(str(unit["code"]), counts.get(str(unit["code"]), n)) for n, unit in enumerate(units)
        ],
    }
    (folder / "campaign.yaml").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return folder


def _return(unit: str, count: int) -> dict[str, object]:
    values = {"count": count, "note": "甲"}
    return {
        "schema": 1,
        "form": "hands",
        "unit": unit,
        "period": "2023-06",
        "filled_by": "张三丰",
        "values": values,
    }


def start(
    code: str, source: Path, target: Path | str, *, jobs: int = 1, executor: str = "", **settings: Any
) -> "subprocess.Popen[str]":
    """Start a run in a process of its own; `code` follows HEAD."""
    known = [str(Path(generator.__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    command = [sys.executable, "-c", HEAD + code, str(source), str(target), str(jobs), executor]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(known)}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **settings
    )


def finished(process: "subprocess.Popen[str]") -> list[str]:
    """Wait for a run that ends well, and return what it printed."""
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    return out.splitlines()


def contents(root: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes, hidden ones and the manifest too."""
    paths = sorted(p for p in root.rglob("*") if p.is_file())
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in paths}


def names(problems: Sequence[Any]) -> list[tuple[str, str]]:
    """Code and unit of each problem."""
    return [(p.code, p.unit) for p in problems]
