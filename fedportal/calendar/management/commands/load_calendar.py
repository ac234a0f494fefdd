"""Loads the calendar: all years that the package knows, and the next one by estimate."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from fedportal.calendar import actions


class Command(BaseCommand):
    help = "装入工作日历（历年安排，及下一年暂定安排）；可重复执行。"

    def handle(self, *args: Any, **options: Any) -> None:
        editions = actions.extend(at=timezone.now())
        for edition in editions:
            self.stdout.write(f"{edition.year} 年：{edition.get_source_display()}")
        self.stdout.write(self.style.SUCCESS(f"工作日历已就绪，新装入 {len(editions)} 年。"))
