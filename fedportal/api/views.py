"""What every view of the interface does: tell who asks, count, bound what is read, and write down."""

from contextlib import ExitStack
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSetMixin

from fedportal.accounts.models import User
from fedportal.accounts.row_scopes import scope_of
from fedportal.api import rates
from fedportal.api.authentication import ClientAuthentication, HasScope
from fedportal.api.parameters import refuse_unknown
from fedportal.api.parsing import PlainJSON
from fedportal.api.problems import ProblemOrJSON
from fedportal.api.scopes import Scope
from fedportal.api.trail import write_call, write_refusal
from fedportal.lib.row_scope import rows_of


class ClientRequest(Request):
    """A request that was let in: the account as which the client acts, and its token."""

    user: User
    auth: Any


class ClientView(APIView):
    """A view for clients. Its rows are those of the client's account, and its line of the audit trail is written in
    the same transaction as what it changes; `waits` for views that may take long and change nothing. What a refused
    call had written before it was refused is undone, but for what `keep_so_far` says."""

    authentication_classes = (ClientAuthentication,)
    permission_classes = (HasScope,)
    renderer_classes: tuple[type[BaseRenderer], ...] = (ProblemOrJSON,)
    parser_classes = (PlainJSON,)
    scope = Scope.READ
    write_scope = Scope.WRITE
    # By which one may ask, too, and is shown what that scope opens: another organ, say, its own work orders alone.
    other_scopes: tuple[Scope, ...] = ()
    waits = False
    request: ClientRequest

    @classmethod
    def as_view(cls, *args: Any, **kwargs: Any) -> Any:
        view = super().as_view(*args, **kwargs)
        view.login_required = False  # type: ignore[attr-defined]  # its own authentication refuses strangers, by a problem document
        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self._standings: list[rates.Standing] = []
        self._let_in = False
        self._refusal: Exception | None = None
        self._act: str | None = None
        self.about: list[str] = []  # what the answer speaks of (idempotency.subject)
        with ExitStack() as self._scopes:
            if not self.waits:
                self._scopes.enter_context(transaction.atomic())
            answer = super().dispatch(request, *args, **kwargs)
            if answer.status_code < 500:
                self._write_down(answer)
                return answer
            if not self.waits:
                transaction.set_rollback(True)
        with transaction.atomic():  # nothing of the act is left, but that it was tried
            self._write_down(answer)
        return answer

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self._admit(request)
        super().initial(request, *args, **kwargs)
        self._scopes.enter_context(rows_of(scope_of(self.request.user)))
        if self._is_told_by_body():
            refuse_unknown(request, set())
        self.keep_so_far()

    def _is_told_by_body(self) -> bool:
        """Whatever changes something: its body and path say what, and no parameter."""
        method = self.request.method or ""
        return method not in SAFE_METHODS and hasattr(self, method.lower())

    def keep_so_far(self) -> None:
        """What is written by now stays, even if the call is refused: what was read, and which call this is."""
        if self.request.method not in SAFE_METHODS:
            self._act = transaction.savepoint()

    def undo(self) -> None:
        """Nothing of a refused act is left half-written."""
        if self._act is not None:
            transaction.savepoint_rollback(self._act)
            transaction.set_rollback(False)
            self._act = None

    def handle_exception(self, exc: Exception) -> Any:
        self._refusal = exc
        if getattr(exc, "stays", False):
            self._act = None
        self.undo()
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        if response.status_code >= status.HTTP_400_BAD_REQUEST:
            self.undo()
        self.headers |= rates.headers(self._standings)
        return super().finalize_response(request, response, *args, **kwargs)

    def _admit(self, request: Request) -> None:
        """Who it is comes first: strangers are told nothing else, and every call of a client counts."""
        address = request.META.get("REMOTE_ADDR", "")
        try:
            if not isinstance(request.user, User):
                self.permission_denied(request)
        except APIException:
            rates.refuse_if_over(rates.count(["api_strangers"], address))
            raise
        self._let_in = True
        names = ["api_calls"] if request.method in SAFE_METHODS else ["api_calls", "api_writes"]
        self._standings = rates.count(names, f"client {self.request.auth.application_id}")
        rates.refuse_if_over(self._standings)

    def _write_down(self, answer: HttpResponseBase) -> None:
        """One line a call; of callers who are not let in, or call too often, the first of a while."""
        if self._let_in and answer.status_code != 429:
            asked = self.request
            write_call(asked, account=asked.user, client_pk=asked.auth.application_id, status=answer.status_code)
            return
        code = getattr(getattr(self._refusal, "detail", None), "code", "") or "not_authenticated"
        client = self.request.auth.application if self._let_in else getattr(self._refusal, "client", None)
        write_refusal("api.refuse", code, address=self.request.META.get("REMOTE_ADDR", ""), client=client)


class ClientViewSet(ViewSetMixin, ClientView):
    """Several views of one kind of row."""
