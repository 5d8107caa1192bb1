"""Characters (字) that do not print, or do not mean, what they seem to: looked for in one text at a time.

Private-use and control characters must not stand in a document at all. Invisible ones and look-alikes print well and
are never found by who searches for the name.
"""

import re
import unicodedata

PRIVATE_USE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
TURNING = "\u202a-\u202e\u2066-\u2069"
SELECTOR = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
HIDDEN = {
    "\u00ad": "软连字符",
    "\u180e": "蒙古文元音分隔符",
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字",
    "\u200d": "零宽连接符",
    "\u200e": "方向标记",
    "\u200f": "方向标记",
    "\u2028": "行分隔符",
    "\u2029": "段分隔符",
    "\u2060": "零宽连接符",
    "\ufeff": "零宽空格",
}
# Radicals of Unicode's supplement that look like a character of their own; the database maps two of them only.
RADICALS = dict(
    zip(
        "⺒⺓⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱",
        "巳幺民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龜",
        strict=True,
    )
)

NO_WRITING = {
    "表情符号": "\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2764\u2795-\u2797\u2b50\u2b55"
    "\U0001f000-\U0001faff",
    "附加符号": "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f",
}
_UNUSABLE = re.compile(f"[{PRIVATE_USE}{CONTROL}{TURNING}]")
_HIDDEN = re.compile(f"[{''.join(HIDDEN)}{SELECTOR}]")
_NO_WRITING = re.compile(f"[{''.join(NO_WRITING.values())}]")
_LOOK_ALIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")


def code_point(char: str) -> str:
    """Return a character's number as Unicode writes it.

    >>> code_point("㙍")
    'U+364D'
    """
    return f"U+{ord(char):04X}"


def unusable(text: str) -> str:
    """Return the first character of a text that no document may hold, or an empty text."""
    found = _UNUSABLE.search(text)
    return found.group() if found else ""


def kind_of_unusable(char: str) -> str:
    """Return in words what a character is that no document may hold."""
    if re.match(f"[{PRIVATE_USE}]", char):
        return "自造字（私用区字符），别的电脑上会印成别的符号"
    if re.match(f"[{TURNING}]", char):
        return "看不见的方向控制字符，会把文字印成倒序"
    return "看不见的控制字符"


def hidden(text: str) -> dict[str, str]:
    """Return the invisible characters of a text, each once in order, with what they are."""
    return {char: HIDDEN.get(char, "异体字选择符") for char in _HIDDEN.findall(text)}


def no_writing(text: str) -> dict[str, str]:
    """Return the pictures and the marks that stand over another character, each once in order, with what they are.

    >>> no_writing("王伟😀"), no_writing("✅"), no_writing("①☑√★●☎")
    ({'😀': '表情符号'}, {'✅': '表情符号'}, {})
    """
    found = _NO_WRITING.findall(text)
    return {
        char: next(k for k, chars in NO_WRITING.items() if re.match(f"[{chars}]", char)) for char in found
    }


def look_alikes(text: str) -> dict[str, str]:
    """Return the characters of a text that only look like the proper one, with that one, empty where there is none.

    Radicals (⽅ U+2F45) and compatibility ideographs (U+F900…) come from PDF files and old encodings.

    >>> look_alikes("⽅⻋村")
    {'⽅': '方', '⻋': '车'}
    """
    found = {char: _proper(char) for char in _LOOK_ALIKE.findall(text)}
    return {char: proper for char, proper in found.items() if proper != char}


def _proper(char: str) -> str:
    """Return the proper character, an empty text for a radical that is none; itself where it is proper (﨏)."""
    proper = RADICALS.get(char) or unicodedata.normalize("NFKC", char)
    return "" if proper == char and char < "\u2fe0" else proper
