"""The parts of the interface's description that no view tells: words, problem documents, the token's address."""

from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework.serializers import Serializer

from fedportal.api.codes import CODES, TITLES

TOKEN_PATH = "/api/v1/token/"  # nosec B105: an address

_INTRODUCTION = """\
外部系统（市级信访系统、12345 平台、数据交换平台等）与妇联维权服务平台同步数据的接口。

**取得访问**：由安全管理员登记客户端，取得客户端编号和密钥；\
以 OAuth 2 客户端凭证方式向 `/api/v1/token/` 换取访问令牌，有效期一小时，放在 `Authorization: Bearer …` 头中。\
客户端只看得到所属单位及其下级的数据，办理权限不超过该单位工作人员。

**时间**一律为带时区的 RFC 3339 格式。**版本**：同一大版本内只增加字段，不改名、不删除；请忽略不认识的字段。

**频次**：每个答复带 `RateLimit-Policy` 和 `RateLimit` 头（draft-ietf-httpapi-ratelimit-headers），\
超限时答复 429，请按 `Retry-After` 等待。

**出错**：一律为 `application/problem+json`（RFC 9457）；令牌地址按 RFC 6749 第 5.2 节答复。\
程序请依据 `code` 判断，`detail` 供人阅读，措辞可能调整。

| code | 含义 |
| --- | --- |
"""
# For each status one of its codes, as an example.
SAMPLES = {
    400: "parse_error",
    401: "invalid_token",
    403: "insufficient_scope",
    404: "not_found",
    406: "not_acceptable",
    409: "not_allowed",
    410: "answer_erased",
    412: "version_changed",
    413: "body_too_large",
    415: "unsupported_media_type",
    422: "idempotency_key_reused",
    428: "version_required",
    429: "too_many_requests",
    500: "error",
    503: "busy",
}
OAUTH = "客户端凭证（client credentials）。编号和密钥放在 Basic 头或表单中；可用 scope 申请其中部分权限。"


@dataclass(frozen=True)
class Door:
    """An address that is no view for clients: its operations, their schemas, and how one proves there who one is."""

    operations: dict[str, Any]
    schemas: dict[str, Any]
    schemes: dict[str, Any]


DOORS: dict[str, Door] = {}


def tell_of(path: str, door: Door) -> None:
    """Called by a room at import, beside its addresses."""
    DOORS[path] = door


def one_page(shape: Serializer) -> Serializer:
    """The shape of a whole page: a list is answered by an object that holds one."""
    extend_schema_serializer(many=False)(type(shape))
    return shape


def description() -> str:
    """The words in front of it all, with every code."""
    return _INTRODUCTION + "\n".join(f"| `{code}` | {words} |" for code, words in CODES.items())


def refusal(status: int) -> dict[str, Any]:
    """An answer that is a problem document."""
    content: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": _example(status)}
    answer: dict[str, Any] = {"description": TITLES[status], "content": {"application/problem+json": content}}
    if status in {429, 503}:
        answer["headers"] = {"Retry-After": {"description": "多少秒之后重试", "schema": {"type": "integer"}}}
    return answer


def _example(status: int) -> dict[str, Any]:
    code = SAMPLES[status]
    told = {"type": "about:blank", "title": TITLES[status], "status": status, "code": code, "detail": CODES[code]}
    return told | {"instance": "/api/v1/client/"}


def _text(words: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": words} | more


SCHEMAS: dict[str, Any] = {
    "Problem": {
        "type": "object",
        "description": "问题文档（RFC 9457）",
        "required": ["type", "title", "status", "code", "detail", "instance"],
        "properties": {
            "type": _text("恒为 about:blank"),
            "title": _text("按状态码的简短说明"),
            "status": {"type": "integer", "description": "状态码"},
            "code": _text("稳定的代码，含义见文首列表"),
            "detail": _text("供人阅读的说明"),
            "instance": _text("请求的地址"),
            "errors": {
                "type": "array",
                "description": "code 为 invalid 时，逐项说明",
                "items": {"$ref": "#/components/schemas/ProblemField"},
            },
            "current": {"type": "integer", "description": "code 为 version_changed 时，当前版本号"},
            "resync": _text("code 为 cursor_gone 时，重新同步的地址"),
        },
    },
    "ProblemField": {
        "type": "object",
        "required": ["field", "code", "detail"],
        "properties": {
            "field": {"type": ["string", "null"], "description": "字段的路径，如 parties.0.name；空为整个请求"},
            "code": _text("字段错误的代码"),
            "detail": _text("怎样改正"),
        },
    },
    "Token": {
        "type": "object",
        "required": ["access_token", "token_type", "expires_in", "scope"],
        "properties": {
            "access_token": _text("访问令牌"),
            "token_type": {"type": "string", "const": "Bearer"},
            "expires_in": {"type": "integer", "description": "有效秒数"},
            "scope": _text("获准的权限范围，以空格分隔"),
        },
    },
    "TokenError": {
        "type": "object",
        "description": "RFC 6749 第 5.2 节",
        "required": ["error"],
        "properties": {"error": _text("如 invalid_client、invalid_scope"), "error_description": _text("说明")},
    },
}


def _token_answer(schema: str, words: str) -> dict[str, Any]:
    return {
        "description": words,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


TOKEN: dict[str, Any] = {
    "post": {
        "operationId": "token_create",
        "summary": "取得访问令牌",
        "description": OAUTH,
        "tags": ["token"],
        "security": [{}],
        "requestBody": {
            "required": True,
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "required": ["grant_type"],
                        "properties": {
                            "grant_type": {"type": "string", "enum": ["client_credentials"]},
                            "client_id": _text("客户端编号；已放在 Basic 头中时不填"),
                            "client_secret": _text("密钥；已放在 Basic 头中时不填", format="password"),
                            "scope": _text("只要其中部分权限范围时填写，以空格分隔"),
                        },
                    }
                }
            },
        },
        "responses": {
            "200": _token_answer("Token", "访问令牌"),
            "400": _token_answer("TokenError", "请求有误"),
            "401": _token_answer("TokenError", "客户端编号或密钥不对，或者客户端已停用、已过期、来源地址不符"),
            "413": refusal(413),
            "429": refusal(429),
            "503": refusal(503),
        },
    }
}
