"""Pages of rows that anyone may know of: where a page begins may be read from its address."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from fedportal.api.paging import MOST, USUAL, PageQuery


class PublicPages(CursorPagination):
    """In the order of the columns that are named; what cannot be read is refused by the parameter's name."""

    page_size = USUAL
    max_page_size = MOST
    page_size_query_param = "limit"

    def __init__(self, *ordering: str) -> None:
        self.ordering = ordering

    def get_page_size(self, request: Request) -> int:
        query = PageQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        size: int = query.validated_data["limit"]
        return size

    def decode_cursor(self, request: Request) -> Any:
        try:
            return super().decode_cursor(request)
        except NotFound as error:
            words = "游标无法识别，请从第一页重新读取。"
            raise serializers.ValidationError({"cursor": [words]}) from error
