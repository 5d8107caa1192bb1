"""Packages for the archive: written, read by others, checked; any byte that changes is noticed and its file named."""

import io
import json
import random
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest

from generator.derive.audit_chain import SAID, digest_of
from generator.press import bag, stored_zip
from generator.press.bag_check import Checked, check_bag

FILES = {
    "data/文件/河湾村/附件2 进展情况调度表（2023年6月）.pdf": bytes(range(256)),
    "data/数据/campaign.yaml": "name: 柳林镇行动\n".encode(),
    "data/数据/空.txt": b"",
    "data/数据/百分之50%.yaml": b"a: 1\n",
    "data/数据/12:30 盖章\u2028件\x85.pdf": b"scan",
}


def log(count: int = 3) -> bytes:
    """A log of so many entries, the second not to be read by whoever has the package."""
    lines, before = [], ""
    for number in range(1, count + 1):
        entry = {name: f"{name} {number}" for name in SAID} | {
            "id": number,
            "before": None,
            "after": {"值": 1.0},
        }
        before = entry["digest"] = digest_of(entry, before)
        lines.append(entry if number != 2 else {"id": 2, "digest": before})
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def made(folder: Path, files: dict[str, bytes] | None = None, info: dict[str, str] | None = None) -> Path:
    place = folder / "归档.zip"
    payload = [bag.packed(path, content) for path, content in (files or FILES).items()]
    bag.write_bag(place, payload, info or {"External-Description": "柳林镇行动"}, {"schema": 1}, "说明\n")
    return place


def with_log(folder: Path, content: bytes) -> Path:
    last = json.loads(log().splitlines()[-1])
    info = {bag.AUDIT_LAST: str(last["id"]), bag.AUDIT_DIGEST: last["digest"]}
    return made(folder, {**FILES, bag.PAYLOAD + bag.AUDIT_FILE: content}, info)


def rewritten(place: Path, change: dict[str, bytes | None], more: dict[str, bytes] | None = None) -> Path:
    """The package written anew with other contents of some files: sound as a ZIP, and no longer what it was."""
    with zipfile.ZipFile(place) as old:
        contents = {name.partition("/")[2]: old.read(name) for name in old.namelist()}
    contents |= {name: content for name, content in change.items() if content is not None}
    kept = {n: c for n, c in contents.items() if change.get(n, b"") is not None} | (more or {})
    return zipped(place, [(f"归档/{name}", content) for name, content in kept.items()])


def zipped(place: Path, files: list[tuple[str, bytes]]) -> Path:
    with place.open("wb") as file:
        writer = stored_zip.Writer(file)
        for name, content in files:
            writer.add(name, len(content), zlib.crc32(content), [content])
        writer.end()
    return place


def said(found: Checked) -> list[str]:
    return [f"{p.code} {p.message}" for p in found.problems]


def test_a_package_is_read_by_any_zip_program_and_verifies(tmp_path):
    place = made(tmp_path)
    with zipfile.ZipFile(place) as opened:
        assert opened.testzip() is None
        assert {n.partition("/")[2] for n in opened.namelist()} > set(FILES)
        assert opened.namelist()[0] == "归档/bagit.txt"
    found = check_bag(place)

    assert (said(found), found.files, found.title) == ([], len(FILES), "柳林镇行动")


def test_a_package_unpacked_is_checked_by_sha256sum_alone(tmp_path):
    files = {name: content for name, content in FILES.items() if "%" not in name}
    with zipfile.ZipFile(made(tmp_path, files)) as opened:
        opened.extractall(tmp_path)
    for manifest in (bag.MANIFEST, bag.TAG_MANIFEST):
        done = subprocess.run(
            ["sha256sum", "-c", "--strict", manifest], cwd=tmp_path / "归档", capture_output=True
        )
        assert done.returncode == 0, done.stdout


def test_the_same_files_give_the_same_bytes_in_any_order(tmp_path):
    (tmp_path / "other").mkdir()
    first = made(tmp_path).read_bytes()
    assert made(tmp_path / "other", dict(reversed(FILES.items()))).read_bytes() == first


def test_any_byte_that_changes_is_noticed_and_one_within_a_file_names_that_file(tmp_path):
    place = made(tmp_path)
    whole = place.read_bytes()
    with place.open("rb") as file:
        within = {
            at: m.name.partition("/")[2]
            for m in stored_zip.members(file)
            for at in range(m.start, m.start + m.size)
        }
    chance = random.Random(36)
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1 << chance.randrange(8)
        place.write_bytes(changed)
        messages = said(check_bag(place))
        assert messages, at
        if at in within:
            named = [m for m in messages if m.startswith("ARC-005")]
            assert named == [f"ARC-005 “{within[at]}”被改动过，与打包时不同。"], at


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_package_cut_off_anywhere_fails_and_tells_what_is_missing(tmp_path, share):
    place = made(tmp_path)
    whole = place.read_bytes()
    place.write_bytes(whole[: int(len(whole) * share)])
    messages = said(check_bag(place))

    assert messages[0].startswith("ARC-001 压缩包没有结尾")
    if share == 0.5:
        assert any(m.startswith("ARC-006 缺少“data/") for m in messages)


def test_every_fault_of_a_package_is_told_at_once(tmp_path):
    changes = {"data/数据/campaign.yaml": b"name: other\n", "data/数据/空.txt": None}
    place = rewritten(made(tmp_path), changes, {"data/数据/新.yaml": b"", "后来.txt": b""})

    assert sorted(said(check_bag(place))) == [
        "ARC-005 “data/数据/campaign.yaml”被改动过，与清单里的摘要不同。",
        "ARC-006 缺少“data/数据/空.txt”：清单里有，包里没有。",
        "ARC-007 “data/数据/新.yaml”不在清单里，是后来加进去的。",
        "ARC-007 “后来.txt”不在清单里，是后来加进去的。",
    ]


def test_a_manifest_that_was_changed_is_named_and_accuses_no_sound_file(tmp_path):
    place = made(tmp_path)
    with zipfile.ZipFile(place) as opened:
        manifest = opened.read(f"归档/{bag.MANIFEST}")
    flipped = (b"0" if manifest[:1] != b"0" else b"1") + manifest[1:]

    assert said(check_bag(rewritten(place, {bag.MANIFEST: flipped}))) == [
        "ARC-005 “manifest-sha256.txt”被改动过，与清单里的摘要不同。"
    ]
    assert "ARC-008 清单“manifest-sha256.txt”第 1 行不对。" in said(
        check_bag(rewritten(place, {bag.MANIFEST: b"?" + manifest}))
    )


def test_a_package_made_anew_is_told_by_its_fingerprint(tmp_path):
    place = made(tmp_path)
    noted = check_bag(place).digest
    assert said(check_bag(place, noted.upper())) == []
    made(tmp_path, {**FILES, "data/数据/campaign.yaml": b"name: other\n"})

    assert said(check_bag(place)) == []
    assert [m[:7] for m in said(check_bag(place, noted))] == ["ARC-009"]


def test_the_number_of_files_that_the_package_tells_is_compared(tmp_path):
    place = made(tmp_path, info={"External-Description": "行动"})
    with zipfile.ZipFile(place) as opened:
        info = opened.read(f"归档/{bag.INFO}").replace(b".5\n", b".6\n")
        tags = opened.read(f"归档/{bag.TAG_MANIFEST}").decode()
    old = next(line for line in tags.splitlines() if line.endswith(bag.INFO))
    new = bag.manifest_lines([bag.packed(bag.INFO, info)]).strip()
    changes = {bag.INFO: info, bag.TAG_MANIFEST: tags.replace(old, new).encode()}

    assert [m[:7] for m in said(check_bag(rewritten(place, changes)))] == ["ARC-010"]


def test_the_chain_of_the_log_is_reckoned_anew(tmp_path):
    found = check_bag(with_log(tmp_path, log()))
    assert (said(found), found.entries) == ([], 3)

    for changed, number in (
        (log().replace(b"who 1", b"who 9"), 1),
        (b"".join(log().splitlines(keepends=True)[1:]), 2),
        (log().replace(b'{"id": 2', b'{"ib": 2'), 2),
        (b"\xff\n" + log(), 1),
        (log().replace(b'{"id": 2', b'{"id": "2"'), 2),
        (b"[]\n" + log(), 1),
    ):
        assert f"ARC-011 审计记录第 {number} 条" in "\n".join(said(check_bag(with_log(tmp_path, changed))))
    cut = b"".join(log().splitlines(keepends=True)[:2])
    assert [m[:24] for m in said(check_bag(with_log(tmp_path, cut)))] == [
        "ARC-011 审计记录的末条是第 2 条，ba"
    ]


@pytest.mark.parametrize(
    "name",
    [
        "../外面.txt",
        "/etc/passwd",
        "归档/../../x",
        "归档/a\\b",
        "归档/C:x",
        "归档//x",
        "别处/x",
        "归档",
        "归档/a\nb",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused_and_nothing_is_written(tmp_path, name):
    place = made(tmp_path)
    with zipfile.ZipFile(place) as old:
        files = [(n, old.read(n)) for n in old.namelist()]
    before = sorted(tmp_path.rglob("*"))

    assert [m[:7] for m in said(check_bag(zipped(place, [*files, (name, b"x")])))] == ["ARC-002"]
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_that_is_there_twice_is_refused(tmp_path):
    place = made(tmp_path)
    with zipfile.ZipFile(place) as old:
        files = [(n, old.read(n)) for n in old.namelist()]

    assert [m[:7] for m in said(check_bag(zipped(place, [*files, files[0]])))] == ["ARC-003"]


def test_a_bomb_is_refused_unread_and_a_package_packed_anew_is_told(tmp_path):
    place = tmp_path / "归档.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("归档/data/大.bin", bytes(50_000_000))

    found = check_bag(place)
    assert (len(found.problems), "被压缩过" in said(found)[0], found.size) == (1, True, 0)


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all" * 100, b"PK\x05\x06" + bytes(18)])
def test_what_is_no_package_is_told_without_a_failure(tmp_path, content):
    place = tmp_path / "归档.zip"
    place.write_bytes(content)

    assert said(check_bag(place)) != []


def test_a_file_that_changes_while_it_is_packed_stops_the_package(tmp_path):
    source = tmp_path / "a.txt"
    source.write_bytes(b"before")
    one = bag.packed("data/a.txt", source)
    source.write_bytes(b"after!")

    with pytest.raises(OSError, match="被改动"):
        bag.write_bag(tmp_path / "归档.zip", [one], {}, {}, "")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt"]


class Sparse(io.RawIOBase):
    """A file of zeros where nothing else was written: large ones take no room."""

    def __init__(self) -> None:
        self.parts: dict[int, bytes] = {}
        self.at = self.whole = 0

    def write(self, piece) -> int:
        if len(piece) < 1 << 20:
            self.parts[self.at] = bytes(piece)
        self.at += len(piece)
        self.whole = max(self.whole, self.at)
        return len(piece)

    def seek(self, at: int, whence: int = 0) -> int:
        self.at = at + (self.whole if whence == 2 else 0)
        return self.at

    def tell(self) -> int:
        return self.at

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        size = min(self.whole - self.at, size if size >= 0 else self.whole)
        found = bytearray(size)
        for start, part in self.parts.items():
            low, high = max(start, self.at), min(start + len(part), self.at + size)
            if low < high:
                found[low - self.at : high - self.at] = part[low - start : high - start]
        self.at += size
        return bytes(found)


def test_files_beyond_four_gigabytes_are_written_as_zip64(tmp_path, monkeypatch):
    monkeypatch.setattr(zlib, "crc32", lambda piece, before=0: 0)
    file = Sparse()
    writer = stored_zip.Writer(file)
    piece = memoryview(bytes(1 << 28))
    writer.add("包/大.bin", 17 << 28, 0, (piece for _ in range(17)))
    writer.add("包/小.txt", 1, 0, [b"x"])
    writer.end()
    wanted = [("包/大.bin", 17 << 28), ("包/小.txt", 1)]

    assert [(m.name, m.size) for m in stored_zip.members(file)] == wanted
    assert [(m.name, m.size) for m in stored_zip.scanned(file)] == wanted
    assert all(stored_zip.header_is_right(file, m) for m in stored_zip.members(file))
    monkeypatch.undo()
    assert [(i.filename, i.file_size) for i in zipfile.ZipFile(file).infolist()] == wanted


def test_more_files_than_a_plain_zip_lists_are_written_as_zip64():
    file = io.BytesIO()
    writer = stored_zip.Writer(file)
    for number in range(70_000):
        writer.add(f"包/{number}", 0, 0, ())
    writer.end()

    assert sum(1 for _ in stored_zip.members(file)) == 70_000
    assert len(zipfile.ZipFile(file).namelist()) == 70_000


def test_whatever_becomes_of_a_package_the_check_ends_and_tells_it(tmp_path):
    chance = random.Random(36)
    place = with_log(tmp_path, log())
    whole = place.read_bytes()
    for _ in range(300):
        changed = bytearray(whole)
        for _ in range(chance.randrange(1, 5)):
            at, length = chance.randrange(len(changed)), chance.randrange(1, 40)
            piece = chance.randbytes(length) if chance.random() < 0.5 else bytes(chance.randrange(40))
            changed[at : at + length] = piece
        place.write_bytes(changed)
        assert bytes(changed) == whole or check_bag(place).problems != ()
