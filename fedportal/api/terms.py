"""On which terms a client is registered: what it may do, on which basis, from where, until when."""

import datetime as dt
import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass

from fedportal.api.scopes import OF_OURS, Scope
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.system_names import SYSTEM_NAME

LONGEST = dt.timedelta(days=731)  # POLICY: two years, one of them a leap year; then somebody looks at it again


@dataclass(frozen=True)
class Terms:
    """As the security administrator has written them down."""

    scopes: Sequence[str]
    expires_on: dt.date
    legal_basis: str = ""
    addresses: Sequence[str] = ()
    system: str = ""

    def check(self, on: dt.date) -> None:
        """Whether they may be agreed on that day."""
        if not self.scopes:
            raise NotAllowed("请至少选择一项权限范围。")
        if Scope.PERSONAL in self.scopes and not self.legal_basis.strip():
            raise NotAllowed("提供个人信息须写明法律依据。")  # 个人信息保护法 art. 13
        self._check_system()
        if not on <= self.expires_on <= on + LONGEST:
            raise NotAllowed("有效期须在今天之后，最长两年。")
        for address in self.addresses:
            network(address)

    def _check_system(self) -> None:
        """12345 is another organ: it exchanges its own work orders, and reads nothing else."""
        if Scope.TICKETS not in self.scopes:
            if self.system.strip():
                raise NotAllowed("只有“12345 协同”的客户端填写对方系统代号。")
            return
        if set(OF_OURS) & set(self.scopes):
            raise NotAllowed("“12345 协同”不能与“读取”“写入”同选，热线的也不能：12345 只收发自己的工单。")
        if not re.fullmatch(SYSTEM_NAME, self.system.strip()):
            raise NotAllowed("请填写对方系统代号：小写字母、数字、连字符，如 binzhou-12345。")

    def values(self) -> dict[str, object]:
        """As columns of a client, in one way of writing."""
        return {
            "scopes": [scope.value for scope in Scope if scope in self.scopes],
            "legal_basis": self.legal_basis.strip(),
            "addresses": [network(address) for address in self.addresses],
            "expires_on": self.expires_on,
            "system": self.system.strip(),
        }


def network(text: str) -> str:
    """An address or a network as it is written down: `10.12.3.0/16` means `10.12.0.0/16`. Raises NotAllowed."""
    try:
        found = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError as error:
        raise NotAllowed(f"“{text}”不是 IP 地址或网段，请写成 10.12.0.8 或 10.12.0.0/16。") from error
    return str(found.network_address) if found.prefixlen == found.max_prefixlen else str(found)
