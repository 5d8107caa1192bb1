"""What a parser complains about, said in Chinese with the remedy."""

import json
import re

from generator.sources.everyday import slip
from generator.sources.outline import Mark

PLACE = re.compile(r" at line (\d+) column (\d+)")
POSITION = re.compile(r" at position (\d+)")

BRACKET = "括号没有闭合：这里开始的“{bracket}”找不到对应的“{close}”，或者两项之间少了逗号。请补上。"
QUOTE = "引号没有闭合：从这里开始的文字缺少后一个引号。请补上。"
TAB = "缩进用了制表符（Tab 键）。请改用空格，每层两个空格。"
INDENT = "缩进不对齐：这一行和同一层的其他行没有从同一列开始。请对齐。"
COLON = "冒号多了，或缩进不对：这一行里“键: 值”的位置不对。值里有冒号加空格时请加引号；键和下一层请对齐缩进。"
NO_COLON = "缺少冒号：这一行应写成“键: 值”，冒号用英文半角，后面空一格。"
FIRST_CHARACTER = "值不能以“{char}”开头。请给整个值加上引号。"
DOCUMENTS = "一个文件里有几份数据（中间有“---”）。请分成几个文件，或删去“---”。"
ANCHOR = "引用了没有定义的别名。文字以“*”开头时，请加引号。"
CONTROL = "文字里有看不见的控制字符。请删去这个字符，或重新输入这一处。"
NUMBER = "数字太大。这一项若是编号，请加引号写成文字。"
KEY = "键不能是列表或映射。请写成一个词。"
CONSTANT = "JSON 里不能写 NaN 或 Infinity。请写数字。"
COMMA = "缺少逗号或括号没有闭合：JSON 的两项之间要有逗号，最后一项之后不要逗号。"
JSON_KEY = "JSON 的键要加英文双引号；最后一项之后不要逗号。"
JSON_VALUE = "这里缺少一个值，或文字没有加英文双引号；最后一项之后不要逗号。"
JSON_END = "JSON 结束后还有多余的内容。请删去，或检查括号。"
OTHER_YAML = "不是正确的 YAML（{text}）。请检查这一行和上一行的缩进、冒号和引号。"
OTHER_JSON = "不是正确的 JSON（{text}）。请检查这一行的逗号、引号和括号。"

YAML_MESSAGES = (
    ("more than one document", DOCUMENTS),
    ("unknown anchor", ANCHOR),
    ("control characters", CONTROL),
    ("invalid type: integer", NUMBER),
    ("unhashable type", KEY),
    ("unexpected end of stream", QUOTE),
    ("could not find expected ':'", NO_COLON),
    ("mapping values are not allowed", COLON),
    ("block sequence entries are not allowed", INDENT),
    ("did not find expected key", INDENT),
    ("did not find expected '-' indicator", INDENT),
)
JSON_MESSAGES = (
    ("Expecting ',' delimiter", COMMA),
    ("Expecting property name", JSON_KEY),
    ("Expecting ':' delimiter", NO_COLON),
    ("Illegal trailing comma", JSON_KEY),
    ("Expecting value", JSON_VALUE),
    ("Unterminated string", QUOTE),
    ("Invalid control character", CONTROL),
    ("Extra data", JSON_END),
)


def explain(error: ValueError, text: str) -> tuple[str, Mark | None]:
    """Return the Chinese message for a parser's error and the place to look at."""
    if isinstance(error, json.JSONDecodeError):
        return _from_table(JSON_MESSAGES, error.msg, OTHER_JSON), Mark(error.lineno, error.colno)
    message = str(error)
    if message.startswith("constant "):
        return CONSTANT, None
    if message.startswith("Exceeds the limit"):
        return NUMBER, None
    return _explain_yaml(message, text)


def _explain_yaml(message: str, text: str) -> tuple[str, Mark | None]:
    marks = _marks(message, text)
    first = marks[0] if marks else None
    if "cannot start any token" in message and first:
        return _first_character(first, text), first
    if found := slip(text, marks):
        return found
    if "flow sequence" in message or "flow mapping" in message:
        return _bracket(message), marks[-1] if marks else None
    last = marks[-1] if marks and "quoted scalar" in message and len(marks) > 1 else first
    return _from_table(YAML_MESSAGES, message, OTHER_YAML), last


def _marks(message: str, text: str) -> list[Mark]:
    """Marks named by the message; a mere position becomes a line and a column."""
    found = [Mark(int(line), int(column)) for line, column in PLACE.findall(message)]
    if found or not (position := POSITION.search(message)):
        return found
    before = text.encode("utf-8", "surrogatepass")[: int(position.group(1))].decode("utf-8", "ignore")
    return [Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))]


def _bracket(message: str) -> str:
    bracket = "[" if "flow sequence" in message else "{"
    return BRACKET.format(bracket=bracket, close="]" if bracket == "[" else "}")


def _first_character(mark: Mark, text: str) -> str:
    char = _line(mark, text)[mark.column - 1 : mark.column]
    return TAB if char == "\t" else FIRST_CHARACTER.format(char=char)


def _line(mark: Mark, text: str) -> str:
    lines = text.split("\n")
    return lines[mark.line - 1] if 1 <= mark.line <= len(lines) else ""


def _from_table(table: tuple[tuple[str, str], ...], message: str, other: str) -> str:
    for part, chinese in table:
        if part in message:
            return chinese
    return other.format(text=PLACE.sub("", message))
