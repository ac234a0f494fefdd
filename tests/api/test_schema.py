"""The recorded description of the interface is the one that is served; a change of it is seen before it is made."""

import yaml
from django.test import Client
from django.urls import reverse

from fedportal.api.codes import CODES
from fedportal.api.schema import document
from tests.api.addresses import for_clients
from tests.processes import PROJECT

WITHOUT_TOKEN = {"/api/v1/token/", "/api/v1/telephony/events/"}
RECORDED = PROJECT / "docs" / "openapi.yaml"


def test_the_recorded_schema_is_that_of_the_code() -> None:
    recorded = yaml.safe_load(RECORDED.read_text("utf-8"))

    assert recorded == plain(document()), "the interface has changed: look at the difference after `make schema`"


def plain(found: object) -> object:
    """Without the types of its maker."""
    return yaml.safe_load(yaml.safe_dump(_bare(found), allow_unicode=True))


def _bare(found: object) -> object:
    if isinstance(found, dict):
        return {str(name): _bare(part) for name, part in found.items()}
    if isinstance(found, list | tuple):
        return [_bare(part) for part in found]
    return str(found) if isinstance(found, str) else found


def test_it_is_served_to_anyone(client: Client, db: None) -> None:
    answer = client.get(reverse("api:schema"))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json()["openapi"].startswith("3.1")


def test_every_view_for_clients_stands_in_it_with_its_scope_and_its_refusals() -> None:
    told = document()
    operations = [
        operation
        for path, by_method in told["paths"].items()
        if path not in WITHOUT_TOKEN
        for operation in by_method.values()
        if isinstance(operation, dict)
    ]

    assert len(told["paths"]) == len({address.url for address in for_clients()}) + len(WITHOUT_TOKEN)
    for operation in operations:
        ways = [way["oauth2"] for way in operation["security"]]
        assert [len(way) for way in ways] == [1] * len(ways), operation["operationId"]
        # who reads the hotline, its quality, stations, the network, courses of violence or shelters alone, and
        # another organ's client, get in by their own scope, where they are let in
        beside = [["calls"], ["quality"], ["stations"], ["network"], ["violence"], ["shelters"], ["tickets"]]
        assert ways[1:] in ([], [["tickets"]], beside), operation["operationId"]
        assert operation.get("summary") or operation.get("description"), operation["operationId"]
        for status in ("401", "403", "429", "500"):
            content = operation["responses"][status]["content"]
            assert content["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_the_door_of_telephone_systems_says_how_one_signs() -> None:
    told = document()
    door = told["paths"]["/api/v1/telephony/events/"]["post"]

    assert door["security"] == [{"telephony": []}]
    scheme = told["components"]["securitySchemes"]["telephony"]
    assert (scheme["in"], scheme["name"]) == ("header", "Telephony-Signature")
    for said in ("Telephony-Switch", "Telephony-Timestamp", "HMAC-SHA-256"):
        assert said in scheme["description"]
    assert {parameter["name"] for parameter in door["parameters"]} == {"Telephony-Switch", "Telephony-Timestamp"}


def test_every_code_is_explained_in_front() -> None:
    words = document()["info"]["description"]

    assert [code for code in CODES if f"| `{code}` |" not in words] == []


def test_the_page_of_it_runs_nothing_inline_and_asks_nobody_else(client: Client, db: None) -> None:
    page = client.get(reverse("api:docs")).content.decode()

    assert "swagger-ui-bundle" in page
    assert "http://" not in page
    assert "https://" not in page
