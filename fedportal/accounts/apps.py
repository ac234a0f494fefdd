"""Registers the accounts room with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    verbose_name = "账号与权限"
    name = "fedportal.accounts"
    label = "accounts"
