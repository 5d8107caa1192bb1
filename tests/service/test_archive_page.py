"""A campaign of the service as one package: ordered, made by the worker, fetched, checked; only whoever manages may."""

import json
import zipfile

import pytest
from helpers.asking import signed_in
from helpers.served import CODE, made_office, serving
from helpers.sheets import CAMPAIGNS

from generator.database.carrying import carry_in
from generator.press.bag_check import check_bag
from generator.sources.campaign import load
from generator.verbs import auditing, jobs, packages
from generator.verbs.usage import UsageProblem

SMALL = CAMPAIGNS / "small_valid"
ADDRESS = f"/c/{CODE}/archive"


@pytest.fixture(scope="module")
def archived(tmp_path_factory, office_url):
    """A service whose small campaign was archived once."""
    office = made_office(tmp_path_factory.mktemp("office"), office_url, campaign="")
    carry_in(office.engine, CODE, SMALL, load(SMALL), "系统")
    with serving(office) as found:
        admin = signed_in(found, "guanli")
        assert admin.form(ADDRESS, {}).status == 303
        jobs.do(office, packages.packages(office, CODE)[0].job.id)
        yield found
    office.close()


def package(served):
    return packages.packages(served.office, CODE)[0]


def test_a_package_holds_papers_data_and_a_log_that_verifies(archived):
    one = package(archived)
    place = packages.package_file(archived.office, CODE, one.job.id)
    found = check_bag(place, one.digest)

    assert (one.job.state, found.problems) == ("done", ())
    with zipfile.ZipFile(place) as opened:
        names = {name.partition("/")[2] for name in opened.namelist()}
        log = opened.read(f"{place.stem}/data/审计/审计记录.jsonl").decode().splitlines()
    assert {"data/数据/campaign.yaml", "data/目录/案卷0001/案卷封面.pdf", "说明.txt"} <= names
    entries = [json.loads(line) for line in log]
    mine = [e["act"] for e in entries if "act" in e]
    others = [set(e) for e in entries if "act" not in e]
    assert (mine, others) == (["搬进", "归档"], [{"id", "digest"}] * len(others))
    assert (found.entries, found.last_digest) == (entries[-1]["id"], entries[-1]["digest"])
    assert len(others) > 0, "people were added"


def test_the_fingerprint_stands_in_the_log_of_the_service(archived):
    made = next(entry for entry in auditing.acts(archived.office) if entry["act"] == packages.MADE)

    assert (made["after"]["digest"], made["subject"]) == (package(archived).digest, package(archived).job.id)


def test_the_page_lists_packages_and_gives_them(archived):
    admin = signed_in(archived, "guanli")
    page = admin.ask("GET", ADDRESS).text
    one = package(archived)

    assert all(words in page for words in (one.digest, "核对过", one.job.files[0], "重新核对"))
    answer = admin.ask("GET", f"{ADDRESS}/{one.job.id}/package.zip")
    assert (answer.status, answer.heads["content-type"]) == (200, "application/zip")


def test_the_files_of_sheets_do_not_give_a_package_to_who_may_not_see_the_log(archived):
    office = signed_in(archived, "wenxiu")
    one = package(archived)

    assert office.ask("GET", ADDRESS).status == 403
    assert office.ask("GET", f"{ADDRESS}/{one.job.id}/package.zip").status == 403
    assert office.ask("GET", f"/c/{CODE}/sheets/jobs/{one.job.id}/x.zip").status != 200
    with pytest.raises(UsageProblem):
        jobs.fetched(archived.office, CODE, one.job.id, one.job.files[0])


def test_a_package_that_changed_on_the_disk_is_told_when_it_is_checked_again(archived):
    one = package(archived)
    admin = signed_in(archived, "guanli")
    place = packages.package_file(archived.office, CODE, one.job.id)
    content = bytearray(place.read_bytes())
    at = content.find(b"startxref")
    content[at] ^= 1
    place.write_bytes(content)
    assert admin.form(f"{ADDRESS}/{one.job.id}/check", {}).status == 303
    jobs.do(archived.office, package(archived).check.id)
    content[at] ^= 1
    place.write_bytes(content)
    check = package(archived).check

    assert (check.state, "被改动过" in check.said) == ("failed", True)
    assert "被改动过" in admin.ask("GET", ADDRESS).text
    admin.form(f"{ADDRESS}/{one.job.id}/check", {})
    jobs.do(archived.office, package(archived).check.id)
    assert package(archived).check.said.endswith("没有变")


def test_another_campaigns_package_cannot_be_asked_for(archived):
    admin = signed_in(archived, "guanli")

    assert admin.ask("GET", "/c/nowhere/archive").status == 404
    assert admin.form(f"{ADDRESS}/none/check", {}).status == 422
