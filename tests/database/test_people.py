"""People: passwords, sessions, invitations and tokens; none can be read back, each ends when it should."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from office_samples import WHO

from generator.database import people
from generator.database.audit import breaks
from generator.database.engine import changing, looking
from generator.database.people import CODE_LETTERS, FAILURES_MAX, Locked, NotAccepted
from generator.database.tables import AUDIT, INVITATIONS, METADATA, PEOPLE, SESSIONS
from generator.model.people import Person

PASSWORD = "yan-he-7-yue"
QIUYE = Person(id=0, login="qiuye", name="邱叶", role="clerk", unit="qiuhu")
PAST = "2020-01-01T00:00:00.000000Z"


@pytest.fixture
def staffed(engine: sa.Engine) -> sa.Engine:
    """An office with one clerk."""
    people.add(engine, QIUYE, PASSWORD, WHO)
    return engine


def rows(engine: sa.Engine, table: sa.Table) -> list[sa.Row]:
    with looking(engine) as connection:
        return list(connection.execute(sa.select(table)))


def put(engine: sa.Engine, table: sa.Table, **values: object) -> None:
    with changing(engine) as connection:
        connection.execute(sa.update(table).values(**values))


def everything(engine: sa.Engine) -> str:
    """All that the database holds, as text."""
    return "\n".join(repr(tuple(row)) for table in METADATA.sorted_tables for row in rows(engine, table))


# Passwords


def test_a_password_is_kept_as_a_hash_of_its_own_and_opens_the_door(staffed):
    people.add(staffed, Person(id=0, login="dongman", name="董满", role="office"), PASSWORD, WHO)

    first, second = (row.password for row in rows(staffed, PEOPLE))
    assert first.startswith("$argon2id$")
    assert first != second
    assert people.signed_in(staffed, people.sign_in(staffed, "qiuye", PASSWORD)).login == "qiuye"


@pytest.mark.parametrize(
    "password", [PASSWORD.upper(), PASSWORD + " ", PASSWORD[:-1], "", "$argon2id$", "\0", "邱叶"]
)
def test_a_wrong_password_is_refused_as_a_wrong_login_is(password, staffed):
    told = []
    for login in ("qiuye", "nobody"):
        with pytest.raises(NotAccepted) as refused:
            people.sign_in(staffed, login, password)
        told.append(str(refused.value))
    assert told[0] == told[1]
    assert rows(staffed, SESSIONS) == []


@pytest.mark.parametrize("login", ["", "\0", "qiuye\0", "x" * 5000, "\ud800", "' OR 1=1 --", "邱叶", "%"])
def test_a_login_that_none_can_have_is_refused_and_written_down(login, staffed):
    with pytest.raises(NotAccepted, match="登录名或密码不对"):
        people.sign_in(staffed, login, PASSWORD)

    last = rows(staffed, AUDIT)[-1]
    assert (last.act, len(last.who) <= 40) == ("登录失败", True)
    with looking(staffed) as connection:
        assert list(breaks(connection)) == []


@pytest.mark.parametrize("password", ["\ud800" * 8 + "abc", "口令 is fine 7", "x" * 190 + "abcde"])
def test_a_password_of_any_characters_is_kept_or_refused_with_words(password, engine):
    try:
        people.add(engine, QIUYE, password, WHO)
    except NotAccepted:
        assert rows(engine, PEOPLE) == []
    else:
        assert people.sign_in(engine, "qiuye", password)


@pytest.mark.parametrize(
    ("change", "password", "said"),
    [
        ({"login": "q"}, PASSWORD, "登录名用 2 到 40"),
        ({"login": "邱叶"}, PASSWORD, "登录名用 2 到 40"),
        ({"login": "qiu ye"}, PASSWORD, "登录名用 2 到 40"),
        ({"unit": ""}, PASSWORD, "要写明单位"),
        ({}, "1234567", "密码要有 8 到 200"),
        ({}, "x" * 201, "密码要有 8 到 200"),
        ({}, "aaabbbccc", "太好猜"),
        ({"login": "yan-he-7-yue"}, "Yan-He-7-Yue", "太好猜"),
    ],
)
def test_who_will_not_do_is_told_why_and_not_added(change, password, said, engine):
    values = {"id": 0, "login": "qiuye", "name": "邱叶", "role": "clerk", "unit": "qiuhu"}

    with pytest.raises(NotAccepted, match=said):
        people.add(engine, Person(**values | change), password, WHO)
    assert (rows(engine, PEOPLE), rows(engine, AUDIT)) == ([], [])


def test_after_five_wrong_passwords_the_right_one_waits(staffed):
    for _ in range(FAILURES_MAX):
        with pytest.raises(NotAccepted, match="登录名或密码不对"):
            people.sign_in(staffed, "qiuye", "wrong-1234")

    with pytest.raises(Locked, match="停 15 分钟"):
        people.sign_in(staffed, "qiuye", PASSWORD)
    assert [r.act for r in rows(staffed, AUDIT)].count("登录失败") == FAILURES_MAX
    put(staffed, PEOPLE, locked_until=PAST)
    assert people.sign_in(staffed, "qiuye", PASSWORD)
    assert rows(staffed, PEOPLE)[0].failures == 0


def test_four_wrong_passwords_and_a_right_one_begin_the_count_anew(staffed):
    for _ in range(3):
        for _ in range(FAILURES_MAX - 1):
            with pytest.raises(NotAccepted):
                people.sign_in(staffed, "qiuye", "wrong-1234")
        assert people.sign_in(staffed, "qiuye", PASSWORD)


def test_wrong_passwords_of_many_at_once_are_all_counted(staffed):
    together = Barrier(FAILURES_MAX)

    def attempt(_number: int) -> str:
        together.wait()
        try:
            return people.sign_in(staffed, "qiuye", "wrong-1234")
        except NotAccepted:
            return ""

    with ThreadPoolExecutor(FAILURES_MAX) as pool:
        assert set(pool.map(attempt, range(FAILURES_MAX))) == {""}
    with pytest.raises(Locked):
        people.sign_in(staffed, "qiuye", PASSWORD)


def test_another_password_unlocks_and_ends_every_session(staffed):
    token = people.sign_in(staffed, "qiuye", PASSWORD)
    for _ in range(FAILURES_MAX):
        with pytest.raises(NotAccepted):
            people.sign_in(staffed, "qiuye", "wrong-1234")

    people.set_password(staffed, "qiuye", "another-7", WHO)

    assert people.signed_in(staffed, token) is None
    assert people.sign_in(staffed, "qiuye", "another-7")
    with pytest.raises(NotAccepted):
        people.sign_in(staffed, "qiuye", PASSWORD)


# Sessions


def test_a_session_ends_when_its_time_is_over_when_it_is_ended_and_when_its_person_is_shut_out(staffed):
    tokens = [people.sign_in(staffed, "qiuye", PASSWORD) for _ in range(2)]
    people.sign_out(staffed, tokens[0])
    assert [people.signed_in(staffed, t) is not None for t in tokens] == [False, True]

    put(staffed, SESSIONS, expires_at=PAST)
    assert people.signed_in(staffed, tokens[1]) is None

    third = people.sign_in(staffed, "qiuye", PASSWORD)
    assert len(rows(staffed, SESSIONS)) == 1  # those whose time is over are gone
    people.switch(staffed, "qiuye", active=False, who=WHO)
    assert (people.signed_in(staffed, third), rows(staffed, SESSIONS)) == (None, [])
    with pytest.raises(NotAccepted, match="登录名或密码不对"):
        people.sign_in(staffed, "qiuye", PASSWORD)
    people.switch(staffed, "qiuye", active=True, who=WHO)
    assert people.sign_in(staffed, "qiuye", PASSWORD)


@pytest.mark.parametrize("token", ["", "x", "\ud800", "\0", "' OR 1=1 --"])
def test_no_other_word_is_a_session_or_a_token(token, staffed):
    people.sign_in(staffed, "qiuye", PASSWORD)
    people.make_token(staffed, "程序", "qiuhu", WHO)

    assert people.signed_in(staffed, token) is None
    assert people.of_token(staffed, token) is None


def test_a_digest_out_of_the_database_opens_no_door(staffed):
    people.sign_in(staffed, "qiuye", PASSWORD)
    code = people.invite(staffed, "clerk", "qiuhu", WHO)

    assert people.signed_in(staffed, rows(staffed, SESSIONS)[0].digest) is None
    assert people.invited(staffed, rows(staffed, INVITATIONS)[0].digest) is None
    assert people.invited(staffed, code) == ("clerk", "qiuhu")


# Invitations


def test_an_invitation_makes_one_login_of_its_unit_whatever_was_asked_for(engine):
    code = people.invite(engine, "clerk", "qiuhu", WHO)
    asked = Person(id=0, login="qiuye", name="邱叶", role="admin", unit="dongzhuang")

    made = people.accept(engine, f" {code.lower().replace('-', ' ')} ", asked, PASSWORD)

    assert (made.role, made.unit) == ("clerk", "qiuhu")
    assert people.invited(engine, code) is None
    with pytest.raises(NotAccepted, match="邀请码不对、用过了或过期了"):
        people.accept(engine, code, Person(id=0, login="other", name="", role="clerk"), PASSWORD)
    assert [p.login for p in people.people(engine)] == ["qiuye"]


def test_a_login_that_will_not_do_does_not_use_the_invitation_up(staffed):
    code = people.invite(staffed, "clerk", "qiuhu", WHO)

    for login, password, said in (("qiuye", PASSWORD, "已有登录名"), ("new", "123", "密码要有")):
        with pytest.raises(NotAccepted, match=said):
            people.accept(staffed, code, Person(id=0, login=login, name="", role="clerk"), password)
    assert people.accept(staffed, code, Person(id=0, login="new", name="", role="clerk"), PASSWORD)


def test_an_invitation_is_over_after_its_time(engine):
    code = people.invite(engine, "clerk", "qiuhu", WHO)
    put(engine, INVITATIONS, expires_at=PAST)

    assert people.invited(engine, code) is None
    with pytest.raises(NotAccepted):
        people.accept(engine, code, QIUYE, PASSWORD)


def at_once(count: int, act) -> int:
    """How many of several who do the same at the same moment succeed."""
    together = Barrier(count)

    def one(number: int) -> bool:
        together.wait()
        try:
            act(number)
        except NotAccepted:
            return False
        return True

    with ThreadPoolExecutor(count) as pool:
        return sum(pool.map(one, range(count)))


def test_an_invitation_that_several_use_at_once_is_used_once(engine):
    code = people.invite(engine, "clerk", "qiuhu", WHO)

    def accept(number: int) -> None:
        people.accept(engine, code, Person(id=0, login=f"clerk{number}", name="", role="clerk"), PASSWORD)

    assert at_once(6, accept) == 1
    assert len(people.people(engine)) == 1


def test_a_login_that_several_take_at_once_is_taken_once(engine):
    assert at_once(6, lambda _: people.add(engine, QIUYE, PASSWORD, WHO)) == 1
    assert len(people.people(engine)) == 1
    with looking(engine) as connection:
        assert list(breaks(connection)) == []


def test_a_code_has_letters_that_are_not_taken_for_others_and_no_two_are_alike(engine):
    codes = [people.invite(engine, "clerk", "qiuhu", WHO) for _ in range(30)]

    assert len(set(codes)) == 30
    assert set("".join(codes)) <= {*CODE_LETTERS, "-"}
    assert not {*"01OIL"} & {*CODE_LETTERS}
    assert all(len(code) == 14 for code in codes)


# Tokens


def test_a_token_stands_for_its_unit_until_it_is_taken_back(engine):
    tokens = [people.make_token(engine, name, "qiuhu", WHO) for name in ("甲", "乙")]
    found = [people.of_token(engine, token) for token in tokens]
    assert [(p.role, p.unit, p.name) for p in found] == [("clerk", "qiuhu", "甲"), ("clerk", "qiuhu", "乙")]

    people.revoke_token(engine, 1, WHO)

    assert [people.of_token(engine, token) is not None for token in tokens] == [False, True]
    assert [r.act for r in rows(engine, AUDIT)] == ["发放令牌", "发放令牌", "收回令牌"]


# What is kept


def test_nothing_that_opens_a_door_stands_in_the_database(engine):
    code = people.invite(engine, "clerk", "qiuhu", WHO)
    people.accept(engine, code, QIUYE, PASSWORD)
    token = people.make_token(engine, "程序", "qiuhu", WHO)
    session = people.sign_in(engine, "qiuye", PASSWORD)
    with pytest.raises(NotAccepted):
        people.sign_in(engine, "qiuye", "typed-by-mistake")
    people.set_password(engine, "qiuye", "another-7", WHO)
    session2 = people.sign_in(engine, "qiuye", "another-7")

    kept = everything(engine)
    secrets = [
        code,
        code.replace("-", ""),
        token,
        token[3:],
        session,
        session2,
        PASSWORD,
        "typed-by-mistake",
        "another-7",
    ]
    assert [secret for secret in secrets if secret in kept] == []


def test_what_is_done_to_people_stands_in_the_log_without_their_secrets(staffed):
    people.switch(staffed, "qiuye", active=False, who=WHO)
    people.set_password(staffed, "qiuye", "another-7", WHO)

    assert [(r.who, r.act, r.subject) for r in rows(staffed, AUDIT)] == [
        (WHO, "增加用户", "qiuye"),
        (WHO, "停用用户", "qiuye"),
        (WHO, "改密码", "qiuye"),
    ]
    assert rows(staffed, AUDIT)[0].after == {
        "login": "qiuye",
        "name": "邱叶",
        "role": "clerk",
        "unit": "qiuhu",
    }
