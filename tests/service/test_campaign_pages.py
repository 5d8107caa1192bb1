"""Campaigns on the page: begun, copied to the next year, taken in from files; each one act in the log."""

import io
import zipfile

import pytest
import sqlalchemy as sa
from helpers import hostile_files
from helpers.served import CODE, PASSWORD, TODAY, made_office
from helpers.sheets import CAMPAIGNS
from starlette.testclient import TestClient

from generator.database.tables import AUDIT, CAMPAIGNS as TABLE
from generator.service.app import create_app
from generator.service.worker import Jobs

NEW = {
    "name": "示例镇排查整治2024行动",
    "issuer": "示例镇安全生产委员会",
    "region": "示例镇",
    "starts_on": "2024-06-01",
    "ends_on": "2024-12-31",
    "code": "new-2024",
    "kinds": ["community", "department"],
    "units": "示例镇河湾村\r\n示例镇应急办\r\n",
    "forms": ["dispatch-communities"],
    "monthly_by": "25",
}


@pytest.fixture
def office(tmp_path, office_url):
    found = made_office(tmp_path / "office", office_url if not office_url else office_url)
    yield found
    found.close()


@pytest.fixture
def admin(office):
    client = TestClient(create_app(office, Jobs(office.folder), lambda: TODAY), follow_redirects=False)
    client.post("/login", data={"login": "guanli", "password": PASSWORD})
    page = client.get("/campaigns").text
    client.headers["x-form-token"] = page.partition('name="form-token" content="')[2].partition('"')[0]
    return client


def acts(office):
    with office.engine.connect() as connection:
        asked = sa.select(AUDIT.c.act, AUDIT.c.campaign).order_by(AUDIT.c.id.desc())
        return [tuple(row) for row in connection.execute(asked)]


def campaigns(office):
    with office.engine.connect() as connection:
        return set(connection.execute(sa.select(TABLE.c.code)).scalars())
