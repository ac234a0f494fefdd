"""What makes a row the same matter as another: nothing comes in twice, from one file or from several."""

import datetime as dt
import hashlib
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from cases.imports.checked import Checked, Remark
from cases.models import Petition
from fedportal.orgs.models import Organization
from fedportal.privacy.tombstones import buried

LONGEST_ID = 90  # characters of an external id that fit into a key beside the organization's code


def key_of(row: Checked, org: Organization) -> str:
    """By the ledger's own number where it has one, else by moment, name and words."""
    if row.external_id and len(row.external_id) <= LONGEST_ID:
        return f"ledger:{org.code}:{row.external_id}"
    return f"ledger:{org.code}:~{_digest(row)}"


def _digest(row: Checked) -> str:
    petition, party = row.petition, row.party
    moment = timezone.localtime(petition["received_at"]).isoformat()
    parts = (row.external_id, moment, party["name"], petition["request"], petition["facts"])
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _minute(moment: dt.datetime) -> dt.datetime:
    """An export shows no seconds."""
    return moment.replace(second=0, microsecond=0)


class Recognition:
    """Tells rows that repeat an earlier one of the file, and rows whose petition is there already."""

    def __init__(self, org: Organization, id_column: str) -> None:
        self.org, self.id_column = org, id_column
        self._rows: dict[str, int] = {}  # the row that first had a key
        self._digests: dict[str, str] = {}

    def recognise(self, chunk: Sequence[Checked]) -> None:
        """Mark these rows, which follow those marked before."""
        sound = [row for row in chunk if not row.is_bad]
        for row in sound:
            row.key = key_of(row, self.org)
            self._mark_repeated(row)
        self._mark_known([row for row in sound if not row.is_bad])
        self._mark_buried([row for row in sound if not row.is_bad])

    def _mark_repeated(self, row: Checked) -> None:
        first = self._rows.setdefault(row.key, row.row.number)
        digest = _digest(row)
        if first == row.row.number:
            self._digests[row.key] = digest
        elif digest == self._digests[row.key]:
            row.remarks.append(Remark("", f"与第 {first} 行相同，只导入第 {first} 行"))
        else:
            row.remarks.append(
                Remark(self.id_column, f"“{row.external_id}”与第 {first} 行的编号相同、内容不同，请改正编号")
            )

    def _mark_known(self, rows: Sequence[Checked]) -> None:
        found = self._petitions(rows)
        for row in rows:
            petition = found.get(row.key) or found.get(row.external_id)
            if petition is None:
                continue
            if row.external_id and _minute(petition.received_at) != _minute(row.petition["received_at"]):
                received = f"{timezone.localtime(petition.received_at):%Y-%m-%d %H:%M}"
                words = (
                    f"“{row.external_id}”已用于 {petition.number}（收到时间 {received}），与本行不是同一件；"
                    "编号每年重排的台账，请把这一列改为“不导入”"
                )
                row.remarks.append(Remark(self.id_column, words))
            else:
                row.known_as = petition.number

    def _mark_buried(self, rows: Sequence[Checked]) -> None:
        """What was disposed of does not come back by an old ledger."""
        found = buried(row.key for row in rows if not row.known_as)
        for row in rows:
            if (stone := found.get(row.key)) is not None:
                words = f"已按保管期限处置（{stone.number}，{timezone.localdate(stone.at)}），不能再导入"
                row.remarks.append(Remark(self.id_column, words))

    def _petitions(self, rows: Sequence[Checked]) -> dict[str, Petition]:
        """By key, and by the portal's own number: a ledger exported here may come back."""
        keys = [row.key for row in rows]
        numbers = [row.external_id for row in rows if "〔" in row.external_id]
        known = Petition.objects.in_range_of(self.org).filter(number__in=numbers)
        found = Petition.objects.filter(Q(origin_key__in=keys)) | known
        petitions = found.only("number", "origin_key", "received_at")
        by_key = {petition.origin_key: petition for petition in petitions if petition.origin_key}
        return by_key | {petition.number: petition for petition in petitions}
