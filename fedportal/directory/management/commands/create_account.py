"""Makes an account from the command line, the first one above all."""

import os
import sys
from argparse import ArgumentParser
from getpass import getpass

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fedportal.accounts.roles import Role
from fedportal.directory.actions import accounts as actions
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.codes import full_code
from fedportal.orgs.models import Organization


class Command(BaseCommand):
    """manage.py create_account USERNAME --org 371602 --role receptionist [--role …] --name 王芳"""

    help = "新建账号。口令取自环境变量 ACCOUNT_PASSWORD，或 --password-stdin，否则现场输入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--org", required=True, metavar="CODE", help="单位区划代码（2、4、6、9 或 12 位）")
        parser.add_argument("--role", action="append", required=True, choices=Role.values, metavar="ROLE")
        parser.add_argument("--name", required=True, help="姓名")
        parser.add_argument("--password-stdin", action="store_true", help="从标准输入读取口令（一行）")

    def handle(
        self, *, username: str, org: str, role: list[str], name: str, password_stdin: bool, **options: object
    ) -> None:
        try:
            user = actions.create_account(
                by=None,
                username=username,
                name=name,
                org=_organization(org),
                roles=role,
                password=_password(from_stdin=password_stdin),
                at=timezone.now(),
            )
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            self.style.SUCCESS(f"已建立账号 {user.username}：{user.name}，{user.org}，{user.role_names}。")
        )


def _organization(code: str) -> Organization:
    try:
        return Organization.objects.get(code=full_code(code), valid_to=None)
    except ValueError as error:
        raise CommandError(f"区划代码应为 2、4、6、9 或 12 位数字：{code}") from error
    except Organization.DoesNotExist as error:
        raise CommandError(f"没有区划代码为 {code} 的单位，请先运行 load_divisions。") from error


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    if given := os.environ.get("ACCOUNT_PASSWORD"):
        return given
    first, second = getpass("口令："), getpass("再输入一次：")
    if first != second:
        raise CommandError("两次输入的口令不一致。")
    return first
