"""Characters and the fonts of this machine: the stack of every face has those of real place names, or says which not."""

import shutil

import pytest

from generator.layout import gbt9704 as gb
from generator.render import glyphs

FACES = (gb.FACE_TITLE, gb.FACE_TEXT, gb.FACE_HEADING, gb.FACE_KAI, gb.FACE_NUMBER)
UNASSIGNED = "\U000e0fff"  # no font draws it


@pytest.fixture(autouse=True)
def _asked_anew() -> None:
    glyphs.font_stack.cache_clear()


@pytest.mark.parametrize("face", FACES)
def test_rare_characters_inside_and_outside_the_bmp_have_a_font(face: str) -> None:
    assert glyphs.lacking("莫𡐓村㙍䶮𬱖𫚖", face) == ""


def test_a_character_that_no_font_has_is_named_once_in_its_order() -> None:
    other = "\U000e0ffe"

    assert glyphs.lacking(f"王{UNASSIGNED}村 {other}{UNASSIGNED}", gb.FACE_TEXT) == UNASSIGNED + other


def test_fonts_tried_are_those_of_the_face_first() -> None:
    tried = glyphs.tried(gb.FACE_KAI)

    assert tried[0] == glyphs.family_of("的", gb.FACE_KAI)
    assert tried[0] != glyphs.family_of("𡐓", gb.FACE_KAI)
    assert glyphs.family_of("𡐓", gb.FACE_KAI) in tried
    assert len(tried) == len(set(tried))
    assert glyphs.family_of(UNASSIGNED, gb.FACE_KAI) == ""


def test_nothing_is_claimed_where_fontconfig_cannot_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    assert glyphs.lacking(UNASSIGNED, gb.FACE_TEXT) == ""
    assert glyphs.tried(gb.FACE_TEXT) == ()
