"""What a command line that needs little does not import: modules are counted, not seconds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import generator.verbs
from generator import verbs

SMALL = Path(__file__).parents[2] / "fixtures" / "campaigns" / "small_valid"
HEAVY = frozenset((
    "PIL", "argparse", "concurrent.futures", "distributed", "docx", "docxtpl", "fontTools", "jinja2",
    "logging", "lxml", "multiprocessing", "pikepdf", "pydantic", "python_calamine", "rich", "rjieba", "ryaml",
    "secrets", "subprocess", "tempfile", "uharfbuzz", "weasyprint", "xlsxwriter", "yaml",
))  # fmt: skip
RUN = """\
import sys
from generator.cli import gongwen
try:
    gongwen.main(sys.argv[1:], prog_name="gongwen")
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""


def modules(*words: str, cache: Path | None = None) -> set[str]:
    """The modules that a command line has imported when it is done."""
    environment = os.environ | ({"GONGWEN_CACHE": str(cache)} if cache else {})
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


def test_the_help_imports_no_verb_and_no_library_but_click() -> None:
    found = modules("--help")
    assert HEAVY & found == set()
    assert {name for name in found if name.startswith("generator.")} == {
        "generator.cli",
        "generator.cli.app",
        "generator.cli.base",
        "generator.cli.columns",
        "generator.cli.failures",
        "generator.dataclass",
        "generator.problem",
    }


@pytest.mark.parametrize(("kind", "engine"), [("docx", "docxtpl"), ("pdf", "uharfbuzz")])
def test_one_paper_of_a_form_made_before_imports_no_engine_and_no_check(
    kind: str, engine: str, tmp_path: Path
) -> None:
    words = ("build", str(SMALL), "--sheets", "dispatch-communities", "--units", "河湾村", "--formats", kind)
    first = modules(*words, "-o", str(tmp_path / "first"), cache=tmp_path / "cache")
    again = modules(*words, "-o", str(tmp_path / "again"), cache=tmp_path / "cache")

    assert {"pydantic", "ryaml", engine} <= first
    assert HEAVY & again == set()
    assert not any(name.startswith("generator.validate.proofreading") for name in again)
    assert "generator.sources.reading" not in again
    assert made(tmp_path / "first", kind) == made(tmp_path / "again", kind) != []


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_with_a_damaged_cache_and_without_one_a_paper_is_the_same(kind: str, tmp_path: Path) -> None:
    words = ("build", str(SMALL), "--sheets", "dispatch-communities", "--units", "河湾村", "--formats", kind)
    for target in ("first", "again"):
        modules(*words, "-o", str(tmp_path / target), cache=tmp_path / "cache")
    for file in (tmp_path / "cache").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:-1] + b"?")
    modules(*words, "-o", str(tmp_path / "damaged"), cache=tmp_path / "cache")
    (tmp_path / "file").write_bytes(b"no folder for a cache")
    modules(*words, "-o", str(tmp_path / "none"), cache=tmp_path / "file")

    runs = [made(tmp_path / run, kind) for run in ("first", "again", "damaged", "none")]
    assert all(run == runs[0] != [] for run in runs)


def test_commands_that_fill_one_cache_at_the_same_time_make_the_same(tmp_path: Path) -> None:
    words = ["build", str(SMALL), "--sheets", "dispatch-communities", "--units", "河湾村"]
    environment = os.environ | {"GONGWEN_CACHE": str(tmp_path / "cache")}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "generator", *words, "-o", str(tmp_path / target)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        for target in ("one", "other", "third")
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    modules(*words, "-o", str(tmp_path / "after"), cache=tmp_path / "cache")

    for kind in ("docx", "pdf"):
        first, *others = (made(tmp_path / run, kind) for run in ("one", "other", "third", "after"))
        assert all(other == first != [] for other in others)
    assert list((tmp_path / "cache").rglob("*.tmp")) == []


def made(target: Path, kind: str) -> list[bytes]:
    return [file.read_bytes() for file in sorted(target.rglob(f"*.{kind}"))]


def test_what_is_left_at_the_end_is_not_searched_for_garbage() -> None:
    told = "atexit.register(lambda: print(gc.get_freeze_count() > 0, gc.get_threshold()[0], file=sys.stderr))"
    code = f"import atexit, gc, sys; {told}; from generator.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, text=True, check=True)

    assert done.stderr.split() == ["True", "50000"]


@pytest.mark.parametrize("command", ["check", "due"])
def test_a_campaign_read_before_needs_no_parser(command: str, tmp_path: Path) -> None:
    modules(command, str(SMALL), cache=tmp_path)
    assert {"pydantic", "ryaml", "yaml", "rjieba"} & modules(command, str(SMALL), cache=tmp_path) == set()


def test_every_verb_is_found_where_it_is_said_to_be() -> None:
    named = [name for names in verbs.HOMES.values() for name in names]
    assert sorted(named) == sorted(generator.verbs.__all__)
    assert all(getattr(verbs, name) is not None for name in named)


def test_no_verb_goes_by_the_name_of_its_module() -> None:
    folder = Path(generator.verbs.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} & set(verbs.__all__) == set()


def test_a_verb_that_is_none_is_refused() -> None:
    with pytest.raises(AttributeError, match="no_verb"):
        _ = verbs.no_verb
