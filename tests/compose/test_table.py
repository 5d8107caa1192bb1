"""Contents of one table: title, lines around it, notes, attachment number."""

from dataclasses import replace
from datetime import date

import pytest
from compose_samples import JUNE, LEDGER, MONTHLY, attached, campaign, hazard, returned
from helpers.tables import row_values

from generator.compose.table import Facts, printed_notes, table_content
from generator.model.form import Line
from generator.model.organ import Unit

VILLAGE = Unit(name="东镇河湾村", short_name="河湾", suffix="村", kind="village", code="东镇河湾村")


@pytest.mark.parametrize(
    ("notes", "printed"),
    [
        ((), []),
        (("本表一式两份。",), ["注：本表一式两份。"]),
        (("甲。", "乙。", "丙。"), ["注：1.甲。", "2.乙。", "3.丙。"]),
        (("由{issuer.name}汇总。",), ["注：由东镇安委会汇总。"]),
    ],
)
def test_notes_are_numbered_when_there_are_several(notes: tuple[str, ...], printed: list[str]) -> None:
    form = replace(MONTHLY, notes=notes)

    assert printed_notes(form, {"issuer.name": "东镇安委会"}) == printed


def test_notes_may_begin_with_other_words() -> None:
    assert printed_notes(replace(MONTHLY, note_head="填表说明：", notes=("甲。",)), {}) == ["填表说明：甲。"]


LINED = replace(
    MONTHLY,
    above=(Line(left="{unit|____村}", right="时间：{filled_on|{year}年　　月　　日}"),),
    below=(Line(left="审核人：{reviewed_by|}", center="{period}", right="填报人：{filled_by|____}"),),
)


def test_a_filled_table_names_unit_date_and_persons() -> None:
    filled = returned("monthly", filled_on=date(2023, 6, 30), filled_by="邹平", values={"found": 0})

    made = table_content(campaign(), LINED, Facts(unit=VILLAGE, period=JUNE, filled=filled))
    content = made.content

    assert made.fits
    assert content.above == (Line(left="河湾村", right="时间：2023年6月30日"),)
    assert content.below == (Line(left="审核人：", center="2023年6月", right="填报人：邹平"),)
    assert content.values == {"found": "0"}


def test_a_blank_table_leaves_room_to_write_and_names_the_year_the_campaign_starts_in() -> None:
    content = table_content(campaign(), LINED, Facts()).content

    assert content.above == (Line(left="____村", right="时间：2023年　　月　　日"),)
    assert content.below == (Line(left="审核人：", center="", right="填报人：____"),)
    assert content.values == {"found": ""}


def test_a_form_that_is_an_attachment_says_so() -> None:
    content = table_content(campaign(attachments=attached("ledger", "monthly")), MONTHLY, Facts()).content

    assert content.attachment == "附件2"
    assert table_content(campaign(), MONTHLY, Facts()).content.attachment == ""


def test_a_ledger_is_filled_up_with_blank_rows() -> None:
    form = replace(LEDGER, min_rows=3)

    content = table_content(
        campaign(), form, Facts(unit=VILLAGE, period=JUNE, hazards=(hazard("A"),))
    ).content

    blank = {"serial": "", "name": "", "found_on": "", "photo": ""}
    assert row_values(content) == (
        {"serial": "1", "name": "A隐患", "found_on": "2023年6月6日", "photo": ""},
        blank,
        blank,
    )


def test_a_number_in_an_extra_column_prints_as_text_of_its_kind() -> None:
    columns = (*LEDGER.columns[:-1], replace(LEDGER.columns[-1], kind="date"))
    found = hazard("A", extra={"photo": "2023-06-09"})

    facts = Facts(unit=VILLAGE, period=JUNE, hazards=(found,))
    content = table_content(campaign(), replace(LEDGER, columns=columns), facts).content

    assert row_values(content)[0]["photo"] == "2023年\n6月9日"  # in a narrow column
