"""Plain data as YAML text that a clerk can go on with: dates plain, texts of several lines as blocks."""

from collections.abc import Mapping
from typing import Any

import ryaml
import yaml

WIDTH = 1000  # no line is broken by the writer
TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _Dumper(yaml.SafeDumper):
    """PyYAML's writer, whose dates are texts as they are in the data."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as PyYAML has it
        first: [(tag, pattern) for tag, pattern in known if tag != TIMESTAMP]
        for first, known in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, data: object) -> bool:
        """Write the same thing twice where it stands twice."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the items of a list below their key."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None if _is_itself(text) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _is_itself(text: str) -> bool:
    """Tell whether a text written without quotation marks is read as that text."""
    try:
        return bool(ryaml.loads(text) == text)  # type: ignore[attr-defined]
    except ValueError:
        return False


_Dumper.add_representer(str, _text)


def yaml_text(data: Mapping[str, Any]) -> str:
    """Return data as the text of a YAML file, its keys in their order."""
    return dumped(dict(data))


def dumped(value: Any, *, flow: bool = False) -> str:
    """Return any value as YAML text, with `flow` in brackets on one line."""
    made: str = yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=1_000_000 if flow else WIDTH,
        default_flow_style=flow,
    )
    return made
