"""What was sent about a subscription, as far as there is such a thing: an address that may be called, and kinds and
a place that this account is told of."""

from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import ErrorDetail

from fedportal.accounts.models import User
from fedportal.api.problems import Unprocessable
from fedportal.changes.kinds import kinds_for
from fedportal.changes.webhooks import addresses
from fedportal.changes.webhooks.actions import Wanted
from fedportal.orgs.models import Organization

Given = Mapping[str, Any]


def wanted_by(account: User, given: Given) -> Wanted:
    """Raises Unprocessable."""
    check_address(given)
    return Wanted(
        url=given["url"],
        kinds=_kinds(given, account),
        org_code=_place(given, account),
        with_bodies=given["bodies"],
        personal=given["personal"],
        cursor=given.get("cursor", ""),
    )


def check_address(given: Given) -> None:
    """Whether it may be called, now at least; it is looked at again each time."""
    if "url" not in given:
        return
    try:
        addresses.check(given["url"])
    except addresses.Forbidden as refusal:
        raise _refused("url", "address_refused", str(refusal)) from None
    except addresses.Unresolved:
        raise _refused("url", "address_unresolved", "域名无法解析。") from None


def _kinds(given: Given, account: User) -> list[str]:
    known = kinds_for(account).keys()
    asked = set(given.get("kinds") or known)
    if unknown := sorted(asked - known):
        raise _refused("kinds", "not_found", f"没有这种对象，或者不对您提供：{'、'.join(unknown)}。")
    return sorted(asked)


def _place(given: Given, account: User) -> int | None:
    if "org" not in given:
        return None
    code, low, high = int(given["org"]), account.org.code, account.org.code_end
    if not Organization.objects.filter(code=code, code__gte=low, code__lt=high).exists():
        raise _refused("org", "not_found", "不在本客户端所属单位的范围内。")
    return code


def _refused(field: str, code: str, words: str) -> Unprocessable:
    return Unprocessable({field: [ErrorDetail(words, code)]})
