"""A Word file from outside is opened only when nothing in it can do harm."""

import contextlib
import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import cast

import pytest
from lxml import etree
from template_samples import LEDGER, TABLE, form_of, sheet_of, template_of, with_part

from generator.measure.templates.accept import normalised
from generator.measure.templates.annotate import annotated
from generator.measure.templates.check import check_template
from generator.measure.templates.text import template_text
from generator.problem import ProblemsFound
from generator.render.docx import render_docx
from generator.sources.word_package import MAIN_PART, MAX_PACKAGE_BYTES, Package, open_package

RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"{}/></Relationships>'
)
BODY = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
EXTERNAL = ' TargetMode="External"'


def opened(content: bytes) -> list[tuple[str, str]]:
    """The codes and messages of what is wrong."""
    found = open_package(content, "模板.docx")
    return [] if isinstance(found, Package) else [(p.code, p.message) for p in found]


def packed(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": BODY,
            **parts,
        }.items():
            package.writestr(name, content)
    return target.getvalue()


def test_a_template_of_ours_opens() -> None:
    assert opened(template_of(TABLE)) == []


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "不是 .docx"),
        ("姓名,电话".encode(), "不是 .docx"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "密码"),
        (b"PK\x03\x04" + bytes(40), "残缺"),
        (b"PK" + bytes(MAX_PACKAGE_BYTES), "超过上限"),
        (packed(**{"word/media/a.bin": bytes(50_000_000), "word/media/b.bin": bytes(20_000_000)}), "太大"),
        (packed(**{"word/styles.xml": b"<a>" + b" " * 8_000_000 + b"</a>"}), "压得太紧"),
        (packed(**{f"word/part{i}.xml": b"<a/>" for i in range(500)}), "太大"),
        (packed(**{"../evil.xml": b"<a/>"}), "文件名"),
        (packed(**{"word/Document.xml": b"<a/>"}), "文件名"),
        (packed(**{"word/styles.xml": b"<a><b></a>"}), "残缺"),
        (packed(**{"word/document.xml": b"<a/>"}), "没有正文"),
        (packed(**{"word/styles.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}), "DTD"),
        (packed(**{"word/styles.xml": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}), "DTD"),
        (packed(**{"word/styles.xml": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16")}), "DTD"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_file_that_is_no_sound_word_file_is_told(content: bytes, word: str) -> None:
    (found,) = opened(content)

    assert found[0] == "TPL-001"
    assert word in found[1]


def test_damaged_and_locked_content_is_told() -> None:
    content = bytearray(template_of(TABLE))
    content[content.index(b"word/document.xml") + 60] ^= 0xFF
    locked = template_of(TABLE).replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")

    assert [code for code, _ in opened(bytes(content))] == ["TPL-001"]
    assert locked != template_of(TABLE)
    assert [code for code, _ in opened(locked)] == ["TPL-001"]


def test_a_package_without_a_body_is_told() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("a.txt", "文")

    assert [code for code, _ in opened(target.getvalue())] == ["TPL-001"]


def related(kind: str, target: str, mode: str = EXTERNAL) -> Callable[[bytes], bytes]:
    rels = RELATION.format(kind, target, mode)
    return lambda content: with_part(content, "word/_rels/settings.xml.rels", lambda _: rels)


def with_field(instruction: str) -> Callable[[bytes], bytes]:
    cut = instruction[:3], instruction[3:]
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in cut)
    return lambda content: with_part(
        content, "word/document.xml", lambda xml: xml.replace("</w:p>", f"{runs}</w:p>", 1)
    )


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (related("attachedTemplate", "http://evil.example/a.dotm"), "指向文件之外"),
        (related("image", "http://evil.example/a.png"), "指向文件之外"),
        (related("oleObject", "embeddings/oleObject1.bin", ""), "嵌入的对象"),
        (related("aFChunk", "chunk.html", ""), "嵌入的对象"),
        (related("frame", "file:///etc/passwd"), "指向文件之外"),
        (lambda content: with_part(content, "word/vbaProject.bin", lambda _: "x"), "宏"),
        (lambda content: with_part(content, "word/embeddings/oleObject1.bin", lambda _: "x"), "嵌入的对象"),
        (with_field(" INCLUDEPICTURE &quot;http://evil.example/a.png&quot; "), "INCLUDEPICTURE"),
        (with_field(" DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "), "DDEAUTO"),
    ],
)
def test_what_would_run_or_fetch_something_is_refused(change: Callable[[bytes], bytes], word: str) -> None:
    found = opened(change(template_of(TABLE)))

    assert [code for code, _ in found] == ["TPL-002"]
    assert word in found[0][1]


def test_a_link_to_read_and_a_page_number_are_let_through() -> None:
    content = with_field(" PAGE ")(related("hyperlink", "https://www.example.gov.cn/")(template_of(TABLE)))

    assert opened(content) == []


def mutated(content: bytes, random: Random) -> bytes:
    """The template with one to five of its elements lost, moved, or given odd values."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for _ in range(random.choice([1, 1, 2, 5])):
        name = random.choice([MAIN_PART] * 6 + [n for n in parts if n.endswith((".xml", ".rels"))])
        root = etree.fromstring(parts[name])
        _mutate(list(root.iter("*")), random)
        parts[name] = etree.tostring(root)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return target.getvalue()


def _mutate(elements: list[etree._Element], random: Random) -> None:
    one, other = random.choice(elements), random.choice(elements)
    parent = one.getparent()
    kind = random.choice(["lose", "move", "bare", "odd", "text"])
    if kind == "lose" and parent is not None:
        parent.remove(one)
    elif kind == "move" and parent is not None:
        other.append(deepcopy(one))
    elif kind == "odd" and one.attrib:
        one.set(random.choice(list(one.attrib)), random.choice(["", "x", "-5", "9" * 14, "{{ title }}"]))
    elif kind == "text":
        one.text = (one.text or "") + random.choice(["{{", "{% if title %}", "｛｛", "{%tr for x in rows %}"])
    elif kind == "bare":
        one.attrib.clear()


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_broken_in_a_template_is_told_and_never_a_failure_of_the_program(seed: int) -> None:
    random = Random(seed)
    code = random.choice([TABLE, LEDGER, "rectification-record"])
    content = mutated(template_of(code), random)
    checked = check_template(content, code, form_of(code))
    package = open_package(content, code)
    if checked.unreadable or not isinstance(package, Package):
        return

    taken = normalised(package, content).content

    assert template_text(package, code)
    assert annotated(content, checked.findings)
    assert normalised(cast(Package, open_package(taken, code)), taken).content == taken
    with contextlib.suppress(ProblemsFound):
        assert render_docx(sheet_of(code), {code: content}).content
