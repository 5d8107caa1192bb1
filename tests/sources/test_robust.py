"""Whatever the input, load() returns problems and never raises."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import every_problem
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.sources.campaign import Loaded, load

SLOW_IS_FINE = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
FILES = sorted(f for f in every_problem.BASE.rglob("*.yaml"))
KEYS = st.sampled_from(
    [
        "schema",
        "name",
        "units",
        "kinds",
        "hazards",
        "returns",
        "forms",
        "values",
        "rows",
        "code",
        "<<",
        "parent",
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)
YAML_TEXT = st.text(alphabet="ab:-?[]{},&*!|>'\"%@`#\t\n \\0195~<=.：é\u200b\U0002053f", max_size=60)


def load_text(raw: bytes, name: str = "campaign.yaml") -> Loaded:
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(raw)
        return load(file)


def assert_refused_politely(loaded: Loaded) -> None:
    assert loaded.problems
    assert all(p.message and p.where for p in loaded.problems)


@SLOW_IS_FINE
@given(raw=st.binary(max_size=200))
@example(raw=b"\x00")
@example(raw=b"\xff\xfe")
@example(raw=b"a: \xc2\x85b")
def test_random_bytes(raw: bytes) -> None:
    assert_refused_politely(load_text(raw))


@SLOW_IS_FINE
@given(text=YAML_TEXT, name=st.sampled_from(["campaign.yaml", "campaign.json"]))
@example(text="? {a: 1}\n: b", name="campaign.yaml")
@example(text="1: a\n'1': b", name="campaign.yaml")
@example(text='"\\ud800": 1', name="campaign.yaml")
@example(text='{"\\ud800": [1e999]}', name="campaign.json")
@example(text="%YAML 9.9\n---\na: 1", name="campaign.yaml")
def test_random_text(text: str, name: str) -> None:
    assert_refused_politely(load_text(text.encode("utf-8"), name))


@SLOW_IS_FINE
@given(tree=st.dictionaries(KEYS, TREES, max_size=6))
def test_random_data(tree: dict[str, Any]) -> None:
    text = json.dumps({**tree, "schema": 1})
    assert_refused_politely(load_text(text.encode(), "campaign.json"))


@SLOW_IS_FINE
@given(data=st.data())
def test_a_valid_campaign_with_one_thing_replaced(data: st.DataObject) -> None:
    loaded = load(every_problem.BASE)
    assert loaded.campaign is not None
    with TemporaryDirectory() as folder:
        campaign = every_problem.lay_out("SRC-007", Path(folder))
        file = data.draw(st.sampled_from(FILES)).relative_to(every_problem.BASE)
        lines = (every_problem.BASE / file).read_text(encoding="utf-8").split("\n")
        (campaign / "hazards.yaml").unlink()
        number = data.draw(st.integers(0, len(lines) - 1))
        start = data.draw(st.integers(0, len(lines[number])))
        lines[number] = lines[number][:start] + json.dumps(data.draw(TREES)) + lines[number][start + 3 :]
        (campaign / file).write_text("\n".join(lines), encoding="utf-8")
        result = load(campaign)
    assert all(p.message and p.where for p in result.problems)
    assert result.campaign is not None or result.problems
