"""Count what the proofreading finds in plain texts: `count_findings.py 地区 文件.txt [单位…] [--organs 机关,…]`.

A text is read as documents are: a line that is 附件 or 附 with a number, alone, begins another. Used for docs/checks.md.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from generator.derive.prose import Prose
from generator.model.campaign import Campaign, Settings
from generator.model.organ import Issuer, Unit, UnitKind
from generator.problem import Problem
from generator.sources.typed import typed
from generator.validate.proofreading.documents import proofread
from generator.validate.proofreading.organs import check_unlisted
from generator.validate.proofreading.places import jurisdiction

_ATTACHMENT = re.compile(r"^[ \t\u3000]*附件?[ \t\u3000]*\d*[ \t\u3000]*[：:]?[ \t\u3000]*$", re.MULTILINE)


def parts(text: str) -> Iterator[tuple[int, Prose]]:
    """Yield each document of a text with the number of the line on which it begins."""
    starts = [0, *(m.start() for m in _ATTACHMENT.finditer(text)), len(text)]
    for i, (start, end) in enumerate(pairwise(starts)):
        yield text.count("\n", 0, start) + 1, Prose(path=(i,), text=text[start:end], document=str(i))


def found(region: str, text: str, units: list[str], organs: tuple[str, ...]) -> Iterator[tuple[int, Problem]]:
    """Yield every finding with its line."""
    kinds = (UnitKind(code="unit", name="单位"),)
    named = tuple(Unit(name=name, kind="unit") for name in units)
    empty, _ = typed(Campaign, {"schema": 1, "name": region})
    issuer = Issuer(name=region, region=region)
    campaign = Campaign(
        schema=1, name=region, issuer=issuer, starts_on=empty.starts_on, ends_on=empty.ends_on, kinds=kinds, units=named,
        settings=Settings(organs=organs),
    )  # fmt: skip
    lines = dict(enumerate(parts(text)))
    texts = [prose for _, prose in lines.values()]
    for problem in (*proofread(texts, jurisdiction(campaign)), *check_unlisted(texts, campaign)):
        spot = problem.spots[0]
        first, prose = lines[int(spot.path[0])]
        yield first + prose.text.count("\n", 0, spot.start), problem


def main() -> None:
    """Print every finding of a file, with its line."""
    parser = argparse.ArgumentParser(description="Count what the proofreading finds in a plain text.")
    parser.add_argument("region")
    parser.add_argument("file", type=Path)
    parser.add_argument("units", nargs="*")
    parser.add_argument("--organs", default="")
    asked = parser.parse_args()
    organs = tuple(filter(None, asked.organs.split(",")))
    text = asked.file.read_text(encoding="utf-8", errors="replace").replace("\r", "")
    for line, problem in sorted(found(asked.region, text, asked.units, organs), key=lambda f: f[0]):
        sys.stdout.write(f"{line} {problem.code} {problem.message}\n")


if __name__ == "__main__":
    main()
