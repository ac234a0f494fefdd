"""How `Idempotency-Key` stands in the description of whatever writes."""

from drf_spectacular.utils import OpenApiParameter

from fedportal.api.idempotency import KEY, LONGEST_KEY, REPLAYED

ONCE = OpenApiParameter(
    KEY,
    {"type": "string", "pattern": f"^[!-~]{{1,{LONGEST_KEY}}}$"},
    OpenApiParameter.HEADER,
    description="同一请求重发时写同一值，48 小时内只办理一次",
)
REPLAY = OpenApiParameter(
    REPLAYED, str, OpenApiParameter.HEADER, response=True, description="true：重发的请求，答复是先前保存的"
)
