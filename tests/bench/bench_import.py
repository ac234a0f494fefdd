"""A ledger of ten thousand rows: from the file to numbered petitions with clocks, timeline and search terms."""

import datetime as dt
import io
from collections.abc import Iterator
from random import Random

import xlsxwriter
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from cases.categories import CATEGORIES
from cases.imports import batches
from cases.imports.checked import Defaults
from cases.models import ImportBatch
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.lib.database_roles import as_owner
from fedportal.orgs.models import Organization
from tests.bench.figures import Figure, seconds
from tests.factories import user

ROWS = 10_000
COUNTY = 371602_000000
HEADINGS = "编号 姓名 性别 年龄 联系方式 住址 人数 收到时间 信访形式 类别 诉求 主要事实".split()  # noqa: SIM905
WORDS = (  # noqa: SIM905  (read line by line)
    "她 丈夫 婆婆 孩子 邻居 单位 法院 派出所 村委会 居委会 去年 上个月 多次 当面 电话 酒后 经常 因为 为了 要求 希望 "
    "请求 反映 说明 处理 调解 拒绝 答应 没有 已经 一直 仍然 抚养费 房产 彩礼 土地 承包 补偿 工资 产假 社保 "
    "离婚 分居 打骂 威胁 辱骂 借款 证据 证明 材料 判决 协议 签字 生活 困难 身体 看病 上学 回家 搬走 离开"
).split()


def run() -> Iterator[Figure]:
    clerk = user(Organization.objects.get(code=COUNTY), Role.RECEPTIONIST)
    content = _ledger()
    spent = seconds(lambda: _import(content, clerk))
    bare = _bare_copy(clerk)
    against = "COPY of the finished rows into a bare table with the columns and indexes of petitions, same run"
    yield Figure("import", ROWS / spent, "rows/s", bare / spent, against)


def _ledger() -> bytes:
    """As an office keeps it: three hundred characters of facts a row."""
    random = Random(7)
    labels = sorted({category.path.replace(" / ", "/") for category in CATEGORIES.values()})
    first = dt.datetime(2020, 1, 1)  # noqa: DTZ001  (spreadsheets know no zone)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for number in range(1, ROWS + 1):
            received = first + dt.timedelta(minutes=number * 300)
            head = [f"甲{number}", f"王{random.choice(WORDS)[0]}", "女", random.randint(18, 80), "13800000000"]
            sheet.write_row(number, 0, [*head, "黄河五路", 1, received, "来访", random.choice(labels)])
            sheet.write_row(number, 10, ["".join(random.choices(WORDS, k=n)) for n in (8, 150)])
    return buffer.getvalue()


def _import(content: bytes, clerk: User) -> None:
    """Upload, check, confirm, import: what the page and its worker do, one after the other."""
    defaults = Defaults("visit", "redress", "other.help")
    at = timezone.now()
    batch = batches.upload(ContentFile(content), name="台账.xlsx", defaults=defaults, by=clerk, at=at)
    with transaction.atomic():
        batches.check(batch, at=at, progress=_nobody_watches)
    batch = batches.confirm(batch, by=clerk, at=at)
    with transaction.atomic():
        batches.load(batch, at=at, progress=_nobody_watches)
    batches.forget_file(batch)
    assert ImportBatch.objects.get(pk=batch.pk).imported == ROWS


def _nobody_watches(rows: int, total: int) -> None:
    """The bench needs no bar."""


@as_owner()
def _bare_copy(clerk: User) -> float:
    rows = io.StringIO()
    with connection.cursor() as cursor:
        mine = f"SELECT * FROM cases_petition WHERE registered_by_id = {clerk.pk}"
        cursor.copy_expert(f"COPY ({mine}) TO STDOUT", rows)
        cursor.execute("CREATE TABLE bare_petition (LIKE cases_petition INCLUDING INDEXES)")
        rows.seek(0)
        spent = seconds(lambda: cursor.copy_expert("COPY bare_petition FROM STDIN", rows))
        cursor.execute("SELECT count(*) FROM bare_petition")
        assert cursor.fetchone() == (ROWS,)
        cursor.execute("DROP TABLE bare_petition")
    return spent
