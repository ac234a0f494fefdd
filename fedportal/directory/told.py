"""What others did to an account since its user was last there: she is told when she comes in."""

import datetime as dt

from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.audit.log import events_about
from fedportal.lib.row_scope import beyond_readers

WORDS = {
    "account.reset_factors": "解除了您的两步验证",
    "account.reset_password": "重置了您的口令",  # nosec B105
    "account.roles": "调整了您的角色",
    "account.deactivate": "停用过您的账号",
    "account.reactivate": "重新启用了您的账号",
    "account.unlink": "解除了您的账号与统一身份的关联",
}
MOST = 5


@beyond_readers("what others did to her account is told to her")
def done_by_others(user: User, *, since: dt.datetime | None) -> list[str]:
    """Sentences, the newest first; none at the very first sign-in."""
    if since is None:
        return []
    rows = events_about(user).filter(verb__in=WORDS, at__gt=since).exclude(actor=user).select_related("actor")
    return [_sentence(row.actor, row.at, row.verb) for row in rows.order_by("-at", "-pk")[:MOST]]


def _sentence(actor: User | None, at: dt.datetime, verb: str) -> str:
    when = f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
    who = f"安全管理员{actor.name}" if actor else "系统"
    return f"{who}于 {when} {WORDS[verb]}。如有疑问，请向本单位安全管理员核实。"
