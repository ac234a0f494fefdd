"""Subscriptions over HTTP: what a client does with its own."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from fedportal.api.authentication import may_see_people
from fedportal.api.idempotency import once, subject
from fedportal.api.idempotency_schema import ONCE, REPLAY
from fedportal.api.links import leads_to, link
from fedportal.api.parameters import refuse_unknown
from fedportal.api.problems import Problem
from fedportal.api.scopes import Scope
from fedportal.api.sent_fields import read
from fedportal.api.views import ClientView
from fedportal.changes.cursors import CursorGone
from fedportal.changes.feed import FeedReader
from fedportal.changes.webhooks import actions
from fedportal.changes.webhooks.examples import CREATED, DEAD_LETTERS, ROTATED, WANTED
from fedportal.changes.webhooks.models import KIND, Delivery, Subscription
from fedportal.changes.webhooks.shapes import (
    DeliveryLine,
    DeliveryList,
    DeliveryQuery,
    Replayed,
    SubscriptionChange,
    SubscriptionLine,
    SubscriptionList,
    SubscriptionWanted,
    SubscriptionWithSecret,
)
from fedportal.changes.webhooks.wanting import check_address, wanted_by
from fedportal.lib.refusals import NotAllowed

_TAGS = ["webhooks"]
_KEYED = [ONCE, REPLAY]
_ONWARD = leads_to(
    read=link("webhooks_read", "查看这个订阅", ref="id"),
    change=link("webhooks_change", "修改、暂停", ref="id"),
    deliveries=link("webhooks_deliveries", "发送记录", ref="id"),
    rotate=link("webhooks_rotate", "更换密钥", ref="id"),
    delete=link("webhooks_delete", "删除", ref="id"),
)


class WebhookView(ClientView):
    """A view of a client's own subscriptions."""

    scope = Scope.WEBHOOKS
    write_scope = Scope.WEBHOOKS

    def handle_exception(self, exc: Exception) -> Response:
        """Refusals of the verbs, as problems."""
        if isinstance(exc, CursorGone):
            exc = Problem(
                status.HTTP_410_GONE,
                "cursor_gone",
                "这个游标已失效：请取一次快照，再以快照的游标恢复订阅。",
                resync="/api/v1/changes/snapshot/",
            )
        elif isinstance(exc, NotAllowed):
            exc = Problem(status.HTTP_409_CONFLICT, "not_allowed", str(exc))
        return super().handle_exception(exc)

    def own(self) -> QuerySet[Subscription]:
        mine = Subscription.objects.visible_to(self.request.user).select_related("account__api_client")
        state = "deliveries__state"
        return mine.annotate(
            pending=Count("deliveries", filter=Q(**{state: Delivery.State.PENDING})),
            dead=Count("deliveries", filter=Q(**{state: Delivery.State.DEAD})),
        ).order_by("pk")

    def subscription(self, ref: UUID) -> Subscription:
        """Somebody else's is not there."""
        return get_object_or_404(self.own(), ref=ref)

    def deliveries(self, ref: UUID) -> QuerySet[Delivery]:
        mine = Subscription.objects.visible_to(self.request.user)
        row = get_object_or_404(mine, ref=ref)
        return Delivery.objects.filter(subscription=row).select_related("subscription").prefetch_related("log")


def _reader(request: Request) -> FeedReader:
    return FeedReader(request.user, personal=False)  # type: ignore[arg-type]


class SubscriptionsView(WebhookView):
    """订阅：列出本客户端的全部订阅，新增一个订阅。"""

    @extend_schema(operation_id="webhooks_list", responses=SubscriptionList, tags=_TAGS)
    def get(self, request: Request) -> Response:
        refuse_unknown(request, set())
        return Response({"webhooks": SubscriptionLine(self.own(), many=True).data})

    @extend_schema(
        operation_id="webhooks_create",
        extensions=_ONWARD,
        parameters=_KEYED,
        request=SubscriptionWanted,
        responses={201: SubscriptionWithSecret},
        tags=_TAGS,
        examples=[WANTED, CREATED],
    )
    @once
    def post(self, request: Request) -> Response:
        account, asked = self.request.user, read(SubscriptionWanted, request.data)
        if asked["personal"] and not may_see_people(request):
            raise Problem(status.HTTP_403_FORBIDDEN, "insufficient_scope", "令牌没有读取个人信息的权限范围。")
        wanted = wanted_by(account, asked)
        made = actions.subscribe(wanted, by=account, at=timezone.now())
        self.about = [subject(KIND, made.pk)]
        return Response(SubscriptionWithSecret(self.subscription(made.ref)).data, status=status.HTTP_201_CREATED)


class SubscriptionView(WebhookView):
    """一个订阅：查看、修改（地址、暂停、游标）、删除。"""

    @extend_schema(operation_id="webhooks_read", responses=SubscriptionLine, tags=_TAGS)
    def get(self, request: Request, ref: UUID) -> Response:
        refuse_unknown(request, set())
        return Response(SubscriptionLine(self.subscription(ref)).data)

    @extend_schema(
        operation_id="webhooks_change",
        parameters=_KEYED,
        request=SubscriptionChange,
        responses=SubscriptionLine,
        tags=_TAGS,
    )
    @once
    def patch(self, request: Request, ref: UUID) -> Response:
        row = self.subscription(ref)
        wanted = read(SubscriptionChange, request.data)
        check_address(wanted)
        actions.change(row, by=self.request.user, at=timezone.now(), **wanted)
        return Response(SubscriptionLine(self.subscription(ref)).data)

    @extend_schema(operation_id="webhooks_delete", parameters=_KEYED, request=None, responses={204: None}, tags=_TAGS)
    @once
    def delete(self, request: Request, ref: UUID) -> Response:
        actions.unsubscribe(self.subscription(ref), by=self.request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class RotateView(WebhookView):
    """更换密钥：POST 启用新密钥，新旧两个同时签名；DELETE 停用旧密钥，更换完成。"""

    @extend_schema(
        operation_id="webhooks_rotate",
        parameters=_KEYED,
        request=None,
        responses=SubscriptionWithSecret,
        tags=_TAGS,
        examples=[ROTATED],
    )
    @once
    def post(self, request: Request, ref: UUID) -> Response:
        actions.rotate(self.subscription(ref), by=self.request.user, at=timezone.now())
        return Response(SubscriptionWithSecret(self.subscription(ref)).data)

    @extend_schema(
        operation_id="webhooks_drop_old_key",
        parameters=_KEYED,
        request=None,
        responses={200: SubscriptionLine},
        tags=_TAGS,
    )
    @once
    def delete(self, request: Request, ref: UUID) -> Response:
        actions.drop_old_key(self.subscription(ref), by=self.request.user, at=timezone.now())
        return Response(SubscriptionLine(self.subscription(ref)).data)


class ReplayDeadView(WebhookView):
    """重放全部死信。"""

    @extend_schema(
        operation_id="webhooks_replay_dead", parameters=_KEYED, request=None, responses=Replayed, tags=_TAGS
    )
    @once
    def post(self, request: Request, ref: UUID) -> Response:
        again = actions.replay_dead(self.subscription(ref), by=self.request.user, at=timezone.now())
        return Response({"replayed": again})


class DeliveriesView(WebhookView):
    """发送记录：每条通知及其各次尝试，新的在前。"""

    @extend_schema(
        operation_id="webhooks_deliveries",
        parameters=[DeliveryQuery],
        responses=DeliveryList,
        tags=_TAGS,
        examples=[DEAD_LETTERS],
    )
    def get(self, request: Request, ref: UUID) -> Response:
        refuse_unknown(request, DeliveryQuery().fields)
        query = DeliveryQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        rows = self.deliveries(ref)
        if "state" in asked:
            rows = rows.filter(state=asked["state"])
        if "before" in asked:
            rows = rows.filter(pk__lt=get_object_or_404(self.deliveries(ref), ref=asked["before"]).pk)
        page = list(rows.order_by("-pk")[: asked["limit"] + 1])
        shown = page[: asked["limit"]]
        lines = DeliveryLine(shown, many=True, context={"reader": _reader(request)}).data
        return Response({"deliveries": lines, "next": shown[-1].ref if len(page) > len(shown) else None})


class ReplayView(WebhookView):
    """重放一条通知：按对象现在的样子再发送。"""

    @extend_schema(operation_id="webhooks_replay", parameters=_KEYED, request=None, responses=DeliveryLine, tags=_TAGS)
    @once
    def post(self, request: Request, ref: UUID, delivery: UUID) -> Response:
        row = self.deliveries(ref).filter(ref=delivery).first()
        if row is None:
            raise NotFound
        actions.replay(row, by=self.request.user, at=timezone.now())
        return Response(DeliveryLine(row, context={"reader": _reader(request)}).data)
