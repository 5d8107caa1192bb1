"""A county, its towns and their villages: folders with figures, and what these come to, added up here by hand."""

from datetime import date
from pathlib import Path

from generator.database import migrating
from generator.database.carrying import carry_in
from generator.model.filled import Return
from generator.model.organ import ALL, Organ
from generator.model.people import Person
from generator.sources.campaign import load
from generator.sources.returns_text import return_text
from generator.verbs.beginning_below import begin_below
from generator.verbs.organs import add_organ
from generator.verbs.serving import Office
from generator.verbs.staffing import add_person

MONTH = "2023-06"
ON = date(2023, 7, 3)
FORM = "dispatch-communities"
TOWNS = {"jia": "甲镇", "yi": "乙镇", "bing": "丙镇", "ding": "丁镇", "wu": "戊镇"}
COUNTY = """\
schema: 1
name: 蔚水县重大事故隐患专项排查整治2023行动
issuer: {name: 蔚水县安全生产委员会, short_name: 县安委会, region: 蔚水县}
starts_on: 2023-05-26
ends_on: 2023-12-31
kinds:
  - {code: town, name: 乡镇, suffixes: [镇, 乡]}
units:
UNITS
forms:
  - {form: dispatch-communities, used_by: [town]}
  - {form: hazard-checklist, used_by: [town]}
duties:
  - {name: 进展情况调度表, form: dispatch-communities, monthly_by: month_end, report_to: 县安委会办公室}
"""


def county(root: Path, towns: int = 5, villages: int = 80) -> Path:
    """Write the county's campaign and one of each town beside it, whose villages all report on a month."""
    folder = root / "county"
    folder.mkdir(parents=True)
    some = dict(list(TOWNS.items())[:towns])
    units = "\n".join(
        f"  - {{name: 蔚水县{name}, short_name: {name[:-1]}, code: {code}, kind: town}}"
        for code, name in some.items()
    )
    (folder / "campaign.yaml").write_text(COUNTY.replace("UNITS", units), encoding="utf-8")
    for number, code in enumerate(some):
        names = [f"{v}号村" for v in range(villages)]
        begin_below(folder, root / code, code, names)
        write_returns(root / code, number, villages)
    return folder


def figures(town: int, village: int) -> dict[str, object]:
    """What a village reports, another in each."""
    found = (town * 7 + village * 3) % 11
    return {
        "self_found": found,
        "self_closed": found // 2,
        "checked": 10 * town + village,
        "penalties": {"times": village % 4, "amount": round(0.1 * (village % 7) + 0.01 * town, 2)},
    }


def added_up(towns: int, villages: int) -> dict[str, object]:
    """What all of them come to, in hundredths where there are parts of one."""
    every = [figures(t, v) for t in range(towns) for v in range(villages)]
    amount = sum(round(e["penalties"]["amount"] * 100) for e in every) / 100
    times = sum(e["penalties"]["times"] for e in every)
    summed = {name: sum(e[name] for e in every) for name in ("self_found", "self_closed", "checked")}
    return {**summed, "penalties": {"times": times, "amount": amount}}


def write_returns(folder: Path, number: int, villages: int) -> None:
    """Write a return of each unit of a town."""
    place = folder / "returns" / MONTH
    place.mkdir(parents=True)
    for at, unit in enumerate(load(folder).campaign.units):
        filled = Return(
            schema=1,
            form=FORM,
            unit=unit.code,
            period=MONTH,
            filled_on=date(2023, 6, 28),
            values=figures(number, at),
        )
        (place / f"{unit.code}.yaml").write_text(return_text(filled), encoding="utf-8")


OPERATOR = Person(id=0, login="系统", name="", role="admin", organ=ALL)
PASSWORD = "yan-he-7-yue"
ROLES = ("admin", "office", "leader", "auditor", "clerk")


def county_office(folder: Path, url: str = "", *, towns: int = 2, villages: int = 3) -> Office:
    """Return an office of a county with its towns, and of an organ that has nothing to do with them.

    Everyone's login is his organ and role: jia-office. The clerk of an organ reports for its campaign's first unit.
    """
    office = Office(folder / "office", url)
    migrating.upgrade(office.engine)
    where = county(folder / "data", towns, villages)
    numbers = {"county": 1}
    for code in list(TOWNS)[:towns]:
        organ = Organ(id=0, code=code, name=f"{TOWNS[code]}人民政府", superior=1, unit=code)
        numbers[code] = add_organ(office, organ, OPERATOR).id
    numbers["lin"] = add_organ(office, Organ(id=0, code="lin", name="邻县"), OPERATOR).id
    other = county(folder / "other", 1, 1)
    for code, organ in numbers.items():
        source = other if code == "lin" else where.parent / code
        carry_in(office.engine, code, source, load(source), "系统", organ)
        first = load(source).campaign.units[0].code
        for role in ROLES:
            unit = first if role == "clerk" else ""
            person = Person(id=0, login=f"{code}-{role}", name="", role=role, unit=unit, organ=organ)
            add_person(office, person, PASSWORD, "系统")
    return office
