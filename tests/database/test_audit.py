"""The audit log: every act with what stood before and after; whatever is changed or taken out of it is found."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_samples import CLERK, WHO, draft, typed

from generator.database.audit import Act, breaks, write_down
from generator.database.changes import Desk, Step, save
from generator.database.engine import changing, looking
from generator.database.office import Office
from generator.database.store import DatabaseStore
from generator.database.tables import AUDIT
from generator.verbs.editing_versions import versions
from generator.verbs.packages import packages

COUNT = 12
COLUMNS = ("at", "who", "act", "campaign", "subject", "before", "after", "remark", "digest")


@pytest.fixture
def log(engine: sa.Engine) -> sa.Engine:
    """A log of twelve entries."""
    for number in range(COUNT):
        with changing(engine) as connection:
            before, after = ({"fines": number}, {"fines": number + 1, "note": ["甲", 1.5, None]})
            act = Act(
                who=WHO,
                act="填报",
                campaign="one",
                subject=f"{number}",
                before=before,
                after=after,
                remark="补",
            )
            write_down(connection, act)
    return engine


def found(engine: sa.Engine) -> list[tuple[int, bool]]:
    with looking(engine) as connection:
        return [(b.number, b.gone) for b in breaks(connection)]


def do(engine: sa.Engine, statement: sa.Executable) -> None:
    with changing(engine) as connection:
        connection.execute(statement)


def test_a_change_is_written_down_with_what_stood_before_and_after(small):
    first = save(small, "small", draft(fines=1), typed(), 0)
    save(small, "small", draft(fines=2), Step(to="submitted", who=CLERK, said="补报"), first.version)

    with looking(small) as connection:
        last = connection.execute(sa.select(AUDIT).order_by(AUDIT.c.id.desc()).limit(1)).one()
    assert (last.who, last.act, last.campaign, last.remark) == (CLERK, "上报", "small", "补报")
    assert last.subject == "hewan 2024-05 dispatch-communities"
    assert (last.before["state"], last.before["values"]) == ("draft", {"fines": 1})
    assert (last.after["state"], last.after["values"]) == ("submitted", {"fines": 2})


def test_a_log_that_nobody_touched_has_no_break(log):
    assert found(log) == []


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("number", [1, 7, COUNT])
def test_an_entry_of_which_anything_was_changed_is_found(column, number, log):
    value = {"fines": -1} if column in ("before", "after") else "别的"
    do(log, sa.update(AUDIT).where(AUDIT.c.id == number).values({column: value}))

    after = [(number, False)]
    if column == "digest" and number < COUNT:
        after.append((number + 1, False))  # which holds the digest that was
    assert found(log) == after


@pytest.mark.parametrize("number", [1, 7, COUNT - 1])
def test_an_entry_that_was_taken_out_is_found_at_the_next(number, log):
    do(log, sa.delete(AUDIT).where(AUDIT.c.id == number))
    assert found(log) == [(number + 1, True)]


def test_entries_numbered_anew_after_one_was_taken_out_are_found(log):
    do(log, sa.delete(AUDIT).where(AUDIT.c.id == 7))
    for number in range(8, COUNT + 1):
        do(log, sa.update(AUDIT).where(AUDIT.c.id == number).values(id=number - 1))
    assert found(log)[0] == (7, False)


def test_an_entry_changed_with_its_digest_reckoned_anew_is_found_at_the_next(log):
    from generator.database.audit import digest_of

    with looking(log) as connection:
        rows = connection.execute(sa.select(AUDIT).order_by(AUDIT.c.id)).mappings().all()
    forged = dict(rows[6]) | {"who": "别人"}
    digest = digest_of(forged, rows[5]["digest"])
    do(log, sa.update(AUDIT).where(AUDIT.c.id == 7).values(who="别人", digest=digest))

    assert found(log) == [(8, False)]


def test_two_entries_exchanged_are_found(log):
    with looking(log) as connection:
        rows = connection.execute(sa.select(AUDIT).order_by(AUDIT.c.id)).mappings().all()
    for number, other in ((4, rows[4]), (5, rows[3])):
        values = {name: other[name] for name in COLUMNS}
        do(log, sa.update(AUDIT).where(AUDIT.c.id == number).values(values))
    assert found(log)[0][0] == 4


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)

TOLD = (
    st.none()
    | st.booleans()
    | TEXTS
    | st.lists(PLAIN, max_size=3)
    | st.dictionaries(TEXTS, PLAIN, max_size=3)
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.tuples(TEXTS, TEXTS, TEXTS), before=TOLD, after=TOLD)
def test_whatever_is_written_down_is_read_as_it_was(said, before, after, engine):
    who, subject, remark = said
    with changing(engine) as connection:
        write_down(
            connection, Act(who=who, act="试", subject=subject, remark=remark, before=before, after=after)
        )

    with looking(engine) as connection:
        last = connection.execute(sa.select(AUDIT).order_by(AUDIT.c.id.desc()).limit(1)).one()
    assert (last.who, last.subject, last.remark, last.before, last.after) == (
        who,
        subject,
        remark,
        before,
        after,
    )
    assert found(engine) == []


def plan(engine: sa.Engine, statement: str, parameters: object) -> str:
    """How the database finds what a statement asks for; small tables are not read whole."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            return str(connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).all())
        return str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all())


def test_what_pages_ask_the_log_is_found_without_reading_all_of_it(small, tmp_path):
    office = Office(tmp_path / "office", small.url.render_as_string(hide_password=False))
    asked: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if "FROM audit" in statement:
            asked.append((statement, parameters))

    sa.event.listen(office.engine, "before_cursor_execute", note)
    versions(Desk(DatabaseStore(office.engine, "small", tmp_path / "store"), WHO))
    packages(office, "small")
    office.close()

    plans = [plan(small, *one) for one in asked]
    assert len(plans) == 2
    assert all("ix_audit_campaign_act_id" in found for found in plans), plans
