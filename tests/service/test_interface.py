"""The interface for programs: whatever is sent to it, it answers as its description says and never fails."""

import json

import pytest
import schemathesis
from helpers.served import CODE, PASSWORD, TODAY, made_office
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance
from starlette.testclient import TestClient

from generator.database.people import make_token
from generator.service.app import create_app
from generator.service.worker import Jobs

KNOWN = {"campaign": CODE, "unit": "qiuhu", "form": "dispatch-communities", "period": "2023-07"}
UNKNOWN = [positive_data_acceptance]  # a code that is none is refused, however well it is written
BOUNDED = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    office = made_office(tmp_path_factory.mktemp("office"))
    yield create_app(office, Jobs(office.folder), lambda: TODAY)
    office.close()


@pytest.fixture(scope="module")
def heads(app):
    """What a request of each kind of asker carries: a program its token, a page its session."""
    client = TestClient(app, follow_redirects=False)
    client.post("/login", data={"login": "qiuye", "password": PASSWORD})
    token = client.get("/login").text.partition('name="form-token" content="')[2].partition('"')[0]
    cookie = f"gongwen={client.cookies['gongwen']}"
    return {
        "program": {
            "Authorization": f"Bearer {make_token(app.state.office.engine, '程序', 'qiuhu', '系统')}"
        },
        "session": {"Cookie": cookie, "X-Form-Token": token},
    }


@pytest.fixture(scope="module")
def interface(app):
    return schemathesis.openapi.from_asgi("/openapi.json", app)


def tried(interface, send):
    """Send what may be generated from each act's description, right and wrong, and validate what is answered."""
    operations = [result.ok() for result in interface.get_all_operations()]
    for operation in operations:
        for mode in GenerationMode:

            @BOUNDED
            @given(case=operation.as_strategy(generation_mode=mode))
            def answered(case):
                send(case)

            answered()
    return {operation.label for operation in operations}


def test_a_program_is_answered_as_described(interface, heads):
    acts = tried(
        interface, lambda case: case.call_and_validate(headers=heads["program"], excluded_checks=UNKNOWN)
    )

    assert len(acts) == 5


def test_a_session_is_answered_as_described_at_places_that_are_there(interface, heads):
    def send(case):
        for name in case.path_parameters or {}:
            case.path_parameters[name] = KNOWN[name]
        case.call_and_validate(headers=heads["session"], excluded_checks=[*UNKNOWN, ignored_auth])

    assert len(tried(interface, send)) == 5


def test_it_is_described_in_chinese_with_every_refusal(app):
    described = app.openapi()

    assert set(described["components"]["securitySchemes"]) == {"HTTPBearer", "APIKeyCookie"}
    for path, acts in described["paths"].items():
        for act in acts.values():
            assert {"200", "400", "401", "403", "404", "413", "422"} <= set(act["responses"]), path
            assert any("\u4e00" <= char <= "\u9fff" for char in act["description"]), path
    assert "HTTPValidationError" not in json.dumps(described)
