"""`fedsync`: what it understands, and with which code it ends.

0 done (and equal) · 1 the copy differs, or rows were refused · 2 wrong use · 3 the portal cannot be reached ·
4 it refuses us · 5 the store is unfit · 130 interrupted. Progress goes to standard error, results to standard output.
"""

import argparse
import os
import sqlite3
import sys
from collections.abc import Sequence

from .access import PATIENCE, Access
from .credentials import find_credentials
from .failures import DIFFERENT, INTERRUPTED, CursorGone, GivenUp, StoreUnfit
from .mirroring import mirror
from .pushing import Target, push
from .store import Store
from .telling import Telling
from .verifying import SETTLE, Verdict, verify

URL = "FEDSYNC_URL"


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code."""
    asked = _parser().parse_args(arguments)
    os.umask(0o077)  # what lies in these files is nobody else's
    try:
        return int(asked.run(asked, Telling(quiet=asked.quiet)))
    except GivenUp as failure:
        print(f"fedsync：{failure}", file=sys.stderr)
        return failure.exit_code
    except (OSError, sqlite3.Error) as failure:  # a full disk, a file of somebody else
        print(f"fedsync：本地文件读写失败：{failure}", file=sys.stderr)
        return StoreUnfit.exit_code
    except KeyboardInterrupt:
        print("fedsync：已中断，下次从这里继续", file=sys.stderr)
        return INTERRUPTED


def _mirror(asked: argparse.Namespace, tell: Telling) -> int:
    mirror(_access(asked, asked.url, tell), Store(asked.store), tell, follow=asked.follow)
    return 0


def _verify(asked: argparse.Namespace, tell: Telling) -> int:
    store = Store(asked.store)
    unmade = StoreUnfit(f"{asked.store} 还没有镜像完，请先 fedsync mirror。")
    if store.owner is None:
        raise unmade
    access = _access(asked, asked.url or store.owner[1], tell)
    store.belong_to(access.client_id, access.url)
    if not store.progress.complete:
        raise unmade
    try:
        verdict = verify(access, store, tell, full=asked.full, repair=asked.repair, settle=asked.settle)
    except CursorGone:
        raise StoreUnfit("镜像太旧，平台已不再保留其后的变更，请先 fedsync mirror 重新取全量。") from None
    _report(verdict)
    return 0 if verdict.is_equal else DIFFERENT


def _push(asked: argparse.Namespace, tell: Telling) -> int:
    if not (asked.url or os.environ.get(URL)):
        raise GivenUp(f"请用 --url 或环境变量 {URL} 指明平台地址。")
    access = _access(asked, asked.url or os.environ[URL], tell)
    target = Target(access, asked.system, asked.overwrite)
    result = push(target, asked.ledger, tell, columns=asked.columns, report=asked.report)
    print(
        f"共 {result.rows} 行：新报 {result.created}，更新 {result.updated}，未变 {result.same}，拒收 {result.refused}"
    )
    if result.refused:
        print(f"拒收的行和原因见 {result.report}")
    return DIFFERENT if result.refused else 0


def _report(verdict: Verdict) -> None:
    for kind, county, month in verdict.places if verdict.differences else ():
        print(f"摘要不一致\t{kind}\t{county}\t{month}")
    for found in verdict.differences:
        print(f"{found.what}\t{found.key[0]}\t{found.key[1]}\t{found.number}")
    for tally in verdict.tallies:
        judged = _judged(tally.differences, verdict.mended)
        print(f"{tally.kind}\t{judged}\t{_counted(tally.objects, tally.partitions, tally.differences)}")
    differing = len(verdict.differences)
    print(f"{_judged(differing, verdict.mended)}：{_counted(verdict.objects, verdict.partitions, differing)}")


def _judged(differing: int, mended: bool) -> str:
    if not differing:
        return "一致"
    return "已修复，现在一致" if mended else "不一致"


def _counted(objects: int, partitions: int, differing: int) -> str:
    return f"{objects} 条，{partitions} 个区县月份，{differing} 条有差异"


def _access(asked: argparse.Namespace, url: str, tell: Telling) -> Access:
    found = find_credentials(asked.credentials)
    return Access(url, found, patience=asked.patience, plain_http=asked.plain_http, tell=tell)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("fedsync", description="妇联维权工作平台数据接口的客户端", epilog=__doc__)
    commands = parser.add_subparsers(required=True, metavar="命令")
    one = _command(commands, "mirror", _mirror, "取全量、跟变更，中断后接着来")
    one.add_argument("url", help="平台地址，如 https://portal.example.gov.cn")
    one.add_argument("store", help="SQLite 文件，或 postgresql://…")
    one.add_argument("--follow", action="store_true", help="跟上之后不退出，一直跟")
    one = _command(commands, "verify", _verify, "逐种类、逐区县、逐月核对镜像与平台是否一致")
    one.add_argument("store", help="SQLite 文件，或 postgresql://…")
    one.add_argument("--url", help="平台地址，不填用镜像时的")
    one.add_argument("--full", action="store_true", help="摘要一致也逐条比对正文")
    one.add_argument("--repair", action="store_true", help="把有差异的条目改成平台上的样子")
    one.add_argument("--settle", type=float, default=SETTLE, metavar="秒", help="等待正在写入的变更，默认 %(default)s")
    one = _command(commands, "push", _push, "把 CSV 台账报给平台，中断后接着来")
    one.add_argument("ledger", help="CSV 台账，第一行是字段名")
    one.add_argument("--url", help=f"平台地址，不填用环境变量 {URL}")
    one.add_argument("--system", required=True, help="台账来自哪个系统：登记时约定的代号")
    one.add_argument("--columns", metavar="文件", help="JSON：台账列名到字段名的对照")
    one.add_argument("--report", metavar="文件", help="拒收清单，默认写在台账旁边")
    one.add_argument("--overwrite", action="store_true", help="平台上已有改动的，也按台账更正")
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: object, said: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=said, description=said)
    parser.set_defaults(run=run)
    parser.add_argument("--credentials", metavar="文件", help="凭证文件，不填用环境变量")
    parser.add_argument(
        "--patience", type=float, default=PATIENCE, metavar="秒", help="连不上时重试多久，默认 %(default)s"
    )
    parser.add_argument("--plain-http", action="store_true", help="允许明文 HTTP（只在专网内）")
    parser.add_argument("--quiet", action="store_true", help="不显示进度")
    return parser
