"""The closed language: what a template may say, and what is refused when it is read, wherever it hides."""

import io

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from template_samples import (
    TABLE,
    edited,
    found,
    in_cell,
    in_paragraph,
    sheet_of,
    template_of,
    with_part,
    write,
)

from generator.problem import ProblemsFound
from generator.render.docx import render_docx
from generator.render.docx_full import refused
from generator.render.template_language import Refusal, read_tag, refusals

ESCAPES = [
    "{{ ''.__class__.__mro__ }}",
    "{{ title|attr('__class__') }}",
    "{{ title['__class__'] }}",
    "{{ title.__class__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum }}",
    "{{ self }}",
    "{{ range(999999999) }}",
    "{{ title() }}",
    "{{ 7*7 }}",
    "{{ 'a' ~ 'b' }}",
    "{{ [1, 2] }}",
    "{{ title if attachment else notes }}",
    "{{ title is defined }}",
    "{{ not title }}",
    "{{ loop }}",
    "{% set x = title %}",
    "{% import 'os' as os %}",
    "{% from 'a' import b %}",
    "{% include '/etc/passwd' %}",
    "{% extends 'base' %}",
    "{% block a %}{% endblock %}",
    "{% macro a() %}{% endmacro %}",
    "{% call a() %}{% endcall %}",
    "{% filter upper %}a{% endfilter %}",
    "{% with x = 1 %}{% endwith %}",
    "{% raw %}{{ title }}{% endraw %}",
    "{% do title.append(1) %}",
    "{% for x in range(10**9) %}{% endfor %}",
    "{% for x in notes if x %}{% endfor %}",
    "{% for x in notes recursive %}{% endfor %}",
    "{% for a, b in notes %}{% endfor %}",
    "{% if title == 7 %}{% endif %}",
    "{% if title in notes %}{% endif %}",
    "{% if title or notes %}{% endif %}",
    "{%- if title %}{% endif %}",
    "{# title #}",
    "{{r title }}",
    "{%tc for x in notes %}{%tc endfor %}",
    "{% cellbg title %}",
    "{% colspan title %}",
    "{% vm %}",
]


@pytest.mark.parametrize("escape", ESCAPES)
def test_an_escape_in_a_cell_is_refused_at_its_place(escape: str) -> None:
    problems = found(edited(template_of(TABLE), in_cell(1, 4, escape)))

    refused_here = [p for p in problems if p.code == "TPL-003" and p.severity == "error"]
    assert refused_here, list(map(str, problems))
    assert {p.where for p in refused_here} == {f"{TABLE}：表1第1行第4格"}


OF_THE_WORD_ENGINE = ("{#", "{% raw", "{%-", "{{r", "{% vm", "{%tc", "{% cellbg", "{% colspan")


@pytest.mark.parametrize("escape", [e for e in ESCAPES if not e.startswith(OF_THE_WORD_ENGINE)])
def test_an_escape_is_refused_in_a_source_as_a_whole(escape: str) -> None:
    assert refusals(f"<w:p>{escape}</w:p>") != []


def in_header(document: DocumentObject) -> None:
    document.sections[0].header.paragraphs[0].text = "{{ title|upper }}"


def in_footer(document: DocumentObject) -> None:
    document.sections[0].footer.add_paragraph("{% set x = title %}")


def in_comment(document: DocumentObject) -> None:
    document.add_comment(document.paragraphs[4].runs, "{{ title.__class__ }}")


def in_properties(document: DocumentObject) -> None:
    document.core_properties.subject = "{{ cycler.__init__ }}"


def in_text_box(document: DocumentObject) -> None:
    box = parse_xml(
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>{{ title() }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.paragraphs[4]._p.append(box)


def in_field(document: DocumentObject) -> None:
    field = parse_xml(f"<w:r {nsdecls('w')}><w:instrText>{{{{ lipsum() }}}}</w:instrText></w:r>")
    document.paragraphs[4]._p.append(field)


def in_attribute(document: DocumentObject) -> None:
    link = parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="9" w:name="{{{{ 7*7 }}}}"/>')
    document.paragraphs[4]._p.append(link)


def in_runs(document: DocumentObject) -> None:
    write(document.paragraphs[4], "{", "{ ti", "tle|", "attr('__class__') }", "}")


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (in_header, "页眉第1段"),
        (in_footer, "页脚第2段"),
        (in_comment, "批注"),
        (in_properties, "文件属性"),
        (in_text_box, "正文文本框第6段"),
        (in_field, "正文的属性"),
        (in_attribute, "正文的属性"),
        (in_runs, "正文第5段"),
    ],
)
def test_an_escape_is_refused_wherever_it_hides(edit, place: str) -> None:
    problems = found(edited(template_of(TABLE), edit))

    assert [p.where for p in problems if p.code == "TPL-003"] == [f"{TABLE}：{place}"]


def test_a_tag_in_a_footnote_is_refused() -> None:
    note = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>{{{{ ti</w:t></w:r>'
        "<w:r><w:t>tle }}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    problems = found(with_part(template_of(TABLE), "word/footnotes.xml", lambda _: note))

    assert [(p.code, p.where) for p in problems] == [("TPL-003", f"{TABLE}：脚注")]


def test_a_tag_put_together_by_the_engine_from_odd_pieces_is_refused() -> None:
    """docxtpl joins braces with any elements between them, so that no paragraph holds the tag."""

    def hide(xml: str) -> str:
        return xml.replace("{{ title }}", "{</w:t></w:r></w:p><w:p><w:r><w:t>{ title|upper }}", 1)

    problems = found(with_part(template_of(TABLE), "word/document.xml", hide))

    assert {p.code for p in problems} & {"TPL-003", "TPL-006"}
    assert refused(with_part(template_of(TABLE), "word/document.xml", hide)) != ()


def test_a_template_that_says_more_than_the_language_is_not_rendered_even_unchecked() -> None:
    content = edited(template_of(TABLE), in_paragraph(5, "{{ title|upper }}"))

    with pytest.raises(ProblemsFound, match="TPL-017 .*过滤器"):
        render_docx(sheet_of(TABLE), {TABLE: content})


def test_a_loop_within_a_loop_goes_over_a_part_of_its_item() -> None:
    nested = "{%% for a in parts %%}{%% for b in %s %%}{{ b }}{%% endfor %%}{%% endfor %%}"

    assert refusals(nested % "a.blocks") == []
    assert [r.what for r in refusals(nested % "parts")] == ["循环里套着另一个循环，而它不是外层那一项的内容"]


def test_a_template_that_python_could_not_bear_is_refused() -> None:
    deep = "{% if a %}" * 13 + "{{ a }}" + "{% endif %}" * 13
    long = "{% if " + " and ".join(["a"] * 100) + " %}{% endif %}"
    many = "{% if a %}" + "{% elif a %}" * 101 + "{% endif %}"

    assert [r.what for source in (deep, long, many) for r in refusals(source)] == [
        "套得太深的写法",
        "太长的写法",
        "太多的 elif",
    ]
    assert refusals("{% if a %}" * 5000 + "{% endif %}" * 5000) != []


@pytest.mark.parametrize(
    "tag",
    [
        "{{ title }}",
        "{{title}}",
        "{{ value.self_found }}",
        "{{ 单位.名称 }}",
        "{%p for line in above %}",
        "{%tr for row in rows %}",
        "{%p if loop.first and loop.last %}",
        '{%p elif block.style == "text" %}',
        "{%p else %}",
        "{%p endif %}",
        "{%tr endfor %}",
    ],
)
def test_the_language_has_names_dotted_names_for_and_if(tag: str) -> None:
    assert not isinstance(read_tag(tag), Refusal)


def test_whatever_is_read_as_a_tag_is_one_statement_of_the_engine() -> None:
    """A tag that closes the engine's own frame and opens another would slip past the check."""
    for text in (
        "{% if a %}{% endif %}{% set x = 1 %}{% if b %}",
        "{{ a }}{{ b() }}",
        "{% for x in y %}{{ x() }}",
    ):
        assert isinstance(read_tag(text), Refusal), text


def test_a_template_of_ours_opens_in_python_docx_with_its_tags() -> None:
    document = Document(io.BytesIO(template_of(TABLE)))

    assert document.tables[0].rows[0].cells[3].text == "{{ value.self_found }}"
