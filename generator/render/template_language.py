"""The language of templates (模板语言): names, dotted names, `for`, `if`; a template that says more is refused when read.

A template comes from outside, so what it may say is listed, not what it may not. The syntax tree that Jinja2 parses is
walked and everything unlisted in it is a Refusal; nothing is rendered to find it. What is left can neither call nor
compute, and its loops are no longer than the data: a loop within a loop goes over a part of the outer loop's item.

    {{ name }}   {{ name.part }}   {% for item in name.part %} … {% endfor %}   {{ loop.first }}   {{ loop.last }}
    {% if name %} … {% elif name.part == "word" and name %} … {% else %} … {% endif %}
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, TypeAlias

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.defaults import DEFAULT_NAMESPACE

from generator.dataclass import dataclass

TagKind: TypeAlias = Literal["output", "for", "if", "elif", "else", "endfor", "endif"]
Scope: TypeAlias = Literal["", "p", "tr"]
Path: TypeAlias = tuple[str, ...]

LOOP = "loop"
LOOP_NAMES = ("first", "last")
RESERVED = frozenset({*DEFAULT_NAMESPACE, "self", "caller", "varargs", "kwargs", "super"})
SCOPES = ("p", "tr")
TAG_CHARS_MAX = 300
DEEP_MAX = 12  # loops and conditions in each other; Python, which a template becomes, bears no more than twenty loops
CHOICES_MAX = 100
TOO_DEEP = "套得太深的写法"
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_PARTS = re.compile(r"(\{\{|\{%)(p|tr|tc|r)?(?=\s)(.*?)(\}\}|%\})", re.DOTALL)
_WORD = re.compile(r"\s*(\w+)")
_WORDS: dict[type, str] = {
    nodes.Filter: "过滤器（|）",
    nodes.Call: "调用（圆括号）",
    nodes.Getitem: "下标（方括号）",
    nodes.Test: "判断 is",
    nodes.CondExpr: "一行里的 if … else",
    nodes.Const: "文字或数字常量",
    nodes.TemplateData: "文字常量",
    nodes.Concat: "拼接（~）",
    nodes.Not: "not",
    nodes.Or: "or",
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter",
    nodes.Import: "import",
    nodes.FromImport: "import",
    nodes.Include: "include",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.With: "with",
    nodes.BinExpr: "运算",
    nodes.UnaryExpr: "运算",
    nodes.Literal: "列表、字典等",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a template says and may not (不许用的写法): `what` in Chinese, and on which line of the source."""

    what: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """Tag of a template (标签): its kind, the paragraph or row it stands for, the names it asks for.

    `target` is what a `for` calls each item; `paths` are the dotted names, the one looped over of a `for`.
    """

    kind: TagKind
    scope: Scope = ""
    target: str = ""
    paths: tuple[Path, ...] = ()


def refusals(source: str) -> list[Refusal]:
    """Return everything in a template's source that is not of the language, in order.

    >>> refusals("{{ unit.name }}{% for line in above %}{{ line.left }}{% endfor %}")
    []
    >>> [r.what for r in refusals("{{ x|attr('__class__') }}{{ 7*7 }}")]
    ['过滤器（|）', '运算']
    """
    long = next((tag for tag in TAG.finditer(source) if len(tag[0]) > TAG_CHARS_MAX), None)
    if long:
        return [Refusal("太长的写法", source.count("\n", 0, long.start()) + 1)]
    try:
        return list(_statements(_environment().parse(source).body, ()))
    except TemplateSyntaxError as error:
        return [Refusal("不认识的写法", error.lineno)]
    except RecursionError:
        return [Refusal(TOO_DEEP, 1)]


def read_tag(text: str) -> Tag | Refusal:
    """Return what one tag says, or why it is refused: `{%p for line in above %}`.

    The tags that close a block, and `elif` and `else`, are read on their own too.
    """
    if text.startswith("{#"):
        return Refusal("注释（{# #}）", 1)
    found = _PARTS.fullmatch(text)
    if not found:
        return _unspaced(text)
    opening, scope, body, _ = found.groups()
    if scope not in (*SCOPES, None):
        return Refusal(f"“{opening}{scope}”", 1)
    if opening == "{{":
        return Refusal(f"“{{{{{scope}”", 1) if scope else _read("output", "", body, "{{%s}}")
    word = _WORD.match(body)
    return _statement(word[1] if word else "", _scope(scope), body)


def _unspaced(text: str) -> Tag | Refusal:
    """Read a tag without a space after its opening: `{{name}}`; what begins with a sign of its own is refused."""
    spaced = f"{text[:2]} {text[2:]}"
    if text[2:3] in "-+_" or text[-3:-2] in "-+" or not _PARTS.fullmatch(spaced):
        return Refusal("不认识的写法", 1)
    return read_tag(spaced)


def _scope(scope: str | None) -> Scope:
    return "tr" if scope == "tr" else "p" if scope == "p" else ""


def _statement(word: str, scope: Scope, body: str) -> Tag | Refusal:
    match word:
        case "for":
            return _read("for", scope, body, "{%% %s %%}{%% endfor %%}")
        case "if":
            return _read("if", scope, body, "{%% %s %%}{%% endif %%}")
        case "elif":
            return _read("elif", scope, body, "{%% if x %%}{%% %s %%}{%% endif %%}")
        case "else" | "endfor" | "endif" if body.strip() == word:
            return Tag(kind=word, scope=scope)
    return Refusal(f"“{word}”" if word else "不认识的写法", 1)


def _read(kind: TagKind, scope: Scope, body: str, frame: str) -> Tag | Refusal:
    source = frame % body
    found = refusals(source)
    if found:
        return found[0]
    node, *more = _environment().parse(source).body
    if more:
        return Refusal("不认识的写法", 1)
    if isinstance(node, nodes.Output):
        return Tag(kind=kind, scope=scope, paths=tuple(_path(n) for n in node.nodes))
    if isinstance(node, nodes.For):
        assert isinstance(node.target, nodes.Name)
        return Tag(kind=kind, scope=scope, target=node.target.name, paths=(_path(node.iter),))
    assert isinstance(node, nodes.If)
    test = node.elif_[0].test if kind == "elif" else node.test
    return Tag(kind=kind, scope=scope, paths=tuple(_tested(test)))


@cache
def _environment() -> Environment:
    return Environment(autoescape=True)


def _statements(body: list[nodes.Node], items: Path, depth: int = 0) -> Iterator[Refusal]:
    """Yield what is wrong in a body; `items` are the names of the loops around it."""
    if body and depth > DEEP_MAX:
        yield Refusal(TOO_DEEP, body[0].lineno)
        return
    for node in body:
        match node:
            case nodes.Output():
                yield from _output(node)
            case nodes.For():
                yield from _loop(node, items, depth)
            case nodes.If():
                yield from _choice(node, items, depth)
            case _:
                yield _refused(node)


def _choice(node: nodes.If, items: Path, depth: int) -> Iterator[Refusal]:
    if len(node.elif_) > CHOICES_MAX:
        yield Refusal("太多的 elif", node.lineno)
    for one in (node, *node.elif_):
        yield from _condition(one.test)
        yield from _statements(one.body, items, depth + 1)
    yield from _statements(node.else_, items, depth + 1)


def _output(node: nodes.Output) -> Iterator[Refusal]:
    for shown in node.nodes:
        if not isinstance(shown, nodes.TemplateData):
            yield from _name(shown)


def _loop(node: nodes.For, items: Path, depth: int) -> Iterator[Refusal]:
    if not isinstance(node.target, nodes.Name) or not _is_free(node.target.name):
        yield Refusal("for 后面不是一个名称", node.lineno)
        return
    if node.test or node.else_ or node.recursive:
        yield Refusal("for 里的 if、else 或 recursive", node.lineno)
    yield from (faults := list(_name(node.iter)))
    if items and not faults and _path(node.iter)[0] not in items:
        yield Refusal("循环里套着另一个循环，而它不是外层那一项的内容", node.lineno)
    yield from _statements(node.body, (*items, node.target.name), depth + 1)


def _condition(node: nodes.Node) -> Iterator[Refusal]:
    match node:
        case nodes.And():
            yield from _condition(node.left)
            yield from _condition(node.right)
        case nodes.Compare(ops=[nodes.Operand(op="eq", expr=nodes.Const(value=str()))]):
            yield from _name(node.expr)
        case nodes.Compare():
            yield Refusal("和文字相等（==）以外的比较", node.lineno)
        case _:
            yield from _name(node)


def _name(node: nodes.Node) -> Iterator[Refusal]:
    """Yield why a node is not a name or a dotted name."""
    match node:
        case nodes.Name() if node.name == LOOP:
            yield Refusal("loop 后面没有 .first 或 .last", node.lineno)
        case nodes.Name():
            if not _is_free(node.name):
                yield Refusal(f"名称“{node.name}”", node.lineno)
        case nodes.Getattr(node=nodes.Name(name="loop")):
            if node.attr not in LOOP_NAMES:
                yield Refusal(f"“loop.{node.attr}”", node.lineno)
        case nodes.Getattr():
            if node.attr.startswith("_"):
                yield Refusal(f"以下划线开头的“{node.attr}”", node.lineno)
            yield from _name(node.node)
        case _:
            yield _refused(node)


def _is_free(name: str) -> bool:
    return name not in RESERVED and name != LOOP and not name.startswith("_")


def _refused(node: nodes.Node) -> Refusal:
    words = [_WORDS[kind] for kind in type(node).__mro__ if kind in _WORDS]
    return Refusal(words[0] if words else type(node).__name__.lower(), node.lineno)


def _path(node: nodes.Node) -> Path:
    if isinstance(node, nodes.Getattr):
        return (*_path(node.node), node.attr)
    assert isinstance(node, nodes.Name)
    return (node.name,)


def _tested(node: nodes.Node) -> Iterator[Path]:
    match node:
        case nodes.And():
            yield from _tested(node.left)
            yield from _tested(node.right)
        case nodes.Compare():
            yield _path(node.expr)
        case _:
            yield _path(node)
