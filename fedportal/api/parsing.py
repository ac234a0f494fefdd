"""Bodies of requests: JSON of a bounded size, with texts that the database can hold."""

import json
from collections.abc import Iterable
from typing import IO, Any

from django.conf import settings
from rest_framework import status
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.utils import json as strict_json

from fedportal.api.codes import CODES
from fedportal.api.problems import Problem

WORDS = "请求体不是有效的 JSON"


class PlainJSON(BaseParser):
    """RFC 8259: no NaN, no depth without end, no half characters and no NUL, which PostgreSQL cannot store."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        raw = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(raw) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise Problem(status.HTTP_413_REQUEST_ENTITY_TOO_LARGE, "body_too_large", CODES["body_too_large"])
        found = _parsed(raw)
        if b"\\u" in raw and any(_is_unstorable(text) for text in _texts(found)):
            raise ParseError(f"{WORDS}：文字中有空字符或不完整的字符。")
        return found


def _parsed(raw: bytes) -> Any:
    try:
        return strict_json.loads(raw.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise ParseError(f"{WORDS}：第 {error.lineno} 行第 {error.colno} 列。") from error
    except UnicodeDecodeError as error:
        raise ParseError(f"{WORDS}：须用 UTF-8 编码。") from error
    except ValueError as error:  # NaN, or a number of thousands of digits
        raise ParseError(f"{WORDS}：有不能识别的数值。") from error
    except RecursionError as error:
        raise ParseError(f"{WORDS}：嵌套过深。") from error


def _texts(found: Any) -> Iterable[str]:
    """Every text in it, names of members too; without recursion, whose depth somebody else would choose."""
    waiting = [found]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case dict() as members:
                waiting.extend(members)
                waiting.extend(members.values())
            case list() as items:
                waiting.extend(items)


def _is_unstorable(text: str) -> bool:
    return "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)
