"""What a password must be, in the words of this portal; the numbers are in the settings."""

from typing import Any

from django.contrib.auth import password_validation as django_rules


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
