"""What stands behind the question mark: a parameter that nobody knows, says nothing or says two things is refused, for
whoever sent it meant something by it."""

from collections.abc import Collection

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request

UNKNOWN = ErrorDetail("没有这个参数。", "unknown")
BLANK = ErrorDetail("参数没有内容，不需要的请去掉。", "blank")
REPEATED = ErrorDetail("这个参数只能写一次。", "repeated")


def refuse_unknown(request: Request, known: Collection[str], *, may_be_empty: Collection[str] = ()) -> None:
    """A filter with a slip in its name, or without a value, would bring everything. Raises ValidationError, by the
    parameters' names."""
    wrong = {}
    for name, values in sorted(request.query_params.lists()):
        if name not in known:
            wrong[name] = [UNKNOWN]
        elif len(values) > 1:
            wrong[name] = [REPEATED]
        elif not values[0] and name not in may_be_empty:
            wrong[name] = [BLANK]
    if wrong:
        raise serializers.ValidationError(wrong)
