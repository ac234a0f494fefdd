"""What stands beside every single document in the description of the interface: its ETag, and asking by it."""

from drf_spectacular.utils import OpenApiParameter

READ_ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 304], description='"版本号-摘要"；办理时放在 If-Match 中'
)
IF_NONE_MATCH_READ = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="上次读到的 ETag；没有变化时答复 304"
)
