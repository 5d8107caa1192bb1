"""Plain data to model values; what does not fit becomes problems that say what belongs there."""

from typing import Any, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.problem import Path, Problem
from generator.sources.dates import prepare
from generator.sources.everyday import slip_in_key, slip_in_value
from generator.sources.hints import adapter_of, class_at, hint_at, hints_of, last_name, meaning_of, stand_in
from generator.sources.older import FORMER_KEYS
from generator.sources.texts import check_texts
from generator.validate.wording import found, leading_number, nearest

T = TypeVar("T")

UNKNOWN = "unexpected_keyword_argument"
EXPECTED = {
    "string_type": "一段文字",
    "int_parsing": "整数",
    "int_type": "整数",
    "int_from_float": "整数",
    "int_parsing_size": "整数",
    "float_parsing": "数字",
    "float_type": "数字",
    "finite_number": "数字",
    "bool_parsing": "true（是）或 false（否）",
    "bool_type": "true（是）或 false（否）",
    "tuple_type": "列表（每项一行，以“- ”开头）",
    "dict_type": "一组“键: 值”",
    "dataclass_type": "一组“键: 值”",
}
NUMBER_ERRORS = {kind for kind, expected in EXPECTED.items() if expected in ("整数", "数字")}
IN_RETURN_VALUES = "数字、文字、true 或 false"


def typed(cls: type[T], data: Any, at: Path = ()) -> tuple[T, list[Problem]]:
    """Return the model value of plain data and every problem in it.

    Stand-ins take the place of what is wrong, so that the rest can still be checked;
    `at` is the path of `data` in the merged campaign.
    """
    ready, problems = prepare(cls, data, at)
    problems += check_texts(cls, ready, at)
    value, errors = _validate(cls, ready)
    problems += [_problem(cls, ready, path, group, at) for path, group in errors.items()]
    if value is None:
        for path, group in errors.items():
            ready = _mend(cls, ready, path, remove=group[0]["type"] == UNKNOWN)
        value, _ = _validate(cls, ready)
    if value is None:
        value, _ = _validate(cls, stand_in(cls))
    return cast(T, value), problems


def _validate(cls: Any, data: Any) -> tuple[Any, dict[Path, list[ErrorDetails]]]:
    try:
        return adapter_of(cls).validate_python((data,))[0], {}
    except ValidationError as error:
        return None, _grouped(error.errors(include_url=False), data)


def _grouped(errors: list[ErrorDetails], data: Any) -> dict[Path, list[ErrorDetails]]:
    """Group errors by their path in the data; the members of a union are no part of a path."""
    groups: dict[Path, list[ErrorDetails]] = {}
    for error in errors:
        groups.setdefault(_data_path(error, data), []).append(error)
    inner = {path[:length] for path in groups for length in range(len(path))}
    return {path: group for path, group in groups.items() if path not in inner or _is_whole(group)}


def _is_whole(group: list[ErrorDetails]) -> bool:
    """Tell whether the errors speak of the thing itself, not of a union that one of its parts fails."""
    return len(group) == 1


def _data_path(error: ErrorDetails, data: Any) -> Path:
    loc: tuple[Any, ...] = error["loc"][1:]
    path: list[str | int] = []
    for key in loc:
        if (isinstance(data, dict) and key in data) or (isinstance(data, list) and isinstance(key, int)):
            data = data[key]
        elif error["type"] == "missing" and key == loc[-1]:
            data = None
        else:
            continue
        path.append(key)
    return tuple(path)


def _problem(cls: type, data: Any, path: Path, group: list[ErrorDetails], at: Path) -> Problem:
    error = group[0]
    if error["type"] == UNKNOWN:
        code, message = "DATA-001", _unknown_key(cls, path)
    elif error["type"] == "missing" or (error["input"] is None and _is_plain(error)):
        code, message = "DATA-003", f"缺少“{path[-1] if path else ''}”{meaning_of(cls, path)}。请补写。"
    elif all(e["type"] == "literal_error" for e in group):
        code, message = "DATA-005", _choice(path, error)
    else:
        code, message = "DATA-002", _wrong_type(cls, path, group, _value_at(data, path))
    return Problem(code=code, message=message, path=(*at, *path))


def _is_plain(error: ErrorDetails) -> bool:
    return error["type"] in EXPECTED or error["type"].startswith(("date", "literal"))


def _unknown_key(cls: type, path: Path) -> str:
    holder = class_at(cls, path[:-1])
    known = hints_of(holder) if holder else ()
    if path[-1] == "<<":
        return "不支持合并键“<<”。请直接写出各个键。"
    if FORMER_KEYS.get(str(path[-1])) in known:
        return f"“{path[-1]}”是旧的写法，现在写“{FORMER_KEYS[str(path[-1])]}”。请运行 gongwen migrate 升级这个文件。"
    if slip := slip_in_key(str(path[-1])):
        return f"没有“{path[-1]}”这个键：{slip}"
    return f"没有“{path[-1]}”这个键。{nearest(str(path[-1]), known)}请改正或删去。"


def _choice(path: Path, error: ErrorDetails) -> str:
    choices = error["ctx"]["expected"].replace("'", "").replace(" or ", "、").replace(", ", "、")
    return f"“{last_name(path)}”只能写 {choices}，现{found(error['input'])}。请从中选一个。"


def _wrong_type(cls: type, path: Path, group: list[ErrorDetails], value: Any) -> str:
    words = list(dict.fromkeys(_expected(error) for error in group))
    if "values" in path or "rows" in path:
        words = words if len(words) == 1 else [IN_RETURN_VALUES]
    remedy = _remedy(group, value)
    return f"“{last_name(path)}”{meaning_of(cls, path)}应为{'或 '.join(words)}，现{found(value)}。{remedy}"


def _remedy(group: list[ErrorDetails], value: Any) -> str:
    """Return what to write instead of a value of the wrong type."""
    kinds = {error["type"] for error in group}
    if kinds & NUMBER_ERRORS and isinstance(value, str) and (number := leading_number(value)):
        return f"请只写数字 {number}，不带单位、逗号和引号。"
    return slip_in_value(value, text_expected=kinds == {"string_type"}) or "请改写。"


def _expected(error: ErrorDetails) -> str:
    if error["type"] == "literal_error":
        return str(error["ctx"]["expected"]).replace("'", "")
    return EXPECTED.get(error["type"], "别的内容")


def _value_at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


def _mend(cls: type, data: Any, path: Path, *, remove: bool) -> Any:
    """Return a copy of the data without the unknown key at `path`, or with a stand-in there."""
    if not path:
        return stand_in(cls)
    key = path[0]
    if len(path) > 1:
        changed = _mend_child(cls, data, path, remove=remove)
    else:
        changed = None if remove else stand_in(hint_at(cls, path))
    if isinstance(data, list):
        return [changed if i == key else item for i, item in enumerate(data)]
    kept = {k: v for k, v in data.items() if k != key}
    return kept if remove and len(path) == 1 else {**kept, key: changed}


def _mend_child(cls: type, data: Any, path: Path, *, remove: bool) -> Any:
    inner = hint_at(cls, path[:1])
    return _mend(inner, data[path[0]], path[1:], remove=remove)
