"""Checking a bag (核对归档包): every file against its checksum, in one way through, nothing taken out of the package.

A package from anywhere is read: names lead nowhere, nothing is unpacked, and what is read at once is small.
"""

import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, BinaryIO

from generator.dataclass import dataclass
from generator.derive.audit_chain import breaks_of
from generator.press import bag
from generator.press.stored_zip import Member, NotStored, header_is_right, members, pieces, scanned
from generator.problem import Problem

TAG_BYTES_MAX = 64 << 20
LINE_BYTES_MAX = 16 << 20
FILES_MAX = 500_000
LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check of a package found (核对结果): files and bytes looked at; how the audit log ends."""

    files: int
    size: int
    digest: str
    problems: tuple[Problem, ...]
    entries: int = 0
    last_digest: str = ""
    title: str = ""


@dataclass(slots=True)
class _Look:
    """A package being looked through."""

    file: BinaryIO
    problems: list[Problem] = field(default_factory=list)
    found: dict[str, Member] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)

    def say(self, code: str, message: str, where: str = "") -> None:
        self.problems.append(Problem(code=code, message=message, where=where))


def check_bag(place: Path, digest: str = "") -> Checked:
    """Look through a package and return every fault found; `digest` is what was noted of it elsewhere, if it was."""
    with place.open("rb") as file:
        look = _Look(file)
        _gather(look, place)
        info, log = _look_through(look, digest) if look.found else ({}, (0, ""))
    return Checked(
        files=sum(name.startswith(bag.PAYLOAD) for name in look.found),
        size=sum(member.size for member in look.found.values()),
        digest=look.digests.get(bag.TAG_MANIFEST, ""),
        problems=tuple(look.problems),
        entries=log[0],
        last_digest=log[1],
        title=info.get("External-Description", ""),
    )


def _look_through(look: _Look, digest: str) -> tuple[dict[str, str], tuple[int, str]]:
    """Check all that was found; return what the package says of itself, and how its log ends."""
    _digest_all(look)
    _compare(look)
    _vouch(look, digest)
    info = _info(look)
    log = _check_audit(look, info)
    _check_info(look, info)
    return info, log


def _gather(look: _Look, place: Path) -> None:
    """Find the files of the package by its list; where that is broken, by what stands before each file."""
    try:
        _take(look, members(look.file))
    except NotStored as fault:
        look.say("ARC-001", f"{fault}。请换一份；下面是还能核对的。", place.name)
        look.found.clear()
        _take(look, scanned(look.file))
    if not (look.found or look.problems):
        look.say("ARC-001", "压缩包是空的，不是归档包。请换一份。", place.name)


def _take(look: _Look, listed: Iterable[Member]) -> None:
    top = ""
    for member in listed:
        head, slash, name = member.name.partition("/")
        top = top or head
        if head != top or not slash or not bag.is_safe(member.name):
            look.say("ARC-002", f"包里有不该有的路径“{member.name}”，没有读取。这不是原来的包。")
        elif name in look.found:
            look.say("ARC-003", f"包里有两个“{name}”。这不是原来的包。")
        else:
            look.found[name] = member
        if len(look.found) > FILES_MAX:
            look.say("ARC-002", f"包里的文件超过 {FILES_MAX} 个，后面的没有读取。这不是原来的包。")
            return


def _digest_all(look: _Look) -> None:
    """Reckon the checksums of all files; name each that is not what the package itself says of it."""
    for name, member in look.found.items():
        sha256, crc, size = hashlib.sha256(), 0, 0
        for piece in pieces(look.file, member):
            sha256.update(piece)
            crc, size = zlib.crc32(piece, crc), size + len(piece)
        look.digests[name] = sha256.hexdigest()
        if size != member.size:
            look.changed.add(name)
            look.say("ARC-004", f"“{name}”不完整，只剩 {size} 字节，应有 {member.size}。")
        elif crc != member.crc:
            look.changed.add(name)
            look.say("ARC-005", f"“{name}”被改动过，与打包时不同。")
        elif not header_is_right(look.file, member):
            look.changed.add(name)
            look.say("ARC-005", f"“{name}”在压缩包里的文件头被改动过。")


def _compare(look: _Look) -> None:
    """Compare the files with both manifests; one that was changed itself accuses no other file."""
    listed = {bag.TAG_MANIFEST}
    for name in (bag.TAG_MANIFEST, bag.MANIFEST):
        digests = _manifest(look, name)
        if name in look.changed or name not in look.found:
            listed |= {n for n in look.found if n.startswith(bag.PAYLOAD) == (name == bag.MANIFEST)}
            continue
        listed |= digests.keys()
        for file, digest in digests.items():
            _compare_one(look, file, digest)
    for name in look.found.keys() - listed:
        look.say("ARC-007", f"“{name}”不在清单里，是后来加进去的。")


def _compare_one(look: _Look, name: str, digest: str) -> None:
    if name not in look.found:
        look.say("ARC-006", f"缺少“{name}”：清单里有，包里没有。")
    elif look.digests[name] != digest and name not in look.changed:
        look.changed.add(name)
        look.say("ARC-005", f"“{name}”被改动过，与清单里的摘要不同。")


def _manifest(look: _Look, name: str) -> dict[str, str]:
    """Return the checksums that a manifest lists; says what is wrong with its lines."""
    text = _text(look, name)
    listed: dict[str, str] = {}
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), 1):
        found = LINE.fullmatch(line)
        path = bag.decoded(found[2]) if found else ""
        if not found or path in listed or (name == bag.MANIFEST) != path.startswith(bag.PAYLOAD):
            look.say("ARC-008", f"清单“{name}”第 {number} 行不对。", name)
        else:
            listed[path] = found[1]
    return listed


def _text(look: _Look, name: str) -> str:
    """Return the text of a tag file, empty when there is none that can be read."""
    member = look.found.get(name)
    if member is None or member.size > TAG_BYTES_MAX:
        look.say("ARC-006", f"缺少“{name}”，这一项没法核对。")
        return ""
    return b"".join(pieces(look.file, member)).decode(errors="replace")


def _vouch(look: _Look, digest: str) -> None:
    """Compare the digest that vouches for the whole package with the one that was noted elsewhere."""
    found = look.digests.get(bag.TAG_MANIFEST, "")
    if digest and digest.lower() != found:
        look.say("ARC-009", f"包的指纹是 {found or '无'}，与给出的 {digest} 不同：不是当时的那一份。")


def _info(look: _Look) -> dict[str, str]:
    lines = (line.partition(": ") for line in _text(look, bag.INFO).split("\n"))
    return {key: value for key, colon, value in lines if colon}


def _check_info(look: _Look, info: Mapping[str, str]) -> None:
    """Compare what the package says of itself: that it is a bag, how many files of how many bytes."""
    if (
        bag.BAGIT in look.found
        and _text(look, bag.BAGIT) != bag.DECLARATION
        and bag.BAGIT not in look.changed
    ):
        look.say("ARC-010", "bagit.txt 不是本程序认识的版本。")
    payload = [m for name, m in look.found.items() if name.startswith(bag.PAYLOAD)]
    found = f"{sum(m.size for m in payload)}.{len(payload)}"
    if info and not look.problems and info.get(bag.OXUM) != found:
        look.say("ARC-010", f"bag-info.txt 写的字节数和文件数是 {info.get(bag.OXUM)}，实有 {found}。")


def _check_audit(look: _Look, info: Mapping[str, str]) -> tuple[int, str]:
    """Reckon the chain of the audit log anew; return number and digest of its last entry."""
    member = look.found.get(bag.PAYLOAD + bag.AUDIT_FILE)
    if member is None:
        return 0, ""
    last = (0, "")

    def read() -> Iterator[dict[str, Any]]:
        nonlocal last
        for line in _lines(look.file, member):
            entry = json.loads(line)
            if not (type(entry["id"]) is int and type(entry["digest"]) is str):
                raise ValueError("no entry")
            last = entry["id"], entry["digest"]
            yield entry

    try:
        for each in breaks_of(read()):
            told = "前面缺了记录" if each.gone else "的内容被改过，或前一条被换过"
            look.say("ARC-011", f"审计记录第 {each.number} 条{told}。", bag.AUDIT_FILE)
    except (ValueError, KeyError, TypeError, RecursionError):
        look.say("ARC-011", f"审计记录第 {last[0] + 1} 条读不出来。", bag.AUDIT_FILE)
    noted = (info.get(bag.AUDIT_LAST, ""), info.get(bag.AUDIT_DIGEST, ""))
    if info and noted != (str(last[0]), last[1]):
        told = f"审计记录的末条是第 {last[0]} 条，bag-info.txt 记的是第 {noted[0] or '0'} 条，或指纹不同。"
        look.say("ARC-011", told, bag.AUDIT_FILE)
    return last


def _lines(file: BinaryIO, member: Member) -> Iterator[bytes]:
    """Yield the lines of a file; raises ValueError for one that is longer than any entry."""
    rest = b""
    for piece in pieces(file, member):
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
        if len(rest) > LINE_BYTES_MAX:
            raise ValueError("a line without end")
    if rest:
        yield rest
