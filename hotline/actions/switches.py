"""Verbs on telephone systems: register one, give it another key, stop it."""

import datetime as dt
import secrets

from django.db import transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.log import record
from fedportal.directory.actions.client_accounts import close_client_account, create_client_account
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level, Organization
from hotline.law import FORMER_KEY_LASTS
from hotline.models import PhoneSwitch


@transaction.atomic
def register_switch(org: Organization, name: str, *, by: User, at: dt.datetime) -> tuple[PhoneSwitch, str]:
    """A telephone system of that unit and its key, which is told this once. Raises NotAllowed."""
    if org.level > Level.COUNTY:
        raise NotAllowed("12338 线路由县级以上妇联开设，电话系统登记在开设线路的单位。")
    unit = Organization.objects.select_for_update(no_key=True, of=("self",)).get(pk=org.pk)
    if PhoneSwitch.objects.filter(org=unit, name=name, stopped_at=None).exists():
        raise NotAllowed(f"{org.name}已登记名为“{name}”的电话系统。要换密钥，请在列表中办理。")
    key, username = _new_key(), f"phone-{secrets.token_hex(6)}"
    account = create_client_account(by=by, username=username, name=name, org=unit, roles=[Role.DATA_CLIENT], at=at)
    row = PhoneSwitch.objects.create(
        org=unit, org_code=unit.code, name=name, account=account, key=key, registered_by=by, registered_at=at
    )
    record("phone_switch.register", row, by=by, at=at, org=unit.code)
    return row, key


@transaction.atomic
def renew_key(switch: PhoneSwitch, *, by: User, at: dt.datetime) -> tuple[PhoneSwitch, str]:
    """Another key, told this once; the one before is good for some days more. Raises NotAllowed."""
    row = _locked(switch, by)
    row.former_key, row.former_until, row.key = row.key, at + FORMER_KEY_LASTS, _new_key()
    row.save(update_fields=["key", "former_key", "former_until"])
    record("phone_switch.new_key", row, by=by, at=at)
    return row, row.key


@transaction.atomic
def stop_switch(switch: PhoneSwitch, *, by: User, at: dt.datetime) -> PhoneSwitch:
    """For good; its calls stay. Raises NotAllowed."""
    row = _locked(switch, by)
    row.stopped_at, row.former_key, row.former_until = at, "", None
    row.save(update_fields=["stopped_at", "former_key", "former_until"])
    close_client_account(row.account, by=by, at=at)
    record("phone_switch.stop", row, by=by, at=at)
    return row


def _locked(switch: PhoneSwitch, by: User) -> PhoneSwitch:
    rows = PhoneSwitch.objects.select_for_update(of=("self",)).select_related("org", "account")
    row = rows.get(pk=switch.pk)
    if not by.org.covers(row.org_code):
        raise NotAllowed("该单位不在您的管辖范围内。")
    if row.stopped_at is not None:
        raise NotAllowed("该电话系统已停用，需要时请重新登记。")
    return row


def _new_key() -> str:
    """256 bits."""
    return f"cti_{secrets.token_urlsafe(32)}"
