"""Where a client goes on from what it has written or read in this room (links of OpenAPI)."""

from typing import Any

from fedportal.api.links import leads_to, link


def _onward(name: str, what: str) -> dict[str, Any]:
    return leads_to(
        read=link(f"{name}_retrieve", f"读取这{what}", ref="ref"),
        change=link(f"{name}_update", f"更改这{what}", ref="ref", versioned=True),
        move=link(f"{name}_move", "办理一步", ref="ref", versioned=True),
    )


STATION_ONWARD = _onward("stations", "个站点")
SERVICE_ONWARD = _onward("station_services", "条服务记录")
PERSON_ONWARD = _onward("network_people", "名人员")
POST_ONWARD = _onward("rights_posts", "个维权岗")
BASE_ONWARD = _onward("partner_bases", "个维权阵地")
