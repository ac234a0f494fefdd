"""What a password must be, in the words of this portal; the numbers are in the settings."""

from typing import Any

from django.contrib.auth import password_validation as django_rules
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from fedportal.accounts.models import User


class LongEnough(django_rules.MinimumLengthValidator):
    """Django's rule; its own sentence lost its Chinese."""

    def get_error_message(self) -> str:
        return f"口令太短，至少要 {self.min_length} 个字符。"

    def get_help_text(self) -> str:
        return f"至少 {self.min_length} 个字符。"


class NotOnesOwnData(django_rules.UserAttributeSimilarityValidator):
    """Not like one's user name, name or e-mail address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(user_attributes=("username", "name", "email"), **options)

    def get_error_message(self) -> str:
        return "口令与%(verbose_name)s太相近。"

    def get_help_text(self) -> str:
        return "不能与用户名、姓名、邮箱相近。"


class NotCommon(django_rules.CommonPasswordValidator):
    """None of the twenty thousand that are tried first."""

    def get_error_message(self) -> str:
        return "这个口令太常见，容易被猜中。"

    def get_help_text(self) -> str:
        return "不能是常见口令。"


class NotOnlyDigits(django_rules.NumericPasswordValidator):
    """A birthday or a telephone number is no password."""

    def get_error_message(self) -> str:
        return "口令不能全是数字。"

    def get_help_text(self) -> str:
        return "不能全是数字。"


class OfSeveralKinds:
    """Small letters, capitals, digits, everything else: so many of the four (P9)."""

    KINDS = (str.islower, str.isupper, str.isdigit)

    def __init__(self, kinds: int) -> None:
        self.kinds = kinds

    def validate(self, password: str, user: User | None = None) -> None:
        known = sum(any(map(kind, password)) for kind in self.KINDS)
        other = any(not any(kind(letter) for kind in self.KINDS) for letter in password)
        if known + other < self.kinds:
            raise ValidationError(f"口令太简单，{self.get_help_text()}", code="password_too_few_kinds")

    def get_help_text(self) -> str:
        return f"大写字母、小写字母、数字、其他字符，至少要有其中 {self.kinds} 种。"


class NotUsedBefore:
    """Not the present password, and none of the newest few before it."""

    def __init__(self, kept: int) -> None:
        self.kept = kept

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None or user.pk is None:
            return
        former = user.former_passwords.order_by("-at").values_list("password", flat=True)[: self.kept]
        if any(check_password(password, each) for each in [user.password, *former]):
            raise ValidationError(f"不能使用当前口令或最近 {self.kept} 次用过的口令。", code="password_used_before")

    def get_help_text(self) -> str:
        return f"不能与最近 {self.kept} 次用过的口令相同。"
