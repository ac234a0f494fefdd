"""The description is true: whatever may be sent by it is answered as it says, and nothing is an error of ours."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS

from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.wsgi import application
from tests.api.clients import api_client, token
from tests.api.in_process import one_connection
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user
from tests.hotline.orders import received

schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
EXAMPLES = 12  # requests for each operation
# By the description alone nobody can know which matters there are, nor how the law wants them; and an empty parameter
# counts as none.
NOT_ASKED = CHECKS.get_by_names(["positive_data_acceptance", "negative_data_rejection"])


@pytest.fixture
def bearer(tree: ProvinceTree, law: None) -> str:
    """A token of a client that may do everything, whose county has a petition and a work order."""
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    petition(clerk)
    received(clerk)
    return token(api_client(tree.bincheng, *(scope for scope in Scope if scope is not Scope.TICKETS)))


@pytest.mark.django_db
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_it_is_described(case: schemathesis.Case, bearer: str) -> None:
    with one_connection():
        headers = {"Authorization": f"Bearer {bearer}", "Accept-Encoding": "identity"}
        case.call_and_validate(headers=headers, excluded_checks=[*NOT_ASKED])
