"""Verbs on second factors: show one, set one up, take one away, and help her who lost hers."""

import datetime as dt

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from fedportal.accounts.duties import must_have_second_factor
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.directory import tries
from fedportal.lib.refusals import NotAllowed

Kind = Authenticator.Type
MAIN = (Kind.TOTP, Kind.WEBAUTHN)  # recovery codes stand in for these, and never alone
WRONG = "验证码不正确，或已经用过。请等动态口令换成下一组再输入。"
LOCKED = "验证码连续输错多次，请 {minutes} 分钟后再试；如果手机不在身边，请联系安全管理员。"


def has_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=MAIN).exists()


def kinds_of(user: User) -> set[str]:
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def remove_all(user: User) -> None:
    """For the verb that helps her who lost hers; it writes down who did it."""
    Authenticator.objects.filter(user=user).delete()


def show_code(user: User, code: str, *, at: dt.datetime, address: str | None) -> Authenticator:
    """Take a code of her app or one of her recovery codes, each once. Wrong ones are counted and written down."""
    _count_try(user, at=at, address=address)
    for row in Authenticator.objects.filter(user=user).exclude(type=Kind.WEBAUTHN):
        taken = _takes_totp(row, code, at) if row.type == Kind.TOTP else RecoveryCodes(row).validate_code(code)
        if taken:
            return _shown(user, row, at=at, address=address)
    record("factor.refuse", user, by=None, at=at, address=address, kind="code")
    raise NotAllowed(WRONG)


def show_passkey(user: User, credential: object, *, at: dt.datetime, address: str | None) -> Authenticator:
    """Take the answer of one of her passkeys to the question that this session asked."""
    _count_try(user, at=at, address=address)
    try:
        webauthn.parse_authentication_response(credential)
        row = webauthn.complete_authentication(user, credential)
    except (ValidationError, ValueError, KeyError, AttributeError) as error:
        record("factor.refuse", user, by=None, at=at, address=address, kind="webauthn")
        raise NotAllowed("通行密钥没有通过验证，请重试。") from error
    return _shown(user, row, at=at, address=address)


@transaction.atomic
def add_totp(user: User, secret: str, code: str, *, at: dt.datetime, address: str | None) -> list[str]:
    """Set up her authenticator app, which she proves by a code of it; the recovery codes, where they are new."""
    _lock(user)
    if Authenticator.objects.filter(user=user, type=Kind.TOTP).exists():
        raise NotAllowed("您已设置动态口令。要换手机，请先删除原来的动态口令。")
    step = _step_of(secret, code, at)
    if step is None:
        raise NotAllowed("动态口令不正确。请核对手机时间，输入应用里当前显示的 6 位数字。")
    row = totp.TOTP.activate(user, secret).instance
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    return _added(user, row, at=at, address=address)


@transaction.atomic
def add_passkey(user: User, name: str, credential: object, *, at: dt.datetime, address: str | None) -> list[str]:
    """Set up a passkey: the answer of a device to the question that this session asked."""
    _lock(user)
    try:
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except (ValidationError, ValueError, KeyError, AttributeError) as error:
        raise NotAllowed("通行密钥没有设置成功，请重试。") from error
    row = webauthn.WebAuthn.add(user, name or "通行密钥", credential).instance
    return _added(user, row, at=at, address=address)


@transaction.atomic
def renew_recovery_codes(user: User, *, at: dt.datetime, address: str | None) -> list[str]:
    """New codes; the old ones are worth nothing from now on."""
    _lock(user)
    if not has_factor(user):
        raise NotAllowed("请先设置动态口令或通行密钥。")
    Authenticator.objects.filter(user=user, type=Kind.RECOVERY_CODES).delete()
    record("factor.codes", user, by=user, at=at, address=address)
    return RecoveryCodes.activate(user).get_unused_codes()


@transaction.atomic
def remove(user: User, pk: int, *, at: dt.datetime, address: str | None) -> None:
    """Take one of her factors away; the last one of who must have one stays."""
    _lock(user)
    rows = Authenticator.objects.filter(user=user, type__in=MAIN)
    row = rows.get(pk=pk)
    others = rows.exclude(pk=pk).exists()
    if not others and must_have_second_factor(user):
        raise NotAllowed("您的账号必须启用两步验证。请先设置另一种方式，再删除这一种。")
    row.delete()
    if not others:
        Authenticator.objects.filter(user=user).delete()
    record("factor.remove", user, by=user, at=at, address=address, kind=row.type)


def encipher_anew() -> int:
    """All secrets under the current key, row by row: they lie in JSON, where `rotate_keys` does not look."""
    pks = list(Authenticator.objects.exclude(type=Kind.WEBAUTHN).order_by("pk").values_list("pk", flat=True))
    return sum(_enciphered_anew(pk) for pk in pks)


@transaction.atomic
def _enciphered_anew(pk: int) -> bool:
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None:  # taken away meanwhile
        return False
    row.data |= {name: encrypt(decrypt(row.data[name])) for name in ("secret", "seed") if name in row.data}
    row.save(update_fields=["data"])
    return True


def _count_try(user: User, *, at: dt.datetime, address: str | None) -> None:
    if tries.is_one_too_many(user):
        record("factor.refuse", user, by=None, at=at, address=address, locked=True)
        raise NotAllowed(LOCKED.format(minutes=tries.minutes()))


def _shown(user: User, row: Authenticator, *, at: dt.datetime, address: str | None) -> Authenticator:
    tries.forget(user)
    Authenticator.objects.filter(pk=row.pk).update(last_used_at=at)
    record("factor.show", user, by=user, at=at, address=address, kind=row.type)
    return row


def _added(user: User, row: Authenticator, *, at: dt.datetime, address: str | None) -> list[str]:
    record("factor.add", user, by=user, at=at, address=address, kind=row.type)
    if Authenticator.objects.filter(user=user, type=Kind.RECOVERY_CODES).exists():
        return []
    return RecoveryCodes.activate(user).get_unused_codes()


def _lock(user: User) -> None:
    if User.objects.select_for_update(of=("self",)).get(pk=user.pk).is_client:
        raise NotAllowed("数据对接系统的账号不登录页面，不设置两步验证。")


@transaction.atomic
def _takes_totp(row: Authenticator, code: str, at: dt.datetime) -> bool:
    """A code is good once: its step of time, or an earlier one, is not taken again."""
    locked = Authenticator.objects.select_for_update().get(pk=row.pk)
    step = _step_of(decrypt(locked.data["secret"]), code, at)
    if step is None or step <= locked.data.get("last_step", 0):
        return False
    locked.data["last_step"] = step
    locked.save(update_fields=["data"])
    return True


def _step_of(secret: str, code: str, at: dt.datetime) -> int | None:
    """The half minute since 1970 that this code belongs to, among those that are near enough."""
    now = int(at.timestamp()) // 30
    for step in range(now - settings.MFA_TOTP_TOLERANCE, now + settings.MFA_TOTP_TOLERANCE + 1):
        if compare_user_code(actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, step))):
            return step
    return None
