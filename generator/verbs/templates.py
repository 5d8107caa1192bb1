"""Templates (模板): made for one form, checked, taken over after editing, shown as text."""

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.compose.sheets import blank_sheet
from generator.dataclass import dataclass
from generator.measure.templates.accept import Accepted, normalised
from generator.measure.templates.annotate import annotated
from generator.measure.templates.check import Subject, check_template, subjects, why_none
from generator.measure.templates.names import NEAR
from generator.measure.templates.text import template_text
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.sheet import Sheet
from generator.press.disk import FileInUse, digest, put, temp_path
from generator.problem import Problem, ProblemsFound, errors
from generator.render.docx_full import form_template
from generator.render.docx_templates import SHELLS
from generator.resources import starter_root, template_root
from generator.sources.campaign import load
from generator.sources.catalogue import catalogue
from generator.sources.contents import read_bytes
from generator.sources.places import MAIN_NAMES
from generator.sources.strays import is_data
from generator.sources.templates import FOLDERS, SUFFIX, own_templates
from generator.sources.word_package import TEMPLATE_OF_WORD, open_package
from generator.verbs.usage import UsageProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What a check looked at and found; `annotated` are the copies with comments that were written."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    annotated: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptResult:
    """What taking over a template changed, in words, and what it leaves to be seen to."""

    file: str
    changes: tuple[str, ...]
    problems: tuple[Problem, ...]


def new_template(name: str, campaign: Path | None, target: Path | None) -> Path:
    """Write the Word template of a form, or a copy of one of the program's shells; return where.

    Without a target it goes into the campaign's folder of templates, or where one stands. Raises UsageProblem for
    a name that is neither form nor shell and for a target that is no Word file or in no folder, ProblemsFound when
    a file is there already or the campaign has errors.
    """
    if target:
        _require_place(target)
    content = _new_content(name, campaign)
    file = target or _folder(campaign) / f"{name}{SUFFIX}"
    if file.exists():
        message = "已有这个文件，没有覆盖。请换一个名字（-o），或先移走它。"
        raise ProblemsFound([Problem(code="BLD-004", message=message, where=str(file))])
    _write(file, content)
    return file


def _require_place(target: Path) -> None:
    """Raise UsageProblem for a target that Word would not open as a template, or whose folder is not there."""
    if target.suffix.lower() != SUFFIX:
        raise UsageProblem(f"模板是 Word 文件，“{target.name}”要以 {SUFFIX} 结尾，如 {target.stem}{SUFFIX}")
    if not target.parent.is_dir():
        raise UsageProblem(f"没有“{target.parent}”这个文件夹，请先建好，或换一个地方")


def _folder(campaign: Path | None) -> Path:
    if campaign is None:
        return Path()
    root = campaign if campaign.is_dir() else campaign.parent
    return next((root / name for name in FOLDERS if (root / name).is_dir()), root / FOLDERS[0])


def _new_content(name: str, campaign: Path | None) -> bytes:
    if name in SHELLS:
        return (template_root() / "docx" / f"{name}{SUFFIX}").read_bytes()
    sample, forms = _campaign_and_forms(campaign)
    form = forms.get(name)
    if form is None:
        raise UsageProblem(f"没有“{name}”这张表。{_known(name, [*forms, *SHELLS])}")
    if reason := why_none(form):
        raise UsageProblem(reason)
    return _plain(form_template(blank_sheet(sample, form), form), name)


def _campaign_and_forms(campaign: Path | None) -> tuple[Campaign, Mapping[str, Form]]:
    """Return a campaign to compose a blank table of, and its forms; without one, the starter and the catalogue."""
    loaded = load(campaign or starter_root())
    if loaded.campaign is None:
        raise ProblemsFound(loaded.problems)
    return loaded.campaign, loaded.forms if campaign else catalogue()


def _known(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, 1, NEAR)
    return f"是不是 {near[0]}？" if near else f"可用的有：{'、'.join(known)}"


def check_templates(sources: Sequence[Path], form: str = "", copies: Path | None = None) -> CheckResult:
    """Check Word files, or every template of a campaign; `copies` gets a copy with comments of each that has faults.

    `form` says whose template a file is that is not named after its form. Raises UsageProblem when that is not
    known or a copy would take the place of the template, ProblemsFound when a campaign has errors.
    """
    every: list[Subject] = []
    problems: list[Problem] = []
    for source in sources:
        found, faults = _subjects(source, form)
        every += found
        problems += faults
    names = _copy_names(every)
    if copies:
        _keep_templates(every, [copies / name for name in names])
    written: list[Path] = []
    for subject, name in zip(every, names, strict=True):
        checked = subject.checked()
        problems += checked.problems(subject.place)
        if copies and checked.findings:
            written.append(copies / name)
            _write(written[-1], annotated(subject.content, checked.findings))
    places = tuple(subject.place for subject in every)
    return CheckResult(files=places, problems=tuple(problems), annotated=tuple(written))


def _copy_names(every: Sequence[Subject]) -> list[str]:
    """Return the name of each template's copy, in order; of templates named alike the second is `名称（2）.docx`."""
    given: dict[str, str] = {}
    for subject in every:
        file = Path(subject.place)
        name, number = file.name, 1
        while name.casefold() in given:
            number += 1
            name = f"{file.stem}（{number}）{file.suffix}"
        given[name.casefold()] = name
    return list(given.values())


def _keep_templates(every: Sequence[Subject], targets: Sequence[Path]) -> None:
    """Raise UsageProblem when a copy with comments would take the place of a template."""
    contents = {subject.content for subject in every}
    for target in targets:
        if target.is_file() and target.read_bytes() in contents:
            raise UsageProblem(f"“{target}”就是模板本身，带批注的不能写到它上面，请换一个文件夹")


def _subjects(source: Path, form: str) -> tuple[list[Subject], list[Problem]]:
    if source.is_dir() or is_data(source):
        loaded = load(source)
        if loaded.campaign is None:
            raise ProblemsFound(loaded.problems)
        return subjects(own_templates(source), loaded.campaign, loaded.forms)
    content = read_bytes(source, source.name)
    if isinstance(content, Problem):
        return [], [content]
    name = form or source.stem
    return [Subject(name, source.name, content, *_form_of(source, name))], []


def _form_of(file: Path, name: str) -> tuple[Form | None, Sheet | None]:
    """Return the form of a file, of the campaign in whose folder of templates it lies or of the catalogue, and a sheet."""
    if name in SHELLS:
        return None, None
    root = file.resolve().parent.parent
    lies_in_campaign = file.resolve().parent.name in FOLDERS and any((root / n).is_file() for n in MAIN_NAMES)
    campaign, forms = _campaign_and_forms(root if lies_in_campaign else None)
    if name not in forms:
        raise UsageProblem(
            f"不知道“{file.name}”是哪张表的模板，请用 --form 写表单代号。{_known(name, [*forms, *SHELLS])}"
        )
    if reason := why_none(forms[name]):
        raise UsageProblem(reason)
    return forms[name], blank_sheet(campaign, forms[name])


def accept_template(file: Path, form: str = "") -> AcceptResult:
    """Put a template that an office program saved into its plain shape, in place and whole or not at all.

    Raises ProblemsFound, and changes nothing, when the template has errors.
    """
    found, problems = _subjects(file, form)
    if not found:
        raise ProblemsFound(problems)
    (subject,) = found
    accepted = _accepted(subject)
    checked = check_template(accepted.content, subject.name, subject.form, subject.place, subject.sample)
    told = checked.problems(subject.place)
    if errors(told):
        raise ProblemsFound(errors(told))
    if accepted.content != subject.content:
        _write(file, accepted.content)
    return AcceptResult(file=str(file), changes=accepted.changes, problems=tuple(told))


def _plain(content: bytes, name: str) -> bytes:
    """Return a template as taking it over leaves it, so that only a clerk's own changes ever show."""
    package = open_package(content, name)
    assert not isinstance(package, list)
    return normalised(package, content).content


def _accepted(subject: Subject) -> Accepted:
    package = open_package(subject.content, subject.place, dropped=(TEMPLATE_OF_WORD,))
    if isinstance(package, list):
        raise ProblemsFound(package)
    return normalised(package, subject.content)


def template_texts(files: Sequence[Path]) -> list[tuple[Path, str]]:
    """Return each Word file with its readable form. Raises ProblemsFound when one cannot be read."""
    texts = []
    for file in files:
        content = read_bytes(file, file.name)
        package = open_package(content, file.name) if isinstance(content, bytes) else [content]
        if isinstance(package, list):
            raise ProblemsFound(package)
        texts.append((file, template_text(package, file.name)))
    return texts


def write_template_texts(files: Sequence[Path]) -> list[Path]:
    """Write the readable form of each Word file beside it: x.docx.txt; return what was written."""
    written = []
    for file, text in template_texts(files):
        written.append(file.with_name(f"{file.name}.txt"))
        _write(written[-1], text.encode())
    return written


def _write(target: Path, content: bytes) -> None:
    try:
        put(target, content, temp=temp_path(target, digest(content)), durable=True)
    except FileInUse as error:
        message = "正被别的程序打开，没有写。请关闭后再运行一次。"
        raise ProblemsFound([Problem(code="SRC-001", message=message, where=str(target))]) from error
