"""A campaign goes into the database and comes out of it as it was; what was changed comes out as what it is now."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import ryaml
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_samples import CAMPAIGNS, CLERK, SMALL, WHO, carried_in, draft, typed

from generator.database.carrying import NotCarried, Taken, carry_in, carry_out
from generator.database.changes import Step, save, write_file
from generator.database.engine import changing, looking
from generator.database.mirror import write_files
from generator.database.store import DatabaseStore, Kept, content_of, kept_of
from generator.database.tables import FILES, RETURNS
from generator.model.filled import Return
from generator.problem import ProblemsFound, errors
from generator.sources.campaign import Loaded, load
from generator.sources.typed import typed as read_typed

WHOLE = sorted(folder for folder in CAMPAIGNS.iterdir() if folder.name != "every_problem")
HANDED_IN = Step(to="submitted", who=CLERK)


def contents(folder: Path) -> dict[str, bytes]:
    """The files below a folder that a campaign consists of."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def told(loaded: Loaded) -> list[str]:
    return sorted(str(p) for p in loaded.problems)


@pytest.mark.parametrize("campaign", WHOLE, ids=lambda folder: folder.name)
def test_every_campaign_comes_out_byte_for_byte_as_it_went_in(campaign, engine, tmp_path):
    before = carried_in(engine, campaign, "one")

    number = carry_out(engine, "one", tmp_path / "out")

    assert contents(tmp_path / "out") == contents(campaign)
    assert number == len(contents(campaign))
    after = load(tmp_path / "out")
    assert after.campaign == before.campaign
    assert told(after) == told(before)


@pytest.mark.parametrize("campaign", WHOLE, ids=lambda folder: folder.name)
def test_every_campaign_is_read_from_the_database_as_from_its_folder(campaign, engine, tmp_path):
    before = carried_in(engine, campaign, "one")

    after = DatabaseStore(engine, "one", tmp_path / "store").load()

    assert after.campaign is not None
    by_key = sorted(after.campaign.returns, key=key)
    assert by_key == sorted(before.campaign.returns, key=key)
    assert {**vars_of(after.campaign), "returns": ()} == {**vars_of(before.campaign), "returns": ()}
    assert after.forms == before.forms
    assert errors(after.problems) == []


def key(filled: Return) -> tuple[str, str, str, int]:
    return (filled.period, filled.unit, filled.form, filled.correction)


def vars_of(campaign: object) -> dict[str, object]:
    return {name: getattr(campaign, name) for name in campaign.__dataclass_fields__}


def in_database(engine: sa.Engine) -> list[Kept]:
    with looking(engine) as connection:
        return [kept_of(row) for row in connection.execute(sa.select(RETURNS))]


def test_a_changed_return_leaves_its_file_and_comes_out_as_yaml_that_reads_the_same(engine, tmp_path):
    before = carried_in(engine, CAMPAIGNS / "jiangguanchi", "one")
    files = contents(CAMPAIGNS / "jiangguanchi")
    (old,) = [k for k in in_database(engine) if k.filled.unit == "qiuhu" and k.filled.period == "2023-06"]
    sent_back = save(engine, "one", old.filled, Step(to="sent_back", who=WHO, said="数不对"), old.version)
    changed = dict(old.filled.values) | {"assessments": 3}
    filled = Return(
        schema=1,
        form=old.filled.form,
        version=1,
        unit="qiuhu",
        period="2023-06",
        values=changed,
        filled_by="邱叶",
    )
    drafted = save(engine, "one", filled, typed(), sent_back.version)
    save(engine, "one", filled, HANDED_IN, drafted.version)

    carry_out(engine, "one", tmp_path / "out")

    out = contents(tmp_path / "out")
    gone, come = files.keys() - out.keys(), out.keys() - files.keys()
    assert come == {f"returns/2023-06/qiuhu-{filled.form}.yaml"}
    assert len(gone) <= 1
    assert {name: out[name] for name in files.keys() & out.keys()} == {
        name: files[name] for name in files.keys() & out.keys()
    }
    after = load(tmp_path / "out").campaign
    assert filled in after.returns
    others = [r for r in before.campaign.returns if key(r) != key(filled)]
    assert sorted((r for r in after.returns if r != filled), key=key) == sorted(others, key=key)


def test_what_is_half_filled_or_was_sent_back_does_not_come_out(small, tmp_path):
    first = save(small, "small", draft(fines=1), typed(), 0)
    carry_out(small, "small", tmp_path / "draft")
    handed_in = save(small, "small", first.filled, HANDED_IN, first.version)
    carry_out(small, "small", tmp_path / "handed in")
    save(small, "small", first.filled, Step(to="sent_back", who=WHO, said="重填"), handed_in.version)
    carry_out(small, "small", tmp_path / "sent back")

    name = "returns/2024-05/hewan-dispatch-communities.yaml"
    assert [name in contents(tmp_path / folder) for folder in ("draft", "handed in", "sent back")] == [
        False,
        True,
        False,
    ]


def test_a_file_that_says_something_else_is_not_written_over(small, tmp_path):
    name = "returns/2024-05/hewan-dispatch-communities.yaml"
    write_file(small, "small", name, b"# \xe5\x88\xab\xe7\x9a\x84\n", WHO)
    first = save(small, "small", draft(fines=1), typed(), 0)
    save(small, "small", first.filled, HANDED_IN, first.version)

    carry_out(small, "small", tmp_path / "out")

    out = contents(tmp_path / "out")
    assert out[name] == b"# \xe5\x88\xab\xe7\x9a\x84\n"
    assert b"fines: 1" in out["returns/2024-05/hewan-dispatch-communities-2.yaml"]


def test_a_code_is_used_once_and_a_wrong_campaign_stays_outside(small, tmp_path):
    with pytest.raises(Taken):
        carried_in(small, SMALL, "small")
    wrong = CAMPAIGNS / "every_problem" / "DATA-006"
    with pytest.raises(ProblemsFound):
        carry_in(small, "wrong", wrong, load(wrong), WHO)
    with pytest.raises(LookupError):
        DatabaseStore(small, "wrong", tmp_path / "x").load()


def test_hidden_files_and_those_of_office_programs_stay_outside(engine, tmp_path):
    folder = tmp_path / "campaign"
    write_files(folder, contents(SMALL))
    for name in (".git/config", "~$campaign.docx", "returns/.~lock.x#"):
        write_files(folder, {name: b"x"})

    carried_in(engine, folder, "one")
    carry_out(engine, "one", tmp_path / "out")

    assert contents(tmp_path / "out") == contents(SMALL)


def test_a_link_that_leads_outside_is_refused(engine, tmp_path):
    folder = tmp_path / "campaign"
    write_files(folder, contents(SMALL))
    loaded = load(folder)
    (folder / "passwords").symlink_to("/etc/passwd")

    with pytest.raises(ProblemsFound, match="SRC-012"):
        carried_in(engine, folder, "one")
    carry_in(engine, "one", folder, loaded, WHO)  # one that came after the folder was read
    carry_out(engine, "one", tmp_path / "out")
    assert contents(tmp_path / "out") == contents(SMALL)


def test_a_folder_of_too_many_files_is_refused_whole(engine, tmp_path, monkeypatch):
    monkeypatch.setattr("generator.database.carrying.FILES_MAX", 2)
    with pytest.raises(NotCarried, match="文件太大或太多"):
        carried_in(engine, SMALL, "one")
    with pytest.raises(LookupError):
        DatabaseStore(engine, "one", tmp_path / "x").load()


@pytest.mark.parametrize("name", ["../outside.yaml", "/tmp/outside.yaml", "returns/../../outside.yaml"])
def test_no_file_is_written_outside_the_folder(name, small, tmp_path):
    with changing(small) as connection:
        connection.execute(sa.update(FILES).where(FILES.c.name == "campaign.yaml").values(name=name))

    with pytest.raises(ValueError, match="not below the folder"):
        carry_out(small, "small", tmp_path / "deep" / "out")
    assert list(tmp_path.rglob("outside.yaml")) == []


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
SCALARS = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | TEXTS | st.dates().map(date.isoformat)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
CELLS = (
    SCALARS | NUMBERS | st.dictionaries(st.sampled_from(["count", "amount"]), SCALARS | NUMBERS, max_size=2)
)
FILLED = st.builds(
    Return,
    schema=st.just(1),
    form=st.just("dispatch-communities"),
    version=st.just(1),
    unit=st.just("hewan"),
    period=st.just("2024-05"),
    values=st.dictionaries(st.sampled_from(["fines", "checks", "note"]), CELLS),
    rows=st.lists(st.dictionaries(st.sampled_from(["a", "b"]), CELLS, min_size=1), max_size=3).map(tuple),
    filled_by=TEXTS,
    reviewed_by=TEXTS,
    filled_on=st.none() | st.dates(),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filled=FILLED)
def test_whatever_was_typed_is_read_back_as_it_was(filled, small):
    version = next((k.version for k in in_database(small) if key(k.filled) == key(filled)), 0)

    kept = save(small, "small", filled, typed(), version)

    assert kept.filled == read_typed(Return, content_of(filled))[0]
    (again,) = [k for k in in_database(small) if key(k.filled) == key(filled)]
    assert again == kept
    assert again.filled == filled


def test_a_return_that_stood_in_one_file_with_others_leaves_it_with_all_of_them(engine, tmp_path):
    before = carried_in(engine, CAMPAIGNS / "xinyang", "one").campaign
    files = contents(CAMPAIGNS / "xinyang")
    shared = "returns/2023-08/shihe.yaml"
    with looking(engine) as connection:
        asked = sa.select(RETURNS).where(RETURNS.c.file == shared).order_by(RETURNS.c.id)
        first, *others = [kept_of(row) for row in connection.execute(asked)]
    assert others

    save(engine, "one", first.filled, Step(to="sent_back", who=WHO, said="请核对"), first.version)
    save(engine, "one", first.filled, HANDED_IN, first.version + 1)
    carry_out(engine, "one", tmp_path / "out")

    out = contents(tmp_path / "out")
    assert files.keys() - out.keys() == {shared}
    assert len(out.keys() - files.keys()) == 1 + len(others)
    after = load(tmp_path / "out").campaign
    assert sorted(after.returns, key=key) == sorted(before.returns, key=key)


def inline(folder: Path, how: str) -> Path:
    """The small campaign with its returns written in its own file, in one beside it, as JSON, or in one line."""
    files = contents(SMALL)
    items = [ryaml.loads(files.pop(name).decode()) for name in sorted(files) if name.startswith("returns/")]
    listed = json.dumps(items, ensure_ascii=False)
    block = "returns:\n" + "".join(
        "  - " + json.dumps(i, ensure_ascii=False) + "  # 电话报来\n" for i in items
    )
    main = files.pop("campaign.yaml").decode()
    if how == "json":
        made = json.dumps(ryaml.loads(main) | {"returns": items}, ensure_ascii=False)
        files["campaign.json"] = made.encode()
    elif how == "beside":
        files |= {"campaign.yaml": main.encode(), "报送.yaml": f"schema: 1\n{block}".encode()}
    elif how == "one line":
        whole = json.dumps(ryaml.loads(main), ensure_ascii=False)
        files["campaign.yaml"] = f'{whole[:-1]}, "returns": {listed}}}\n'.encode()
    else:
        before, after = main.split("work_group:")
        middle = f"# 村里报来的\n{block}\n# 专班的名单\nwork_group:"
        files["campaign.yaml"] = f"{before}{middle}{after}".replace("\n", "\r\n").encode()
    write_files(folder, files)
    return folder


WAYS = ["among the keys", "beside", "json", "one line"]


@pytest.mark.parametrize("how", WAYS)
def test_returns_in_the_campaigns_own_file_have_rows_and_count_once(how, engine, tmp_path):
    folder = inline(tmp_path / "campaign", how)
    before = carried_in(engine, folder, "one").campaign
    store = DatabaseStore(engine, "one", tmp_path / "store")

    assert len(before.returns) == 2
    assert sorted((k.filled for k in store.kept()), key=key) == sorted(before.returns, key=key)
    assert sorted(store.load().campaign.returns, key=key) == sorted(before.returns, key=key)
    assert store.body().campaign.returns == ()
    assert {p.path[1] for p in store.load().problems if p.path[:1] == ("returns",)} <= {0, 1}
    carry_out(engine, "one", tmp_path / "out")
    assert contents(tmp_path / "out") == contents(folder)


@pytest.mark.parametrize("how", WAYS)
def test_one_of_them_that_was_changed_leaves_the_file_and_no_second_one_comes_to_exist(how, engine, tmp_path):
    folder = inline(tmp_path / "campaign", how)
    before = carried_in(engine, folder, "one").campaign
    store = DatabaseStore(engine, "one", tmp_path / "store")
    first, second = store.kept()
    sent_back = save(engine, "one", first.filled, Step(to="sent_back", who=WHO, said="请核对"), first.version)
    changed = replace(first.filled, reviewed_by="路遥")
    save(engine, "one", changed, HANDED_IN, sent_back.version)

    assert sorted(store.load().campaign.returns, key=key) == sorted([changed, second.filled], key=key)
    carry_out(engine, "one", tmp_path / "out")
    after = load(tmp_path / "out")
    assert errors(after.problems) == []
    assert sorted(after.campaign.returns, key=key) == sorted([changed, second.filled], key=key)
    assert replace(after.campaign, returns=()) == replace(before, returns=())
    if how == "among the keys":
        was = (folder / "campaign.yaml").read_bytes()
        start, end = was.index(b"returns:"), was.index("\r\n# 专班的名单".encode())
        assert (tmp_path / "out" / "campaign.yaml").read_bytes() == was[:start] + was[end:]
    if how == "beside":
        assert not (tmp_path / "out" / "报送.yaml").exists(), "nothing else stood in it"


def test_one_of_them_is_corrected_beside_it(engine, tmp_path):
    folder = inline(tmp_path / "campaign", "among the keys")
    carried_in(engine, folder, "one")
    first, _ = DatabaseStore(engine, "one", tmp_path / "store").kept()
    save(engine, "one", replace(first.filled, correction=1, reviewed_by="路遥"), HANDED_IN, 0)

    carry_out(engine, "one", tmp_path / "out")

    assert contents(folder).items() <= contents(tmp_path / "out").items()
    assert len(load(tmp_path / "out").campaign.returns) == 3
