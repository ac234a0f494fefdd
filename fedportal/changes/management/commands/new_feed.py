"""Begins the feed anew, after the database was restored from a dump."""

from typing import Any

from django.core.management.base import BaseCommand

from fedportal.changes.triggers import begin_anew
from fedportal.lib.database_roles import as_owner


class Command(BaseCommand):
    """`manage.py new_feed`, as the owner of the tables."""

    help = "从备份恢复数据库之后执行：变更流重新开始，所有客户端的旧游标失效，须重新取快照。"

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            begin_anew()
        self.stdout.write("变更流已重新开始。")
