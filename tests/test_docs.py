"""The manuals keep to the program: commands, keys, examples, files and links are those that are there."""

import dataclasses
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

import click
import pytest
import ryaml
from PIL import Image

from generator.cli import failures, gongwen
from generator.derive.names import DOCUMENTS
from generator.model import (
    campaign,
    document,
    filing,
    filled,
    form,
    hazard,
    organ,
    pairing,
    paperwork,
    roll_up,
    score,
    superior,
    upward,
)
from generator.sources.campaign import load
from generator.sources.catalogue import catalogue
from generator.validate.patterns import NAMES
from generator.verbs import BuildRequest, build

CHECKOUT = Path(__file__).resolve().parent.parent
DOCS = CHECKOUT / "docs"
KINDS = DOCS / "forms"
DATA, FORMS = DOCS / "campaign-data.md", DOCS / "forms.md"
READMES = [CHECKOUT / "README.md", CHECKOUT / "README.zh-CN.md"]
MARKDOWN = sorted([*CHECKOUT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
KEPT = ("generator", "templates", "fixtures", "tests", "scripts", "docs", ".ci")
PICTURE_BYTES_MAX = 150_000
KIND_BYTES_MAX = 60_000

SECTIONS = {
    DATA: {
        "行动的键": campaign.Campaign,
        "发文机关的键": organ.Issuer,
        "采用表单的键": form.FormUse,
        "报送要求的键": campaign.Duty,
        "豁免的键": campaign.Waiver,
        "排印设置的键": campaign.Settings,
        "单位类别的键": organ.UnitKind,
        "单位的键": organ.Unit,
        "通知的键": document.Notice,
        "版记的键": document.Imprint,
        "发文字号的键": document.DocumentNumber,
        "方案的键": document.Plan,
        "联系人的键": document.Contact,
        "工作专班的键": document.WorkGroup,
        "职责的键": document.Role,
        "成员的键": document.Member,
        "附件的键": document.Attachment,
        "办文的键": paperwork.Paperwork,
        "用印的键": paperwork.SealUse,
        "发文登记的键": paperwork.NumberEntry,
        "归档的键": filing.Filing,
        "案卷的键": filing.VolumePlan,
        "检查分组的键": pairing.Pairing,
        "一组的键": pairing.Pair,
        "抽签的键": pairing.Draw,
        "隐患的键": hazard.Hazard,
        "企业的键": hazard.Enterprise,
        "整改进展的键": hazard.Progress,
        "治理方案的键": hazard.Rectification,
        "报送数据的键": filled.Return,
        "汇总的键": roll_up.RollUp,
        "上级行动的键": superior.SuperiorCampaign,
        "汇总自的键": superior.MadeFrom,
        "上级表的键": upward.UpwardForm,
        "上级表一格的键": upward.UpwardCell,
        "收件的键": filled.Receipt,
    },
    FORMS: {
        "表单的键": form.Form,
        "页面的键": form.Page,
        "栏宽的键": form.Widths,
        "组的键": form.Group,
        "填报项的键": form.Field,
        "一格多数的键": form.Part,
        "台账里数的键": form.LedgerCount,
        "签字盖章栏的键": form.Box,
        "行的键": form.Line,
        "层面的键": score.ScoreLevel,
        "考评项目的键": score.ScoreItem,
        "考评细则的键": score.Clause,
        "评分标准的键": score.Rule,
        "扣分情形的键": score.Deduction,
    },
}
KEY_TABLES = [(page, title, cls) for page, tables in SECTIONS.items() for title, cls in tables.items()]


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: object) -> str:
    return page.relative_to(CHECKOUT).as_posix() if isinstance(page, Path) else str(page)


def section(page: Path, title: str) -> str:
    """The text below a heading, down to the next heading of any level."""
    (found,) = re.findall(rf"^#+ {re.escape(title)}\n(.*?)(?=^#|\Z)", text_of(page), re.MULTILINE | re.DOTALL)
    return str(found)


def table_rows(text: str) -> list[list[str]]:
    """The cells of every table row, without heads and rules."""
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def in_code(cell: str) -> str:
    return cell.strip("`")


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text_of(page), re.MULTILINE | re.DOTALL)


# Commands


def nested() -> Iterator[tuple[str, click.Command]]:
    """The commands within groups, by name."""
    for _, group in commands():
        if isinstance(group, click.Group):
            context = click.Context(group)
            found = ((name, group.get_command(context, name)) for name in group.list_commands(context))
            yield from ((name, command) for name, command in found if command)


def commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(gongwen)
    for name in gongwen.list_commands(context):
        command = gongwen.get_command(context, name)
        assert command is not None
        yield name, command


def test_the_chinese_readme_names_every_command_and_option():
    readme = text_of(READMES[1])
    wanted = [f"gongwen {name}" for name, _ in commands()]
    wanted += [f"`{name}`" for name, _ in nested()]
    wanted += [
        option
        for _, c in (*commands(), *nested())
        for p in c.params
        if isinstance(p, click.Option)
        for option in p.opts
    ]
    wanted += ["--help", "-h", "--version"]

    assert [word for word in wanted if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", readme)] == []


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_every_command_line_in_a_readme_can_be_typed(readme, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "我的行动").mkdir()
    (tmp_path / "通知.pdf").touch()
    lines = [
        shlex.split(line, comments=True) for block in blocks(readme, "sh") for line in block.splitlines()
    ]
    typed = [words[1:] for words in lines if words and words[0].rpartition("/")[2] == "gongwen"]
    known = dict(commands())

    parsed = {
        name: known[name].make_context(name, rest, parent=click.Context(gongwen)) for name, *rest in typed
    }

    assert set(parsed) == set(known)


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_every_make_target_in_a_readme_is_there(readme):
    targets = set(re.findall(r"^([a-z-]+):", text_of(CHECKOUT / "Makefile"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)\b(?=`| {2}|$)", text_of(readme), re.MULTILINE))

    assert {"demo", "test"} <= named
    assert named - targets == set()


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_a_readme_lists_the_exit_codes(readme):
    codes = {value for name, value in vars(failures).items() if name.isupper() and isinstance(value, int)}
    (table,) = re.findall(r"^\| (?:exit code|退出码) .*?\n\n", text_of(readme), re.MULTILINE | re.DOTALL)

    assert {int(code) for row in table_rows(table) for code in re.findall(r"\d+", row[0])} == codes


# Files


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> set[str]:
    """The files of the demonstration's notice and of one unit's dispatch table."""
    target = tmp_path_factory.mktemp("demo")
    request = BuildRequest(
        source=CHECKOUT / "fixtures" / "campaigns" / "jiangguanchi",
        target=target,
        sheets=("notice", "dispatch-communities"),
        units=("将官池镇安全生产委员会", "秋湖村"),
    )
    build(request)
    return {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()}


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_the_files_that_a_readme_shows_are_those_that_are_made(readme, built):
    (tree,) = [block for block in blocks(readme, "text") if block.startswith("out/demo/")]

    assert set(listed_files(tree.splitlines()[1:])) == built


def listed_files(lines: list[str]) -> Iterator[str]:
    folder = ""
    for line in lines:
        depth, name = len(line) - len(line.lstrip()), line.strip()
        if name.endswith("/"):
            folder = name
            continue
        stem, *others = re.split(r"(?: and |、)(?=\.[a-z]+$)", name)
        place = folder if depth > 2 else ""
        yield place + stem
        yield from (f"{place}{stem.rpartition('.')[0]}{suffix}" for suffix in others)


@pytest.mark.parametrize("picture", sorted((DOCS / "images").iterdir()), ids=name_of)
def test_a_picture_is_small_and_shown(picture):
    with Image.open(picture) as image:
        assert (image.width, image.mode) == (900, "P")
    assert picture.stat().st_size < PICTURE_BYTES_MAX
    assert all(f"(docs/images/{picture.name})" in text_of(readme) for readme in READMES)


# Kinds of sheets


def test_every_kind_of_sheet_has_a_page_with_its_picture_and_the_index_leads_to_it():
    wanted = {*catalogue(), *DOCUMENTS, "score-sheet"} - {"plan"}  # the plan is a part of the notice's page
    pages = {page.stem: text_of(page) for page in KINDS.glob("*.md") if page.name != "README.md"}

    assert set(pages) == wanted
    assert [code for code, text in pages.items() if f"](images/{code}.png)" not in text] == []
    assert [code for code in pages if f"]({code}.md)" not in text_of(KINDS / "README.md")] == []


def test_a_page_of_a_kind_of_sheet_says_what_it_is_where_its_data_comes_from_and_how_it_is_used():
    for page in sorted(KINDS.glob("*.md")):
        if page.name == "README.md":
            continue
        headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
        assert headings[1:3] == ["数据从哪里来", "怎样采用"], page.name
        assert len(table_rows(section(page, "数据从哪里来"))) >= 2, page.name


@pytest.mark.parametrize("picture", sorted((KINDS / "images").iterdir()), ids=name_of)
def test_a_picture_of_a_kind_of_sheet_is_small_and_shown(picture):
    with Image.open(picture) as image:
        assert image.mode == "P"
        assert image.width == (800 if image.width > image.height else 640)
    assert picture.stat().st_size < KIND_BYTES_MAX
    assert [p.name for p in KINDS.glob("*.md") if f"](images/{picture.name})" in text_of(p)] != []


def test_every_picture_of_a_kind_of_sheet_is_made_by_the_script():
    script = text_of(CHECKOUT / "scripts" / "make_pictures.py")

    assert [p.name for p in (KINDS / "images").iterdir() if f'Picture("{p.stem}",' not in script] == []


# Links and paths


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", MARKDOWN, ids=name_of)
def test_every_relative_link_leads_somewhere(page):
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text_of(page)) if "://" not in link]

    assert [link for link in links if not leads_somewhere(page, unquote(link))] == []


def leads_somewhere(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = page.parent / name if name else page
    return target.exists() and (not anchor or anchor in anchors(target))


@pytest.mark.parametrize("page", MARKDOWN, ids=name_of)
def test_every_path_in_code_is_there(page):
    """Paths of the checkout, and rooms and modules of the package such as `compose/grid.py`."""
    roots = [CHECKOUT, CHECKOUT / "generator"]
    firsts = {folder.name for root in roots for folder in root.iterdir() if folder.is_dir()}
    named = [
        code
        for code in re.findall(r"`([\w./-]+)`", text_of(page))
        if "/" in code and code.split("/")[0] in firsts
    ]

    assert [path for path in named if not any((root / path).exists() for root in roots)] == []


def kept_files() -> Iterator[Path]:
    for place in (CHECKOUT / name for name in KEPT):
        yield from (p for p in sorted(place.rglob("*")) if p.is_file() and "__pycache__" not in p.parts)
    yield from (p for p in sorted(CHECKOUT.iterdir()) if p.is_file() and p.name != ".git")


def test_no_file_names_a_path_of_one_machine_or_an_entry_of_a_tracker():
    local = re.compile(r"(?<![\w.}-])(?:/tmp)?/(?:work|root)(?=[/\s`'\"]|$)", re.MULTILINE)
    tracker = re.compile(r"\bissues? #?\d+|(?<![\w&;])#\d{1,4}\b(?!\w)", re.IGNORECASE)
    found = []
    for path in kept_files():
        try:
            text = text_of(path)
        except UnicodeDecodeError:
            continue
        rules = (local,) if path.suffix in (".css", ".js") else (local, tracker)  # colours look alike
        found += [(name_of(path), hit.group()) for rule in rules for hit in rule.finditer(text)]

    assert found == []


# Decisions


@pytest.mark.parametrize("decision", DECISIONS, ids=name_of)
def test_a_decision_fits_one_screen_and_says_what_was_given_up(decision):
    lines = text_of(decision).splitlines()
    number, title = decision.stem.partition("-")[::2]

    assert lines[0].startswith(f"# {number}. ")
    assert title
    assert [line for line in lines if line.startswith("## ")] == [
        "## Context",
        "## Choice",
        "## What was given up",
    ]
    assert len(lines) <= 40


def test_decisions_are_numbered_without_a_gap():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


# Data and forms


@pytest.mark.parametrize(("page", "title", "cls"), KEY_TABLES, ids=[title for _, title, _ in KEY_TABLES])
def test_a_table_of_keys_has_the_keys_of_the_model(page, title, cls):
    shown = {in_code(key): bool(required) for key, required, _ in table_rows(section(page, title))}
    empty = dataclasses.MISSING
    required = {f.name: f.default is empty and f.default_factory is empty for f in dataclasses.fields(cls)}

    assert shown == required


def test_every_table_of_keys_is_compared_with_the_model():
    for page, tables in SECTIONS.items():
        assert set(re.findall(r"^#+ (.+的键)$", text_of(page), re.MULTILINE)) == set(tables)


def test_the_kinds_and_names_that_forms_may_use_are_all_listed():
    def first_column(title: str) -> set[str]:
        return {in_code(row[0]) for row in table_rows(section(FORMS, title))}

    assert first_column("各类表单") == set(get_args(form.FormKind))
    assert first_column("类型") == set(get_args(form.FieldKind))
    assert first_column("花括号里的名称") == set(NAMES)
    assert [code for code in catalogue() if f"`{code}`" not in text_of(DATA)] == []


def test_the_examples_make_a_campaign_without_a_problem(tmp_path):
    write_examples(tmp_path)
    loaded = load(tmp_path)

    assert [str(p) for p in loaded.problems] == []
    assert loaded.campaign is not None
    assert {r.form for r in loaded.campaign.returns} == {"dispatch-departments", "training"}


def test_the_indicator_of_the_example_can_be_added_and_reported(tmp_path):
    write_examples(tmp_path)
    (line,) = [block for block in blocks(FORMS, "yaml") if "pass_rate" in block]
    added = "      " + line + "      - {name: sessions,"
    replace_in(tmp_path / "forms" / "training.yaml", "      - {name: sessions,", added)
    replace_in(
        tmp_path / "returns" / "2024-06" / "hewan.yaml",
        "  sessions: 1\n",
        "  sessions: 1\n  pass_rate: 98.5\n",
    )

    loaded = load(tmp_path)

    assert [str(p) for p in loaded.problems] == []
    assert [f.name for f in loaded.forms["training"].fields][:2] == ["pass_rate", "sessions"]


@pytest.mark.parametrize(
    "page",
    [DATA, FORMS, DOCS / "seals.md", DOCS / "collect.md", DOCS / "deadlines.md", *sorted(KINDS.glob("*.md"))],
    ids=name_of,
)
def test_every_example_is_yaml(page):
    assert all(ryaml.loads(block) for block in blocks(page, "yaml"))


def write_examples(folder: Path) -> None:
    """Write the examples that begin with the name of a file to that file."""
    for block in [*blocks(DATA, "yaml"), *blocks(FORMS, "yaml")]:
        if named := re.match(r"# ([\w./-]+\.yaml)\n", block):
            path = folder / named.group(1)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block, encoding="utf-8")


def replace_in(path: Path, old: str, new: str) -> None:
    text = text_of(path)
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
