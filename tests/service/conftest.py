"""A browser for the tests of the service: Debian's Chromium, driven by Playwright."""

import shutil

import pytest
from helpers.served import made_office, serving
from playwright.sync_api import expect, sync_playwright

WAIT_MS = 60_000  # machines that test are busy
expect.set_options(timeout=WAIT_MS)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office_url(request):
    """Where an office keeps its data: in its own folder, or a new database of a PostgreSQL server."""
    return request.getfixturevalue("postgres").new_database() if request.param == "postgresql" else ""


@pytest.fixture(scope="module")
def served(tmp_path_factory, office_url):
    """A service with the example campaign and people of every role, on a database of either kind."""
    office = made_office(tmp_path_factory.mktemp("office"), office_url)
    with serving(office) as found:
        yield found
    office.close()


@pytest.fixture(scope="session")
def chromium():
    """The browser, kept for all tests of a worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium):
    """Opens pages of people who share nothing; whatever a page complains of fails the test."""
    contexts, complaints = [], []

    def opened(address, **more):
        settings = {"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN", "base_url": address}
        context = chromium.new_context(**settings | more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        return page

    opened.complaints = complaints
    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
