"""Changes: two who save at once are told, nothing that was acknowledged is lost, whatever happens to the process."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from office_samples import CLERK, WHO, draft, typed

from generator.database.audit import breaks
from generator.database.changes import Changed, NotAllowed, Step, add_line, reasons, save
from generator.database.engine import looking, open_engine
from generator.database.tables import AUDIT, CAMPAIGNS, RETURNS

ROOT = Path(__file__).parents[2]
THREADS, SAVES = 20, 50


def of_draft(engine: sa.Engine, unit: str = "hewan") -> sa.Row:
    with looking(engine) as connection:
        asked = sa.select(RETURNS).where(RETURNS.c.unit == unit, RETURNS.c.period == "2024-05")
        return connection.execute(asked).one()


def entries(engine: sa.Engine, act: str) -> list[sa.Row]:
    with looking(engine) as connection:
        assert list(breaks(connection)) == []
        return list(connection.execute(sa.select(AUDIT).where(AUDIT.c.act == act).order_by(AUDIT.c.id)))


def test_who_comes_second_is_told_by_whom_and_when_and_nothing_is_written_over(small):
    first = save(small, "small", draft(fines=1), typed("邱叶（qiuye）"), 0)
    second = save(small, "small", draft(fines=2), typed("董满（dongman）"), first.version)

    with pytest.raises(Changed) as told:
        save(small, "small", draft(fines=3), typed("邱叶（qiuye）"), first.version)
    with pytest.raises(Changed):
        save(small, "small", draft(fines=3), typed(), 0)

    assert (told.value.by, told.value.at) == ("董满（dongman）", second.changed_at)
    row = of_draft(small)
    assert (row.content["values"], row.version) == ({"fines": 2}, 2)
    assert [e.after["values"] for e in entries(small, "填报")] == [{"fines": 1}, {"fines": 2}]


def test_of_two_who_save_at_the_same_moment_one_wins(small):
    for seen in range(10):
        together = threading.Barrier(2)

        def saved(who: str, seen: int = seen, together: threading.Barrier = together) -> bool:
            together.wait()
            try:
                save(small, "small", draft(fines=seen), typed(who), seen)
            except Changed:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(saved, ("甲", "乙"))) == [False, True]
    assert (of_draft(small).version, len(entries(small, "填报"))) == (10, 10)


def test_many_who_save_at_once_lose_nothing(small):
    """20 clerks save 50 times each: half of them to returns of their own, half to one that all share."""
    together = threading.Barrier(THREADS)

    def clerk(number: int) -> int:
        together.wait()
        unit, version, kept = ("shared" if number % 2 else f"unit{number}"), 0, 0
        while kept < SAVES:
            try:
                version = save(
                    small, "small", draft(unit, by=number, fines=kept), typed(f"{number}"), version
                ).version
                kept += 1
            except Changed:
                version = of_draft(small, unit).version
        return kept

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(clerk, range(THREADS))) == THREADS * SAVES

    acts = entries(small, "填报")
    assert len(acts) == THREADS * SAVES
    for number in range(THREADS):  # what each saved stands in the log once, in order
        mine = [a.after["values"]["fines"] for a in acts if a.who == str(number)]
        assert mine == list(range(SAVES))
    assert of_draft(small, "shared").version == THREADS // 2 * SAVES
    assert {of_draft(small, f"unit{n}").version for n in range(0, THREADS, 2)} == {SAVES}
    shared = [a for a in acts if a.subject.startswith("shared")]
    for before, after in pairwise(shared):  # each saw what the one before left
        assert after.before["values"] == before.after["values"]
    with looking(small) as connection:
        change = connection.execute(sa.select(CAMPAIGNS.c.change)).scalar_one()
    assert change == THREADS * SAVES + 1


def test_lines_that_many_add_at_once_all_stand_in_the_file(small):
    day = date(2024, 5, 6)

    def add(number: int) -> str:
        return add_line(
            small, "small", "receipts", day, f"- {{duty: 第{number}项, received_on: 2024-05-06}}", WHO
        )

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(add, range(40))) == {"receipts/2024-05.yaml"}

    with looking(small) as connection:
        asked = sa.text("SELECT content FROM files WHERE name = 'receipts/2024-05.yaml'")
        text = bytes(connection.execute(asked).scalar_one()).decode()
    assert sorted(line.split("第")[1].split("项")[0] for line in text.splitlines() if "第" in line) == sorted(
        map(str, range(40))
    )
    assert len(entries(small, "记一笔")) == 40


SAVER = """\
import sys
sys.path[:0] = sys.argv[2:4]
from office_samples import draft, typed
from generator.database.changes import save
from generator.database.engine import open_engine
engine, version = open_engine(sys.argv[1]), 0
while True:
    version = save(engine, "small", draft(fines=version), typed(), version).version
    print(version, flush=True)
"""


@pytest.mark.parametrize("after", [3, 40])
def test_a_process_killed_in_the_midst_of_saving_loses_no_acknowledged_save(after, small, database_url):
    command = [sys.executable, "-c", SAVER, database_url, str(Path(__file__).parent), str(ROOT)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        acknowledged = [int(process.stdout.readline()) for _ in range(after)]
    finally:
        os.kill(process.pid, signal.SIGKILL)
    acknowledged += [int(line) for line in process.stdout if line.endswith("\n")]
    process.wait()

    engine = open_engine(database_url)
    row = of_draft(engine)
    assert acknowledged == list(range(1, len(acknowledged) + 1))
    assert row.version in (
        len(acknowledged),
        len(acknowledged) + 1,
    )  # one more may have been kept and not told
    assert row.content["values"] == {"fines": row.version - 1}
    assert len(entries(engine, "填报")) == row.version
    assert save(engine, "small", draft(fines=-1), typed(), row.version).version == row.version + 1


def test_a_change_that_fails_half_way_leaves_nothing(small, monkeypatch):
    def fails(*_: object) -> None:
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr("generator.database.changes.write_down", fails)
    with pytest.raises(RuntimeError):
        save(small, "small", draft(fines=1), typed(), 0)

    with looking(small) as connection:
        assert connection.execute(sa.select(CAMPAIGNS.c.change)).scalar_one() == 1
        assert connection.execute(sa.select(RETURNS).where(RETURNS.c.period == "2024-05")).all() == []


@pytest.mark.parametrize(
    ("way", "to", "allowed"),
    [
        ((), "draft", True),
        ((), "submitted", True),
        ((), "accepted", False),
        ((), "sent_back", False),
        (("submitted",), "draft", False),
        (("submitted",), "submitted", False),
        (("submitted",), "sent_back", True),
        (("submitted",), "accepted", True),
        (("submitted", "accepted"), "draft", False),
        (("submitted", "accepted"), "sent_back", True),
        (("submitted", "sent_back"), "draft", True),
        (("submitted", "sent_back"), "submitted", True),
        (("submitted", "sent_back"), "accepted", False),
    ],
)
def test_a_return_goes_from_state_to_state_as_it_may(way, to, allowed, small):
    version = 0
    for state in way:
        version = save(small, "small", draft(fines=1), Step(to=state, who=CLERK), version).version
    count = len(entries_all(small))

    if allowed:
        assert save(small, "small", draft(fines=1), Step(to=to, who=CLERK), version).state == to
    else:
        with pytest.raises(NotAllowed):
            save(small, "small", draft(fines=1), Step(to=to, who=CLERK), version)
        assert len(entries_all(small)) == count


def entries_all(engine: sa.Engine) -> list[sa.Row]:
    with looking(engine) as connection:
        return list(connection.execute(sa.select(AUDIT)))


def test_a_draft_keeps_why_it_was_sent_back_until_it_is_handed_in_again(small):
    version, found = 0, []
    for number, (state, said) in enumerate(
        [
            ("submitted", "代填：电话报来"),
            ("sent_back", "第2项比台账多"),
            ("draft", ""),
            ("draft", "代填：当面说的"),
            ("draft", ""),
            ("submitted", ""),
            ("sent_back", "第3项也多"),
            ("draft", "代填：当面说的"),
        ]
    ):
        step = Step(to=state, who=CLERK, said=said)
        kept = save(small, "small", draft(fines=number), step, version)
        version, found = kept.version, [*found, reasons(kept.state, kept.said)]

    assert found == [
        ("代填：电话报来", ""),
        ("", "第2项比台账多"),
        ("", "第2项比台账多"),
        ("代填：当面说的", "第2项比台账多"),
        ("", "第2项比台账多"),
        ("", ""),
        ("", "第3项也多"),
        ("代填：当面说的", "第3项也多"),
    ]
    assert [e.remark for e in entries(small, "填报")] == ["", "代填：当面说的", "", "代填：当面说的"]


def test_a_step_whose_answer_was_lost_is_not_taken_twice_when_it_is_asked_for_again(small):
    first = save(small, "small", draft(fines=1), typed(), 0)
    again = save(small, "small", draft(fines=1), typed(), 0)
    step = Step(to="submitted", who=CLERK)
    handed_in = save(small, "small", draft(fines=1), step, first.version)
    back = Step(to="sent_back", who=WHO, said="请核对")
    sent_back = save(small, "small", draft(fines=1), back, handed_in.version)

    assert again == first
    assert save(small, "small", draft(fines=1), back, handed_in.version) == sent_back
    assert [len(entries(small, act)) for act in ("填报", "上报", "退回")] == [1, 1, 1]
    for other, seen in (
        (Step(to="sent_back", who=WHO, said="另一个原因"), handed_in.version),
        (Step(to="sent_back", who=CLERK, said="请核对"), handed_in.version),
        (step, first.version),
    ):
        with pytest.raises(Changed):
            save(small, "small", draft(fines=1), other, seen)
