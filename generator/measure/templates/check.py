"""Check of one template (检查模板): everything wrong in it, found at once, each at its place."""

import difflib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from docx import Document

from generator.compose.issuer_sheets import issuer_sheets
from generator.compose.sheets import Order, blank_sheet
from generator.dataclass import dataclass
from generator.derive.names import DOCUMENTS
from generator.measure.templates.blocks import Placed, dropped_texts, nested
from generator.measure.templates.finding import Finding, at
from generator.measure.templates.form import missing_fields
from generator.measure.templates.labels import drifted_labels
from generator.measure.templates.names import (
    NEAR,
    document_names,
    form_names,
    mistaken_names,
    table_names,
    unknown_names,
)
from generator.measure.templates.page import face_findings, page_findings, width_findings
from generator.measure.templates.reading import WordFile
from generator.measure.templates.room import spilling
from generator.measure.templates.shell import shell_findings
from generator.measure.templates.tags import Found, tags_of
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.sheet import Sheet, TableContent
from generator.problem import Problem, ProblemsFound, errors
from generator.render.docx_full import UNSOUND, refused, render_full
from generator.render.docx_templates import SHELLS
from generator.sources.templates import OwnTemplates
from generator.sources.word_package import W, open_package

TRACKED = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
COMMENTED = f"{W}commentReference"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a template: findings at their places, or why the file cannot be read at all."""

    findings: tuple[Finding, ...] = ()
    unreadable: tuple[Problem, ...] = ()

    def problems(self, file: str) -> list[Problem]:
        """Return everything found as problems of the file."""
        return [*self.unreadable, *dict.fromkeys(f.problem(file) for f in self.findings)]


def check_template(
    content: bytes, name: str, form: Form | None, place: str = "", sample: Sheet | None = None
) -> Checked:
    """Return what is wrong in a template: of a form, or of the shell called `name`; `place` is how its file prints.

    The room on its page is judged by a `sample` sheet of the form.
    """
    place = place or f"{name}.docx"
    package = open_package(content, place)
    if isinstance(package, list):
        return Checked(unreadable=tuple(package))
    if not _opens(content):
        message = "模板读不了：文件的结构不完整。请用 Word 或 WPS 打开，另存为 .docx。"
        return Checked(unreadable=(Problem(code="TPL-001", message=message, where=place),))
    file = WordFile(package)
    findings = _in_order(_findings(file, name, (form, sample)), file)
    if not any(f.severity == "error" for f in findings):
        findings += _refused_by_the_engine(content)
    return Checked(findings=tuple(findings))


def _in_order(findings: Iterable[Finding], file: WordFile) -> list[Finding]:
    """Return the findings as they follow in the file, those of the whole file first."""
    numbers = {id(p.element): i for i, p in enumerate(file.paragraphs)}
    return sorted(findings, key=lambda f: numbers[id(f.paragraph.element)] if f.paragraph else -1)


def _findings(file: WordFile, name: str, made_for: tuple[Form | None, Sheet | None]) -> Iterator[Finding]:
    form, sample = made_for
    tags, wrong = tags_of(file)
    placed, open_blocks = nested(tags)
    yield from wrong
    yield from open_blocks
    yield from dropped_texts(tags)
    if form:
        yield from _against_form(file, tags, placed, form)
        if sample and isinstance(sample.content, TableContent):
            yield from spilling(file, placed, form, sample.content)
    else:
        known = document_names() if name in SHELLS[:2] else table_names()
        yield from unknown_names(placed, known)
        yield from shell_findings(file, name, placed)
    yield from _traces(file, wrong)
    yield from page_findings(file, form.page.orientation == "landscape" if form else None)
    yield from width_findings(file) if form else ()
    yield from face_findings(file)


def _traces(file: WordFile, wrong: Sequence[Finding]) -> Iterator[Finding]:
    """Yield a warning for changes not yet accepted, unless told as an error, and for comments: they would print."""
    told = any(f.code == "TPL-018" for f in wrong)
    changed = next((p for p in file.paragraphs if next(p.element.iter(*TRACKED), None) is not None), None)
    if changed and not told:
        message = "有未处理的修订，会留在每一份文件里。请在“审阅”里接受或拒绝全部修订，再关掉修订。"
        yield at(changed, "TPL-018", message, "warning")
    commented = next((p for p in file.paragraphs if next(p.element.iter(COMMENTED), None) is not None), None)
    if commented:
        message = "有批注，会留在每一份文件里。请删去，或运行 gongwen templates accept。"
        yield at(commented, "TPL-018", message, "warning")


def _against_form(file: WordFile, tags: list[Found], placed: list[Placed], form: Form) -> Iterator[Finding]:
    known = form_names(form)
    yield from unknown_names(placed, known)
    yield from missing_fields(placed, form, mistaken_names(tags, placed, known))
    yield from drifted_labels(file, placed, form)


def _opens(content: bytes) -> bool:
    """Tell whether the parts of a file hang together, so that it can be filled in."""
    try:
        refused(content)
        return Document(io.BytesIO(content)).element.body is not None
    except UNSOUND:
        return False


def _refused_by_the_engine(content: bytes) -> Iterator[Finding]:
    """Yield what only shows in the source that is rendered: tags put together from pieces in odd places."""
    for refusal in refused(content):
        message = f"文件里藏有标签，写着{refusal.what}，不能用。请新建模板，把内容复制过去。"
        yield Finding(code="TPL-003", message=message)


def why_none(form: Form) -> str:
    """Return why a form cannot have a template of its own, an empty text when it can."""
    if form.kind == "score_sheet":
        return f"“{form.form}”是打分表，不能有自己的模板：每页怎样分由程序排"
    odd = next((f.name for f in form.fields if not f.name.isidentifier() or f.name.startswith("_")), "")
    return f"填报项“{odd}”的名称不能写进标签：只能用字母、数字和下划线，以字母开头" if odd else ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Template to check: how problems print its file, its content, its form (None for a shell), a sheet to try it on."""

    name: str
    place: str
    content: bytes
    form: Form | None
    sample: Sheet | None = None

    def checked(self) -> Checked:
        """Return what is wrong in it; one in which nothing is found is filled in once."""
        found = check_template(self.content, self.name, self.form, self.place, self.sample)
        if self.sample is None or errors(found.problems(self.place)):
            return found
        try:
            render_full(self.sample, {self.name: self.content})
        except ProblemsFound as failure:
            told = tuple(p.at(self.place) for p in failure.problems)
            return Checked(found.findings, told)
        return found


def subjects(
    own: OwnTemplates, campaign: Campaign, forms: Mapping[str, Form]
) -> tuple[list[Subject], list[Problem]]:
    """Return a campaign's own templates, and the problems of files that are none of a form or shell in use."""
    found: list[Subject] = []
    problems = list(own.problems)
    for name, content in own.contents.items():
        place = own.places[name]
        form = forms.get(name) if name not in SHELLS else None
        if form is None and name not in SHELLS:
            problems.append(_of_nothing(name, place, forms))
        elif form and (reason := why_none(form)):
            message = f"{reason}。请移走这个文件。"
            problems.append(Problem(code="TPL-016", message=message, where=place))
        else:
            sample = blank_sheet(campaign, form) if form else _made_from(name, campaign, forms)
            found.append(Subject(name, place, content, form, sample))
    return found, problems


def _made_from(shell: str, campaign: Campaign, forms: Mapping[str, Form]) -> Sheet | None:
    """Return a sheet of the campaign that is made from a shell, None when it makes none."""
    texts = Order(period="", sheets=frozenset(DOCUMENTS))
    tables = (blank_sheet(campaign, form) for form in forms.values())
    made = issuer_sheets(campaign, dict(forms), texts).sheets if shell in SHELLS[:2] else tables
    return next((sheet for sheet in made if sheet.content.shell == shell), None)


def usable(
    own: OwnTemplates, campaign: Campaign, forms: Mapping[str, Form]
) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the templates that sheets are made from, and every problem that stops a build or belongs to no form.

    What a template has otherwise than its form is told by `gongwen templates check` alone.
    """
    found, problems = subjects(own, campaign, forms)
    for subject in found:
        problems += errors(subject.checked().problems(subject.place))
    return {s.name: s.content for s in found}, problems


def _of_nothing(name: str, place: str, forms: Mapping[str, Form]) -> Problem:
    known = [*forms, *SHELLS]
    near = difflib.get_close_matches(name, known, 1, NEAR)
    hint = f"是不是 {near[0]}.docx？" if near else f"文件名要是表单代号：{'、'.join(forms)}。"
    message = f"这次行动没有“{name}”这张表，这个模板没有用上。{hint}请改名，或移到别处。"
    return Problem(code="TPL-016", message=message, where=place, severity="warning")
