"""The packet for a protection order from an emergency call: from what she told, without where she is."""

import io

import mammoth
import pytest
from django.test import Client
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from hotline.models import HotlineLine
from tests.factories import user
from tests.hotline.calls import answered, made, typed

pytestmark = pytest.mark.django_db


def test_the_agent_takes_it_out_while_she_listens(client: Client, line: HotlineLine, agent: User) -> None:
    row = made(answered(line, agent), "emergency", by=agent)
    facts = "他拿刀追我，我躲在渤海七路 12 号。"
    row = typed(row, by=agent, facts=facts, request="", whereabouts="渤海七路 12 号", call_class="help")
    client.force_login(agent)
    address = reverse("hotline:call_packet", args=[row.pk])

    assert address in client.get(row.get_absolute_url()).content.decode()
    said = str(mammoth.extract_raw_text(io.BytesIO(client.get(address).content)).value)

    assert "他拿刀追我" in said
    assert "王小芳" in said
    assert "渤海七路" not in said
    assert AccessEvent.objects.filter(verb="call.protection_packet", object_id=row.pk, actor=agent).count() == 1


def test_there_is_none_of_a_plain_call_and_none_for_others(
    client: Client, line: HotlineLine, agent: User, intruder: User
) -> None:
    row = answered(line, agent)
    client.force_login(agent)
    assert client.get(reverse("hotline:call_packet", args=[row.pk])).status_code == 404

    row = made(row, "emergency", by=agent)
    for reader in (user(intruder.org, Role.AGENT), user(row.org, Role.AGENT)):
        client.force_login(reader)
        assert client.get(reverse("hotline:call_packet", args=[row.pk])).status_code == 404
