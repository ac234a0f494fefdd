"""Makes a copy and keeps it up to date: the snapshot first, then change by change; after a kill it simply goes on."""

from dataclasses import replace

from .access import Access
from .documents import Key
from .failures import CursorGone, OvertakenByAnother, StoreUnfit
from .feed import changes
from .snapshots import stretches
from .store import Progress, Store
from .telling import Telling

HOLD = 30  # seconds for which the portal may hold an answer back until something changes


def mirror(access: Access, store: Store, tell: Telling, *, follow: bool = False) -> None:
    """Until the copy is up to date; with `follow` for ever after, too."""
    store.belong_to(access.client_id, access.url)
    while True:
        try:
            fill(access, store, tell)
            tell.begin("变更")
            touched = catch_up(access, store, tell)
            tell(f"已跟上：本次变更 {len(touched):,} 条，镜像库共 {store.count():,} 条")
            while follow:
                catch_up(access, store, tell, wait=HOLD)
            return
        except CursorGone:
            tell("平台已不再保留这个游标之后的变更（410），现在重新取一次全量；取完之前，原有数据照常可用")
            _begin_anew(store)


def fill(access: Access, store: Store, tell: Telling) -> None:
    """Bring in the snapshot, unless that is done; go on with one that was interrupted."""
    at = store.progress
    if at.complete:
        return
    tell.begin("快照")
    tell("继续上次没取完的快照" if at.checkpoint else "开始取快照")
    if not at.checkpoint:
        at = replace(at, made=at.made + 1)
    try:
        for stretch in stretches(access, tell, after=at.checkpoint):
            cursor = at.cursor if at.checkpoint else stretch.cursor  # a snapshot's own, of its very beginning
            becomes = replace(at, cursor=cursor, checkpoint=stretch.checkpoint or at.checkpoint)
            unread = [each.key for each in stretch.unread]
            at = store.keep(stretch.documents, stays=unread, at=at, becomes=becomes)
            _tell_unread(unread, tell)
            tell.add(len(stretch.documents))
        _, dropped = store.finish(at=at)
    except OvertakenByAnother:
        raise StoreUnfit(f"另一个进程正在写 {store.where}，请先停掉它。") from None
    tell(f"快照取完，镜像库共 {store.count():,} 条" + (f"，清除了平台已没有的 {dropped:,} 条" if dropped else ""))


def catch_up(access: Access, store: Store, tell: Telling, *, wait: int = 0) -> set[Key]:
    """Bring in what changed, until nothing is left. Returns what was touched. Raises CursorGone."""
    touched: set[Key] = set()
    more = True
    while more:
        at = store.progress
        page = changes(access, at.cursor, wait=wait)
        try:
            if page.cursor != at.cursor:
                store.keep(page.upserts, page.gone, at=at, becomes=replace(at, cursor=page.cursor))
        except OvertakenByAnother:  # who was quicker brought in the same changes
            continue
        touched.update([document.key for document in page.upserts], page.gone)
        tell.add(len(page.upserts) + len(page.gone))
        _tell_unread(page.unread, tell)
        more, wait = page.more, 0
    return touched


def _tell_unread(keys: list[Key], tell: Telling) -> None:
    for _, opaque in keys:
        tell(f"平台现在读不出 {opaque}，镜像里原有的内容保留不动；请告知平台运维，恢复后用 verify --repair 补上")


def _begin_anew(store: Store) -> None:
    at = store.progress
    store.keep([], at=at, becomes=Progress(at.step, cursor="", checkpoint="", made=at.made, complete=False))
