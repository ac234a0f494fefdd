"""A client that a program made from the description registers a petition and moves it on."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from cases.models import Petition
from tests.api.clients import token
from tests.api.sent import sent, writer
from tests.factories import ProvinceTree
from tests.processes import PROJECT

NAME = "generated_client"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The client's package, as openapi-python-client writes it."""
    folder = tmp_path_factory.mktemp("generated")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    told = ["--path", str(PROJECT / "docs" / "openapi.yaml"), "--output-path", str(folder / NAME)]
    subprocess.run([*command, *told], check=True, capture_output=True, timeout=120)
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{NAME}.{name}")


def _connected(url: str, bearer: str) -> Any:
    return _module("client").AuthenticatedClient(base_url=url, token=bearer)


def _registered_and_moved(client: Any) -> str:
    body = _module("models.petition_shape_request").PetitionShapeRequest.from_dict(sent())
    registered = _module("api.petitions.petitions_create").sync_detailed(client=client, body=body)
    assert registered.status_code == 201, registered.content
    number: str = registered.parsed.number

    move, moves = _module("api.petitions.petitions_move"), _module("models.petitions_move_move").PetitionsMoveMove
    answers = {"route": "duty", "told_how": "in_person"}
    body = _module("models.move_shape_request").MoveShapeRequest.from_dict(answers)
    version = registered.headers["ETag"]
    moved = move.sync_detailed(number, moves("accept"), client=client, body=body, if_match=version)
    assert moved.status_code == 200, moved.content
    return number


@pytest.mark.usefixtures("transactional_db", "law", "generated")
def test_a_generated_client_registers_and_moves_a_petition(tree: ProvinceTree, live_server: LiveServer) -> None:
    number = _registered_and_moved(_connected(live_server.url, token(writer(tree.bincheng))))

    row = Petition.objects.get(number=number)
    assert (row.status, row.route) == ("accepted", "duty")
