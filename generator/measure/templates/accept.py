"""Template taken over (收模板): what office programs leave in a file taken out, so that an edit shows as what it is."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field

from lxml import etree

from generator.dataclass import dataclass
from generator.measure.templates.reading import NOISE, P, R, T, run_format
from generator.measure.templates.tags import half_width, wide_signs
from generator.render.template_language import TAG
from generator.sources.word_package import TEMPLATE_OF_WORD, Package, W

FIXED_TIME = (2024, 1, 1, 0, 0, 0)
TEXTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
NOTES_OF_EDITING = ("proofErr", "lastRenderedPageBreak", "rsids", "proofState", "permStart", "permEnd")
COMMENTS = ("commentRangeStart", "commentRangeEnd", "commentReference")
COMMENT_PART = re.compile(r"comments\w*\.xml$|people\.xml$|/comments$|/comments\w+$|/people$")
KEPT_PROPERTIES = {  # the rest is who saved the file when, with what, and how long it took
    "docProps/core.xml": ("title", "subject", "language"),
    "docProps/app.xml": ("Application",),
}
CURSOR = "_GoBack"
PROGRAM = "公文工坊"
WORDS = {
    "joined": "接好被切断的标签 {} 处",
    "half": "标签里的全角符号改成半角 {} 个",
    "editing": "去掉编辑记录、拼写标记 {} 处",
    "comments": "去掉批注 {} 条",
    "runs": "并好格式一样的文字 {} 处",
    "people": "去掉文件属性里的姓名、时间等 {} 项",
    "template": "去掉所附的 Word 模板 {} 个",
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """Template in its plain shape, and what was changed, in words."""

    content: bytes
    changes: tuple[str, ...]


@dataclass(slots=True)
class _Work:
    """Parts while they are changed, with counts of the changes by kind."""

    parts: dict[str, bytes]
    counts: Counter[str] = field(default_factory=Counter)


def normalised(package: Package, before: bytes) -> Accepted:
    """Return the template without what editing left in it; one that is plain already stays as it is.

    Tags cut into runs are joined, their signs made half-width; runs of one format become one; comments, marks of
    spelling and revision numbers go; the package gets fixed times and one order.
    """
    work = _Work(dict(package.parts))
    for name in package.names("word/"):
        root = package.xml(name)
        _drop_notes(root, work.counts)
        if TEXTS.fullmatch(name):
            for paragraph in root.iter(P):
                _tidy(paragraph, work.counts)
        work.parts[name] = _written(root)
    _drop_parts(package, work)
    for name, kept in KEPT_PROPERTIES.items():
        _drop_properties(name, kept, work)
    content = packed(work.parts)
    changes = [WORDS[kind].format(n) for kind, n in sorted(work.counts.items()) if n]
    if content != before and not changes:
        changes = ["重新装好文件（时间、次序）"]
    return Accepted(content, tuple(changes))


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _drop_notes(root: etree._Element, counts: Counter[str]) -> None:
    """Take out revision numbers, marks of spelling, language of runs, the place of the cursor, comments."""
    for element in list(root.iter("*")):
        for key in [k for k in element.attrib if _is_revision(str(k))]:
            del element.attrib[key]
            counts["editing"] += 1
        name = etree.QName(element).localname
        parent = element.getparent()
        in_run = parent is not None and parent.tag == f"{W}rPr"
        if not element.tag.startswith(W):
            continue
        if name in NOTES_OF_EDITING or (name in NOISE and in_run and not _is_default(element)):
            _remove(element)
            counts["editing"] += 1
        elif name in COMMENTS:
            _remove(element)
            counts["comments"] += name == "commentReference"
        elif name == "bookmarkStart" and element.get(f"{W}name") == CURSOR:
            _remove_bookmark(root, element)
            counts["editing"] += 1


def _is_revision(key: str) -> bool:
    name = etree.QName(key)
    return name.localname.startswith("rsid") or (
        name.localname in ("paraId", "textId") and "word" in str(name.namespace)
    )


def _is_default(element: etree._Element) -> bool:
    return any(etree.QName(a).localname in ("docDefaults", "style") for a in element.iterancestors())


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _remove_bookmark(root: etree._Element, start: etree._Element) -> None:
    number = start.get(f"{W}id")
    for end in [e for e in root.iter(f"{W}bookmarkEnd") if e.get(f"{W}id") == number]:
        _remove(end)
    _remove(start)


def _tidy(paragraph: etree._Element, counts: Counter[str]) -> None:
    """Join the runs of a paragraph that have one format, make tags half-width, and put each tag into one run."""
    for run in paragraph.findall(R):
        properties = run.find(f"{W}rPr")
        if properties is not None and not len(properties):
            run.remove(properties)
        if not len(run):
            paragraph.remove(run)
    for first, second in _neighbours(paragraph):
        if _same_format(first, second) and _is_plain(first) and _is_plain(second):
            _move(second, first)
            counts["runs"] += 1
    _to_half_width(paragraph, counts)
    _join_tags(paragraph, counts)


def _neighbours(paragraph: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield each run with the run right after it, while the caller moves the second into the first."""
    run = paragraph.find(R)
    while run is not None:
        following = run.getnext()
        if following is None or following.tag != R:
            run = next((s for s in run.itersiblings(R)), None)
            continue
        yield run, following
        if following.getparent() is not None:
            run = following


def _same_format(first: etree._Element, second: etree._Element) -> bool:
    """Tell whether two runs look alike; the hint of an input method says in which face quotation marks stand."""
    hints = [run.find(f"{W}rPr/{W}rFonts") for run in (first, second)]
    said = [str(fonts.get(f"{W}hint", "")) if fonts is not None else "" for fonts in hints]
    return said[0] == said[1] and run_format(first) == run_format(second)


def _is_plain(run: etree._Element) -> bool:
    return all(child.tag in (T, f"{W}tab", f"{W}br", f"{W}rPr") for child in run)


def _move(run: etree._Element, target: etree._Element) -> None:
    for child in [c for c in run if c.tag != f"{W}rPr"]:
        last = target[-1] if len(target) else None
        if child.tag == T and last is not None and last.tag == T:
            _set_text(last, (last.text or "") + (child.text or ""))
        else:
            target.append(child)
    _remove(run)


def _set_text(element: etree._Element, text: str) -> None:
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _to_half_width(paragraph: etree._Element, counts: Counter[str]) -> None:
    """Make the signs of tags half-width, also where one stands in two runs."""
    texts = _texts(paragraph)
    whole = "".join(t.text or "" for t in texts)
    counts["half"] += len(wide_signs(whole))
    changed, place = half_width(whole), 0
    for text in texts:
        length = len(text.text or "")
        if changed[place : place + length] != (text.text or ""):
            _set_text(text, changed[place : place + length])
        place += length


def _join_tags(paragraph: etree._Element, counts: Counter[str]) -> None:
    """Put every tag whole into the text element in which it begins."""
    texts = _texts(paragraph)
    whole = "".join(t.text or "" for t in texts)
    starts = _starts(texts)
    for match in reversed(list(TAG.finditer(whole))):
        first = max(i for i, start in enumerate(starts) if start <= match.start())
        last = max(i for i, start in enumerate(starts) if start < match.end())
        if first == last:
            continue
        counts["joined"] += 1
        _set_text(texts[first], whole[starts[first] : match.start()] + match[0])
        for text in texts[first + 1 : last]:
            _set_text(text, "")
        end = starts[last] + len(texts[last].text or "")
        _set_text(texts[last], whole[match.end() : end])
        whole = "".join(t.text or "" for t in texts)
        starts = _starts(texts)
    for text in texts:
        if not text.text:
            _drop_empty(text)


def _texts(paragraph: etree._Element) -> list[etree._Element]:
    """Return the text elements of a paragraph, but not of a text box in it."""
    return [t for t in paragraph.iter(T) if next(t.iterancestors(P)) is paragraph]


def _starts(texts: list[etree._Element]) -> list[int]:
    starts, place = [], 0
    for text in texts:
        starts.append(place)
        place += len(text.text or "")
    return starts


def _drop_empty(text: etree._Element) -> None:
    run = text.getparent()
    _remove(text)
    if run is not None and run.tag == R and all(child.tag == f"{W}rPr" for child in run):
        _remove(run)


def _drop_parts(package: Package, work: _Work) -> None:
    """Take out comments and the template of Word's own, with the relations that lead to them."""
    for name in package.names(ending=".rels"):
        root = package.xml(name)
        for relation in list(root):
            kind = str(relation.get("Type", ""))
            is_template = kind.endswith(TEMPLATE_OF_WORD)
            if is_template or COMMENT_PART.search(kind):
                root.remove(relation)
                work.counts["template"] += is_template
        work.parts[name] = _written(root)
    settings = "word/settings.xml"
    if settings in work.parts:
        root = etree.fromstring(work.parts[settings])
        for element in root.findall(f"{W}attachedTemplate"):
            root.remove(element)
        work.parts[settings] = _written(root)
    for name in [n for n in work.parts if n.startswith("word/") and COMMENT_PART.search(n)]:
        del work.parts[name]
    types = package.xml("[Content_Types].xml")
    for override in list(types):
        if COMMENT_PART.search(str(override.get("PartName", ""))):
            types.remove(override)
    work.parts["[Content_Types].xml"] = _written(types)


def _drop_properties(name: str, kept: tuple[str, ...], work: _Work) -> None:
    """Take out who saved a template when: it would stand in every file made from it."""
    if name not in work.parts:
        return
    root = etree.fromstring(work.parts[name])
    for element in list(root):
        local = etree.QName(element).localname
        if local not in kept:
            root.remove(element)
            work.counts["people"] += 1
    application = next((e for e in root if etree.QName(e).localname == "Application"), None)
    if application is not None:
        application.text = PROGRAM
    work.parts[name] = _written(root)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts as a package with fixed times and one order: equal content gives equal bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda n: (n != "[Content_Types].xml", n)):
            package.writestr(zipfile.ZipInfo(name, FIXED_TIME), parts[name], zipfile.ZIP_DEFLATED)
    return target.getvalue()
