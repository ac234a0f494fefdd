"""`manage.py import_petitions FILE --org CODE`: a ledger, checked and brought in as on the page."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cases.categories import CATEGORIES
from cases.imports import batches, headings
from cases.imports.checked import Defaults
from cases.imports.choices import NOT_SECRET
from cases.imports.files import Unreadable
from cases.imports.reviewing import Progress
from cases.imports.workbooks import rejected_rows
from cases.models import Channel, ImportBatch, ImportRow, MatterClass
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.codes import full_code
from fedportal.orgs.models import Organization

SHOWN = 20  # bad rows on the screen; the rest are in the file of --rejects


class Command(BaseCommand):
    help = "导入信访台账（.xlsx 或 .csv）；同一份台账重复导入不会产生重复记录。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--org", required=True, metavar="CODE", help="登记单位的区划代码，如 371602")
        parser.add_argument("--by", default="", metavar="USERNAME", help="登记人；不写则为本单位第一个可以导入的用户")
        parser.add_argument(
            "--channel", default=str(Channel.VISIT), choices=Channel.values, help="台账没有时的信访形式"
        )
        parser.add_argument(
            "--matter-class",
            default=str(MatterClass.REDRESS),
            choices=[value for value, _ in NOT_SECRET],
            help="台账没有时的事项性质",
        )
        parser.add_argument("--category", default="other.help", choices=list(CATEGORIES), help="台账没有时的事项类别")
        parser.add_argument("--dry-run", action="store_true", help="只核对，不导入")
        parser.add_argument("--rejects", type=Path, metavar="FILE", help="把有误的行连同原因写入这个 .xlsx 文件")

    def handle(self, *args: Any, **asked: Any) -> None:
        by = _importer(_organization(asked["org"]), asked["by"])
        defaults = Defaults(asked["channel"], asked["matter_class"], asked["category"])
        try:
            batch = self._import(asked["file"], by, defaults, dry_run=asked["dry_run"], rejects=asked["rejects"])
        except OSError as error:
            raise CommandError(f"打不开文件：{error}") from error
        except (Unreadable, NotAllowed) as refusal:
            raise CommandError(str(refusal)) from refusal
        self._say_result(batch, dry_run=asked["dry_run"])
        if not batch.imported and not asked["dry_run"]:
            sys.exit(1)

    def _import(self, path: Path, by: User, defaults: Defaults, *, dry_run: bool, rejects: Path | None) -> ImportBatch:
        """All of it in one transaction, so that no worker takes the ledger up meanwhile."""
        at = timezone.now()
        with transaction.atomic(), path.open("rb") as stream:
            batch = batches.upload(File(stream), name=path.name, defaults=defaults, by=by, at=at)
            try:
                batches.locate(batch)
                if batch.problem:
                    raise CommandError(_no_mapping(batch))
                if dry_run:
                    batches.check(batch, at=at, progress=self._progress("核对"))
                else:
                    batches.load(batch, at=at, progress=self._progress("导入"))
                self._say_findings(batch)
                if rejects is not None:
                    rejects.write_bytes(rejected_rows(batch))
            finally:
                batch.file.delete(save=False)
            batch.save(update_fields=["file"])
            transaction.set_rollback(not batch.imported)
        return batch

    def _progress(self, what: str) -> Progress:
        def say(done: int, total: int) -> None:
            end = "\n" if done >= total else "\r"
            self.stderr.write(f"{what} {done:,} / {total:,} 行", style_func=str, ending=end)

        return say

    def _say_findings(self, batch: ImportBatch) -> None:
        left_out = [title for title, name in zip(batch.layout["headings"], batch.mapping, strict=True) if not name]
        if left_out:
            self.stdout.write(f"不导入的列：{'、'.join(filter(None, left_out))}")
        if caution := headings.caution(batch.mapping):
            self.stdout.write(caution)
        self.stdout.write(f"可以导入 {batch.good:,} 行，有误 {batch.bad:,} 行，已导入过 {batch.known:,} 行。")
        for row in batch.rows.filter(state=ImportRow.State.BAD).order_by("number")[:SHOWN]:
            remarks = "；".join(f"{column}{'：' if column else ''}{words}" for column, words in row.remarks)
            self.stdout.write(f"第 {row.number} 行　{remarks}")
        if batch.bad > SHOWN:
            self.stdout.write(f"……还有 {batch.bad - SHOWN:,} 行有误，可以用 --rejects 写成文件。")

    def _say_result(self, batch: ImportBatch, *, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write("只核对，没有导入。")
        elif batch.imported:
            self.stdout.write(self.style.SUCCESS(f"已导入 {batch.imported:,} 条。"))
        else:
            self.stdout.write("没有导入任何一行。")


def _no_mapping(batch: ImportBatch) -> str:
    return f"{batch.problem.split('，')[0]}。表头：{'、'.join(batch.layout['headings'])}"


def _organization(code: str) -> Organization:
    try:
        return Organization.objects.get(code=full_code(code), valid_to=None)
    except ValueError as error:
        raise CommandError(f"“{code}”不是区划代码，应为 2、4、6、9 或 12 位数字。") from error
    except Organization.DoesNotExist as error:
        raise CommandError(f"没有区划代码为 {code} 的单位。") from error


def _importer(org: Organization, username: str) -> User:
    staff = User.objects.filter(org=org, is_active=True).people().order_by("pk")
    if username:
        staff = staff.filter(username=username)
    found = next((user for user in staff if user.can(Can.IMPORT)), None)
    if found is None:
        who = f"用户 {username} " if username else "可以导入台账的用户"
        raise CommandError(f"{org.name}没有{who}，请用 --by 写明一位有导入权限的本单位用户。")
    return found
