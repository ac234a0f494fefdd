"""One of many that are written in one request: what became of it; one that is refused spoils no other."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ValidationError

from cases.api.writing_external import Name
from cases.api.writing_shapes import ExternalShape
from fedportal.api.codes import CODES
from fedportal.api.problems import Problem
from fedportal.api.refusing import problem_of
from fedportal.api.sent_fields import Number, Shape, read
from fedportal.api.unreadable import unreadable
from fedportal.api.views import ClientRequest
from fedportal.lib.ciphers import CannotDecipher
from stations.api.parts import told_id
from stations.api.writing_names import taken
from stations.api.written import Written

log = logging.getLogger(__name__)


class SentItemShape(Shape):
    """One of many: with `external` it is entered or corrected, without it entered."""

    external = ExternalShape(required=False)
    version = Number(min_value=1, required=False, help_text="更正时读到的版本号")
    content = serializers.DictField(help_text="登记时同 POST，更正时同 PATCH")


class BatchItems:
    """Of one request: what it writes, and what it has touched."""

    def __init__(self, writes: Written, request: ClientRequest) -> None:
        self.writes, self.request, self.by = writes, request, request.user
        self.touched: list[int] = []

    def result(self, index: int, sent: Any) -> dict[str, Any]:
        try:
            with transaction.atomic():
                row, is_new = self._written(sent)
        except APIException as refusal:
            return self._refused(index, refusal)
        except PermissionDenied:
            return self._refused(
                index, Problem(status.HTTP_403_FORBIDDEN, "permission_denied", CODES["permission_denied"])
            )
        except IntegrityError as error:
            return self._refused(index, taken(error))
        except DataError:
            return self._refused(index, Problem(status.HTTP_409_CONFLICT, "not_storable", CODES["not_storable"]))
        except CannotDecipher as error:
            log.error("%s of a batch cannot be read: %s", self.writes.kind, error)
            return self._refused(index, unreadable())
        self.touched.append(row.pk)
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        told = {"ref": str(row.ref), "id": told_id(self.writes.kind, row.pk, self.by)}
        return {"index": index, "status": code, **told, "version": row.version}

    def _written(self, sent: Any) -> tuple[Any, bool]:
        """Raises APIException."""
        item, at = read(SentItemShape, sent), timezone.now()
        outer, writes = item.get("external"), self.writes
        name = Name(outer["system"], outer["id"]) if outer else None
        row, is_new = (writes.known(name, self.by) if name else None), False
        try:
            given = read(writes.shape, item["content"], partial=row is not None)
            if row is None:
                made = writes.named(given, name, by=self.by, at=at) if name else None
                row, is_new = made or (writes.made(given, by=self.by, at=at), True)
            if not is_new:
                writes.changed(row, given, version=item.get("version"), by=self.by, at=at)
        except ValidationError as wrong:
            raise type(wrong)({"content": wrong.detail}) from wrong
        row.refresh_from_db(fields=["version"])
        return row, is_new

    def _refused(self, index: int, refusal: APIException) -> dict[str, Any]:
        return {"index": index, "status": refusal.status_code, "problem": problem_of(refusal, self.request)}
