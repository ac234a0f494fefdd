"""What clients send and are answered about webhooks."""

from typing import Any

from rest_framework import serializers

from fedportal.changes.kinds import kinds_for
from fedportal.changes.webhooks import addresses
from fedportal.changes.webhooks.models import Delivery, DeliveryAttempt, Subscription
from fedportal.orgs.models import Organization


class Url(serializers.CharField):
    """An address that may be called, now at least; it is looked at again each time."""

    def to_internal_value(self, data: Any) -> str:
        text: str = super().to_internal_value(data)
        try:
            addresses.check(text)
        except addresses.Forbidden as refusal:
            raise serializers.ValidationError(str(refusal), code="address_refused") from None
        except addresses.Unresolved:
            raise serializers.ValidationError("域名无法解析。", code="address_unresolved") from None
        return text


class SubscriptionWanted(serializers.Serializer):
    """A new subscription."""

    url = Url(max_length=addresses.MOST, help_text="接收通知的 https 地址，须能从服务器访问；端口 443 或 8443")
    kinds = serializers.ListField(
        child=serializers.CharField(max_length=20),
        required=False,
        min_length=1,
        max_length=50,
        help_text="订阅哪些对象；不填则全部",
    )
    org = serializers.RegexField(r"^\d{12}$", required=False, help_text="12 位区划代码：只要这一范围的变更")
    bodies = serializers.BooleanField(default=False, help_text="通知是否带正文；否则只有标识和版次，请另行读取")
    personal = serializers.BooleanField(
        default=False, help_text="正文中的个人信息是否不遮蔽；令牌须有 personal 权限范围"
    )
    cursor = serializers.CharField(
        required=False, max_length=200, help_text="从变更流的这个游标开始（如快照首行的 cursor）；不填则从现在开始"
    )

    def validate_kinds(self, value: list[str]) -> list[str]:
        if unknown := sorted(set(value) - kinds_for(self.context["account"]).keys()):
            raise serializers.ValidationError(f"没有这种对象：{'、'.join(unknown)}。")
        return sorted(set(value))

    def validate_org(self, value: str) -> int:
        account = self.context["account"]
        if not Organization.objects.filter(
            code=int(value), code__gte=account.org.code, code__lt=account.org.code_end
        ).exists():
            raise serializers.ValidationError("不在本客户端所属单位的范围内。")
        return int(value)


class SubscriptionChange(serializers.Serializer):
    """What is to be different."""

    url = Url(max_length=addresses.MOST, required=False, help_text="新的接收地址")
    paused = serializers.BooleanField(required=False, help_text="true 暂停，false 恢复；暂停期间的变更恢复后补发")
    cursor = serializers.CharField(required=False, max_length=200, help_text="改从变更流的这个游标继续")


class SubscriptionLine(serializers.ModelSerializer):
    """A subscription as it stands."""

    id = serializers.UUIDField(source="ref")
    org = serializers.SerializerMethodField(help_text="12 位区划代码；null 表示全部可见范围")
    bodies = serializers.BooleanField(source="with_bodies")
    paused = serializers.SerializerMethodField()
    keys = serializers.SerializerMethodField(help_text="现在用几个密钥签名：2 表示正在更换")
    failures = serializers.IntegerField(help_text="接收方连续多少轮没有正常应答")
    pending = serializers.IntegerField(help_text="待送达的通知数")
    dead = serializers.IntegerField(help_text="死信数")

    class Meta:
        model = Subscription
        fields = [
            *["id", "url", "kinds", "org", "bodies", "personal", "paused", "paused_at", "pause", "keys"],
            *["failures", "resting_until", "pending", "dead", "created_at"],
        ]

    def get_org(self, row: Subscription) -> str | None:
        return None if row.org_code is None else f"{row.org_code:012d}"

    def get_paused(self, row: Subscription) -> bool:
        return row.paused_at is not None

    def get_keys(self, row: Subscription) -> int:
        return len(row.keys)


class SubscriptionWithSecret(SubscriptionLine):
    """With the key, which is told this once."""

    secret = serializers.CharField(source="key", help_text="签名密钥，只显示这一次")

    class Meta(SubscriptionLine.Meta):
        fields = [*SubscriptionLine.Meta.fields, "secret"]


class SubscriptionList(serializers.Serializer):
    """All subscriptions of the client."""

    webhooks = SubscriptionLine(many=True)


class AttemptLine(serializers.ModelSerializer):
    """How one attempt went."""

    class Meta:
        model = DeliveryAttempt
        fields = ["at", "status", "error", "milliseconds"]


class DeliveryLine(serializers.ModelSerializer):
    """A delivery and its attempts; never what was sent."""

    delivery = serializers.UUIDField(source="ref", help_text="即请求头 Webhook-Id")
    id = serializers.SerializerMethodField(help_text="对象标识，同变更流")
    log = AttemptLine(many=True)

    class Meta:
        model = Delivery
        fields = ["delivery", "kind", "id", "state", "attempts", "created_at", "next_at", "done_at", "log"]

    def get_id(self, row: Delivery) -> str:
        return str(self.context["reader"].opaque(row.kind, row.object_id))


class DeliveryQuery(serializers.Serializer):
    """Which deliveries."""

    state = serializers.ChoiceField(
        choices=Delivery.State.choices, required=False, help_text="dead 即死信列表；不填则全部"
    )
    before = serializers.UUIDField(required=False, help_text="上一页应答中的 next")
    limit = serializers.IntegerField(default=100, min_value=1, max_value=500)


class DeliveryList(serializers.Serializer):
    """Deliveries, the newest first."""

    deliveries = DeliveryLine(many=True)
    next = serializers.UUIDField(allow_null=True, help_text="还有更早的：以此为 before 再取；null 表示没有了")


class Replayed(serializers.Serializer):
    """How many are sent again."""

    replayed = serializers.IntegerField()
