"""A writer from afar names the version on which its change stands; two who change the same never lose one."""

from cases.models import Petition
from fedportal.lib.refusals import NotAllowed


class Outdated(NotAllowed):
    """The matter is another than the writer had read; `current` is its version now."""

    code = "version_changed"

    def __init__(self, current: int) -> None:
        super().__init__("事项已被更新，请按新版本重试。")
        self.current = current


def check_version(row: Petition, version: int | None) -> None:
    """Of a locked row. Raises Outdated; nothing is asked where no version is named, as on pages, which lay changes
    over each other by what they had shown (cases.merging)."""
    if version is not None and row.version != version:
        raise Outdated(row.version)
