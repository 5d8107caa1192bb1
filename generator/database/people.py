"""People in the database (用户): passwords kept as argon2 hashes, sessions, invitations and tokens by their digests.

Nothing that opens a door is kept as it is: neither a password nor a session, a code or a token can be read back.
"""

import hashlib
import re
import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeAlias

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from generator.database.audit import Act, write_down
from generator.database.engine import changing, looking, now
from generator.database.tables import INVITATIONS, PEOPLE, SESSIONS, TOKENS
from generator.model.organ import FIRST
from generator.model.people import Person, Role

FAILURES_MAX = 5
LOCKED = timedelta(minutes=15)
SESSION = timedelta(hours=12)
INVITATION = timedelta(days=14)
PASSWORD_MIN, PASSWORD_MAX = 8, 200
LOGIN = re.compile(r"[A-Za-z0-9._-]{2,40}")
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another on paper
CODE_CHARS = 12
NOT_INVITED = "邀请码不对、用过了或过期了。请找汇总单位重新要一个。"
Token: TypeAlias = str


class NotAccepted(Exception):
    """Raised when what someone gave is not accepted; the message is one Chinese line."""


class Locked(NotAccepted):
    """Raised when a login was tried too often with wrong passwords and waits."""


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """Return a hash to compare with where there is no such login, so that it takes as long."""
    return _hasher().hash(secrets.token_hex())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _later(span: timedelta) -> str:
    return (datetime.now(UTC) + span).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def add(engine: sa.Engine, person: Person, password: str, who: str) -> Person:
    """Add a person with a password; raises NotAccepted for a login or password that will not do."""
    _check(person, password)
    hashed = _hashed(password)
    with changing(engine) as connection:
        return _add(connection, person, hashed, who)


def _hashed(password: str) -> str:
    """Return the hash of a password; it takes long on purpose, so nothing is held meanwhile."""
    return _hasher().hash(_plain(password))


def _plain(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")


def _add(connection: sa.Connection, person: Person, hashed: str, who: str) -> Person:
    values = {
        "login": person.login,
        "name": person.name,
        "role": person.role,
        "unit": person.unit,
        "organ": person.organ,
        "password": hashed,
        "created_at": now(),
    }
    try:
        made = connection.execute(PEOPLE.insert().values(**values)).inserted_primary_key
    except sa.exc.IntegrityError:
        raise NotAccepted(f"已有登录名“{person.login}”。请换一个。") from None
    after = {name: values[name] for name in ("login", "name", "role", "unit")}
    after |= _organ_told(person.organ)
    write_down(connection, Act(who=who, act="增加用户", subject=person.login, after=after))
    found = connection.execute(sa.select(PEOPLE).where(PEOPLE.c.id == (made[0] if made else 0))).one()
    return _person(found)


def _organ_told(organ: int) -> dict[str, str]:
    """Return what the log says of an organ; the first is not worth a word, a bare number is not kept alike."""
    return {"organ": str(organ)} if organ != FIRST else {}


def _check(person: Person, password: str) -> None:
    if not LOGIN.fullmatch(person.login):
        raise NotAccepted("登录名用 2 到 40 个英文字母、数字和 . _ -。请改正。")
    if person.role == "clerk" and not person.unit:
        raise NotAccepted("填报单位的用户要写明单位。请补上。")
    _check_password(person.login, password)


def _check_password(login: str, password: str) -> None:
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise NotAccepted(f"密码要有 {PASSWORD_MIN} 到 {PASSWORD_MAX} 个字。请换一个。")
    if len(set(password)) < 4 or password.lower() == login.lower():
        raise NotAccepted("密码太好猜：不能和登录名一样，也不能只有三种以内的字。请换一个。")


def people(engine: sa.Engine, within: Collection[int] = ()) -> tuple[Person, ...]:
    """Return everyone, or those of some organs, in the order in which they were added."""
    asked = sa.select(PEOPLE).order_by(PEOPLE.c.id)
    if within:
        asked = asked.where(PEOPLE.c.organ.in_(within))
    with looking(engine) as connection:
        return tuple(map(_person, connection.execute(asked)))


def switch(engine: sa.Engine, login: str, *, active: bool, who: str) -> None:
    """Let a person sign in or no more; whoever may not is signed out at once."""
    with changing(engine) as connection:
        row = connection.execute(sa.select(PEOPLE).where(PEOPLE.c.login == login)).first()
        if row is None:
            raise NotAccepted(f"没有登录名“{login}”。")
        connection.execute(sa.update(PEOPLE).where(PEOPLE.c.id == row.id).values(active=active))
        if not active:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.person == row.id))
        act = "启用用户" if active else "停用用户"
        write_down(connection, Act(who=who, act=act, subject=login, before=row.active, after=active))


def set_password(engine: sa.Engine, login: str, password: str, who: str) -> None:
    """Give a person another password; he is signed out everywhere and may try again at once."""
    _check_password(login, password)
    hashed = _hashed(password)
    with changing(engine) as connection:
        row = connection.execute(sa.select(PEOPLE.c.id).where(PEOPLE.c.login == login)).first()
        if row is None:
            raise NotAccepted(f"没有登录名“{login}”。")
        values: dict[str, Any] = {"password": hashed, "failures": 0, "locked_until": ""}
        connection.execute(sa.update(PEOPLE).where(PEOPLE.c.id == row.id).values(**values))
        connection.execute(SESSIONS.delete().where(SESSIONS.c.person == row.id))
        write_down(connection, Act(who=who, act="改密码", subject=login))


def sign_in(engine: sa.Engine, login: str, password: str) -> Token:
    """Return a new session of a person; raises NotAccepted, the same for a wrong login as for a wrong password."""
    row = _row_of(engine, login) if LOGIN.fullmatch(login) else None
    if row is not None and row.locked_until > now():
        raise Locked("密码错了太多次，这个登录名先停 15 分钟。急用请找管理员改密码。")
    right = _is_right(row.password if row is not None else _nobody(), password)
    if row is None or not row.active or not right:
        _failed(engine, row, login)
        raise NotAccepted("登录名或密码不对。请核对后再试。")
    return _begin(engine, row)


def _row_of(engine: sa.Engine, login: str) -> Any:
    with looking(engine) as connection:
        return connection.execute(sa.select(PEOPLE).where(PEOPLE.c.login == login)).first()


def _is_right(hashed: str, password: str) -> bool:
    try:
        return _hasher().verify(hashed, _plain(password[:PASSWORD_MAX]))
    except VerificationError:
        return False


def _failed(engine: sa.Engine, row: Any, login: str) -> None:
    with changing(engine) as connection:
        if row is not None:
            counted = sa.update(PEOPLE).where(PEOPLE.c.id == row.id).values(failures=PEOPLE.c.failures + 1)
            connection.execute(counted)
            failures = connection.execute(
                sa.select(PEOPLE.c.failures).where(PEOPLE.c.id == row.id)
            ).scalar_one()
            if failures % FAILURES_MAX == 0:
                until = _later(LOCKED)
                connection.execute(sa.update(PEOPLE).where(PEOPLE.c.id == row.id).values(locked_until=until))
        write_down(connection, Act(who=login[:40], act="登录失败"))


def _begin(engine: sa.Engine, row: Any) -> Token:
    token = secrets.token_urlsafe(32)
    with changing(engine) as connection:
        connection.execute(SESSIONS.delete().where(SESSIONS.c.expires_at < now()))
        connection.execute(sa.update(PEOPLE).where(PEOPLE.c.id == row.id).values(failures=0, locked_until=""))
        values = {"digest": _digest(token), "person": row.id, "seen_at": now(), "expires_at": _later(SESSION)}
        connection.execute(SESSIONS.insert().values(**values))
        write_down(connection, Act(who=_person(row).known_as, act="登录"))
    return token


def signed_in(engine: sa.Engine, token: Token) -> Person | None:
    """Return whose session a token is, None when there is none or its time is over."""
    asked = (
        sa.select(PEOPLE)
        .join(SESSIONS, SESSIONS.c.person == PEOPLE.c.id)
        .where(SESSIONS.c.digest == _digest(token), SESSIONS.c.expires_at > now(), PEOPLE.c.active)
    )
    with looking(engine) as connection:
        row = connection.execute(asked).first()
    return _person(row) if row is not None else None


def sign_out(engine: sa.Engine, token: Token) -> None:
    """End a session."""
    with changing(engine) as connection:
        connection.execute(SESSIONS.delete().where(SESSIONS.c.digest == _digest(token)))


def invite(engine: sa.Engine, role: Role, unit: str, who: str, organ: int = FIRST) -> str:
    """Return a one-time code by which somebody makes his own login, as it is printed: ABCD-EFGH-JKMN."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_CHARS))
    with changing(engine) as connection:
        values = {
            "digest": _digest(letters),
            "role": role,
            "unit": unit,
            "expires_at": _later(INVITATION),
            "created_by": who,
            "organ": organ,
        }
        connection.execute(INVITATIONS.insert().values(**values))
        after = {"role": role} | _organ_told(organ)
        write_down(connection, Act(who=who, act="邀请", subject=unit, after=after))
    return "-".join(letters[i : i + 4] for i in range(0, CODE_CHARS, 4))


def invited(engine: sa.Engine, code: str) -> tuple[Role, str] | None:
    """Return the role and the unit that a code is for, None when it is none, was used, or its time is over."""
    with looking(engine) as connection:
        row = connection.execute(_open_invitation(code)).first()
    return (row.role, row.unit) if row is not None else None


def accept(engine: sa.Engine, code: str, person: Person, password: str) -> Person:
    """Add the person that an invitation is for, with its role and unit, and use it up."""
    if invited(engine, code) is None:
        raise NotAccepted(NOT_INVITED)
    hashed = _hashed(password)
    with changing(engine) as connection:
        row = connection.execute(_open_invitation(code)).first()
        unused = (INVITATIONS.c.id == row.id) & (INVITATIONS.c.used_at == "") if row is not None else None
        used = unused is not None and connection.execute(
            sa.update(INVITATIONS).where(unused).values(used_at=now())
        )
        if row is None or not used or not used.rowcount:
            raise NotAccepted(NOT_INVITED)
        mine = replace(person, role=row.role, unit=row.unit, organ=row.organ)
        _check(mine, password)
        return _add(connection, mine, hashed, person.login)


def _open_invitation(code: str) -> Any:
    letters = re.sub(r"[\s-]", "", code).upper()
    return sa.select(INVITATIONS).where(
        INVITATIONS.c.digest == _digest(letters),
        INVITATIONS.c.used_at == "",
        INVITATIONS.c.expires_at > now(),
    )


def make_token(engine: sa.Engine, name: str, unit: str, who: str, organ: int = FIRST) -> Token:
    """Return a token by which a program of a unit reports; it is shown this once."""
    token = f"gw_{secrets.token_urlsafe(32)}"
    with changing(engine) as connection:
        values = {"digest": _digest(token), "name": name, "unit": unit, "created_at": now(), "organ": organ}
        connection.execute(TOKENS.insert().values(**values))
        write_down(connection, Act(who=who, act="发放令牌", subject=unit, after={"name": name}))
    return token


def tokens(engine: sa.Engine, within: Collection[int] = ()) -> tuple[tuple[int, str, str], ...]:
    """Return number, name and unit of each token, or of those of some organs, that was not taken back."""
    asked = sa.select(TOKENS).where(TOKENS.c.revoked_at == "").order_by(TOKENS.c.id)
    if within:
        asked = asked.where(TOKENS.c.organ.in_(within))
    with looking(engine) as connection:
        return tuple((row.id, row.name, row.unit) for row in connection.execute(asked))


def revoke_token(engine: sa.Engine, number: int, who: str) -> None:
    """Take a token back."""
    with changing(engine) as connection:
        connection.execute(sa.update(TOKENS).where(TOKENS.c.id == number).values(revoked_at=now()))
        write_down(connection, Act(who=who, act="收回令牌", subject=str(number)))


def of_token(engine: sa.Engine, token: Token) -> Person | None:
    """Return the clerk that a token stands for, None when it is none or was taken back."""
    asked = sa.select(TOKENS).where(TOKENS.c.digest == _digest(token), TOKENS.c.revoked_at == "")
    with looking(engine) as connection:
        row = connection.execute(asked).first()
    if row is None:
        return None
    return Person(id=0, login=f"token-{row.id}", name=row.name, role="clerk", unit=row.unit, organ=row.organ)


def _person(row: Any) -> Person:
    return Person(
        id=row.id,
        login=row.login,
        name=row.name,
        role=row.role,
        unit=row.unit,
        active=row.active,
        organ=row.organ,
    )
