"""What pages say (网页的用语): a message of a verb in a page's own words, who reads it has no commands and no options.

A command or option for which pages have something of their own goes by its name; the part of a sentence about any other
is left to the administrator, who sits at the server.
"""

import re

PAGE_WORDS = {
    "--text": "“情况”",
    "--until": "“延期到”",
    "--period": "“月份”",
    "要印的，用 gongwen build 按单位生成": "要印的，在“出表”里按单位生成",
    "加 --correct 再读一次，作为下一次更正": "收下以后在这张表上“报更正”",
    "放进 returns，或用 gongwen receive 登记": "在网页上填报，或上传",
    "请改用 gongwen intake blank 发出的工作簿填写": "请在“总览”下载 Excel 来填",
    "再用 gongwen hazard record 记一笔": "再在隐患的网页上记一笔",
}
ADMINISTRATOR, OR_ADMINISTRATOR = "请找管理员", "或找管理员"
_NAMED = re.compile(r"gongwen( [a-z]+)+|(?<![\w-])--[a-z]+")
_QUOTED = re.compile(r"“[^”]*”")
_ASIDE = re.compile(r"（[^（）]*）")
_PART = re.compile(r"[^，。；：\n]+")


def in_page_words(message: str) -> str:
    """Return a message without commands and options; what is quoted in it from the data stays as it is.

    >>> in_page_words("挂牌督办要写文号。请补写 --text。")
    '挂牌督办要写文号。请补写“情况”。'
    """
    if not names_commands(message):
        return message
    for written, shown in PAGE_WORDS.items():
        message = re.sub(rf" ?{re.escape(written)}(?![\w-]) ?", shown, message)
    message = _ASIDE.sub(lambda aside: "" if names_commands(aside[0]) else aside[0], message)
    return "".join(_asked_once(_PART.split(message), _PART.findall(message)))


def names_commands(text: str) -> bool:
    """Tell whether a text names a command or option otherwise than within quotation marks."""
    return bool(_NAMED.search(_QUOTED.sub("", text)))


def _asked_once(marks: list[str], parts: list[str]) -> list[str]:
    """Return the parts of sentences with the marks between; for those that name commands stands once whom to ask."""
    said, asked = [marks[0]], False
    for part, mark in zip(parts, marks[1:], strict=True):
        named = names_commands(part)
        if named and asked:
            said[-1] = mark
            continue
        asked = asked or named
        said += [_ask(part) if named else part, mark]
    return said


def _ask(part: str) -> str:
    return OR_ADMINISTRATOR if part.startswith("或") else ADMINISTRATOR
