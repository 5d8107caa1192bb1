"""Whose name a text of the data is, by its path."""

import pytest

from generator.problem import Path
from generator.sources.characters import doubtful_characters, holder_of, texts


@pytest.mark.parametrize(
    ("path", "holder"),
    [
        (("units", 0, "name"), "organ"),
        (("units", 0, "short_name"), "organ"),
        (("issuer", "name"), "organ"),
        (("hazards", 0, "enterprise", "name"), "organ"),
        (("lists", "enterprises", 3, "name"), "organ"),
        (("lists", "tasks", 0, "rows", 1, "name"), "organ"),
        (("returns", 0, "rows", 1, "enterprise"), "organ"),
        (("notice", "joint_issuers", 0), "organ"),
        (("work_group", "roles", 0, "members", 1, "name"), "person"),
        (("notice", "contact", "name"), "person"),
        (("notice", "signatories", 0), "person"),
        (("returns", 0, "filled_by"), "person"),
        (("hazards", 0, "enterprise", "principal"), "person"),
        (("hazards", 0, "name"), "text"),
        (("name",), "text"),
        (("notice", "text"), "text"),
        (("kinds", 0, "name"), "text"),
        (("definitions", 0, "groups", 0, "fields", 0, "name"), "text"),
    ],
)
def test_the_path_tells_whose_name_a_text_is(path: Path, holder: str) -> None:
    assert holder_of(path) == holder


def test_each_text_is_told_once_for_each_kind_of_doubt() -> None:
    data = {"units": [{"name": "上(田本)⻓村\u200b"}], "notice": {"text": "⻓⻓⻓"}}

    found = [(p.code, p.path, p.severity) for p in doubtful_characters(texts(data))]

    name = ("units", 0, "name")
    assert found == [
        ("CHAR-001", name, "warning"),
        ("CHAR-002", name, "warning"),
        ("CHAR-003", name, "warning"),
        ("CHAR-003", ("notice", "text"), "warning"),
    ]
