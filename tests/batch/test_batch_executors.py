"""Who does the work makes no difference to what comes of it."""

import shutil
from pathlib import Path

import pytest
from batch_villages import BUILD, NUMBER, SMALL_CHUNKS, contents, finished, start, villages

from generator import verbs
from generator.batch import cluster, hiring
from generator.batch.chunks import Chunk, Origin, digest_of, release, work
from generator.batch.making import Job
from generator.compose.sheets import Order
from generator.problem import EnvironmentProblem
from generator.sources.campaign import load

BESIDE_A_THREAD = "threading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"


@pytest.mark.parametrize(
    ("code", "executor"),
    [(SMALL_CHUNKS, ""), (SMALL_CHUNKS + BESIDE_A_THREAD, ""), (SMALL_CHUNKS, "dask")],
    ids=["copies of the process", "processes of their own", "dask"],
)
def test_several_processes_write_the_same_bytes_as_one(
    tmp_path: Path, town: Path, whole: Path, code: str, executor: str
) -> None:
    out = tmp_path / "输出"

    told = finished(start(code + BUILD, town, out, jobs=2, executor=executor))

    assert told == [f"rendered {NUMBER}"]
    assert contents(out) == contents(whole)


def test_an_edited_return_makes_its_unit_anew_and_no_other(tmp_path: Path, whole: Path) -> None:
    out = Path(shutil.copytree(whole, tmp_path / "输出"))
    before = times(out)

    told = finished(start(BUILD, villages(tmp_path / "行动", NUMBER, v7=4711), out, jobs=2))

    assert told == ["rendered 1"]
    assert {unit for unit, time in times(out).items() if time != before[unit]} == {"第7村"}
    changed = {name for name, content in contents(out).items() if content != contents(whole)[name]}
    assert {name.partition("/")[0] for name in changed} == {"manifest.json", "第7村"}


def times(root: Path) -> dict[str, int]:
    """When the file of each unit was written last."""
    return {path.parent.name: path.stat().st_mtime_ns for path in root.rglob("*.docx")}


def test_an_added_village_is_made_and_the_others_are_left(tmp_path: Path, whole: Path) -> None:
    out = Path(shutil.copytree(whole, tmp_path / "输出"))

    told = finished(start(BUILD, villages(tmp_path / "行动", NUMBER + 2), out))

    assert told == ["rendered 2"]


def test_another_program_makes_everything_anew(tmp_path: Path, town: Path, whole: Path) -> None:
    out = Path(shutil.copytree(whole, tmp_path / "输出"))
    other = "from generator.batch import engines\nengines._engine = lambda kind: 'another'\n"

    told = finished(start(other + BUILD, town, out))

    assert told == [f"rendered {NUMBER}"]


def test_a_file_edited_by_hand_is_kept_without_making_it_anew(
    tmp_path: Path, town: Path, whole: Path
) -> None:
    out = Path(shutil.copytree(whole, tmp_path / "输出"))
    edited = next((out / "第7村").iterdir())
    edited.write_bytes(b"edited")

    told = finished(start(BUILD, town, out, jobs=2))

    assert told == ["OUT-002 v7", "rendered 0"]
    assert edited.read_bytes() == b"edited"


def test_a_file_removed_by_hand_is_made_again(tmp_path: Path, town: Path, whole: Path) -> None:
    out = Path(shutil.copytree(whole, tmp_path / "输出"))
    next((out / "第7村").iterdir()).unlink()

    told = finished(start(BUILD, town, out))

    assert told == ["rendered 1"]
    assert contents(out) == contents(whole)


def test_data_that_changed_between_reading_and_making_stop_the_run(tmp_path: Path) -> None:
    source = villages(tmp_path / "行动", 4)
    changed = f"""
{SMALL_CHUNKS}
{BESIDE_A_THREAD}
from generator.verbs import building
def hold(origin, basis):
    (source / "campaign.yaml").write_text((source / "campaign.yaml").read_text().replace("甲", "乙"))
building.hold = hold
try:
    build()
except Exception as error:
    print(type(error).__name__, error)
"""
    (told,) = finished(start(changed, source, tmp_path / "输出", jobs=2))

    assert told.startswith("EnvironmentProblem")
    assert "改动了" in told


def test_a_worker_with_another_program_does_none_of_its_chunks(tmp_path: Path) -> None:
    source = villages(tmp_path / "行动", 1)
    job = Job(order=Order(period="2023-06"), formats=("docx",), engines={"docx": "another"})
    chunk = Chunk(
        origin=Origin(source=str(source), digest=digest_of(load(source).digest, {}, {})),
        target=str(tmp_path / "输出"),
        mark="",
        job=job,
        tasks=(),
        known=(),
        journals=(".manifest.journal.1",),
    )

    for _ in range(2):
        with pytest.raises(EnvironmentProblem, match="程序版本或字体"):
            work(chunk)
    release()


def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path) -> None:
    source = villages(tmp_path / "行动", 1)
    asked = verbs.BuildRequest(
        source=source, target=tmp_path / "输出", formats=("docx",), executor="dask://127.0.0.1:1"
    )

    with pytest.raises(EnvironmentProblem, match="连不上 Dask 调度器"):
        verbs.build(asked)


@pytest.mark.parametrize("failures", [1, 2])
def test_a_cluster_that_does_not_start_is_tried_once_more(
    monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    failing = iter([RuntimeError("no port")] * failures)

    def client(*words: object) -> object:
        for error in failing:
            raise error
        return "client"

    monkeypatch.setattr(cluster, "_client", client)
    monkeypatch.setattr(cluster, "_crew", lambda hired: hired)
    hiring = cluster.of_this_machine(2)

    if failures == 1:
        assert hiring.crew(1.0) == "client"
    else:
        with pytest.raises(EnvironmentProblem, match="没有起来（no port）"):
            hiring.crew(1.0)
        hiring.cancel()


def test_a_moment_of_work_is_not_shared() -> None:
    hire = hiring.hiring("", 0).crew

    assert hire(0.5).workers == 1
    assert hire(3600.0).workers == hiring.cores()
    assert hiring.hiring("serial", 4).crew(3600.0).workers == 1
    assert hiring.hiring("", 3).crew(0.1).workers == 3
