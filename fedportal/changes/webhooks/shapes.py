"""What clients send and are answered about webhooks."""

from typing import Any

from rest_framework import serializers

from fedportal.api.sent_fields import CodeField, Flag, Pattern, Shape, Text
from fedportal.changes.webhooks.addresses import MOST
from fedportal.changes.webhooks.models import Delivery, DeliveryAttempt, Subscription

URL, URL_WORDS = r"^https?://[^\s\\#]+$", "请填写以 https:// 开头的地址，不带空格和 # 片段。"


class Cursor(Text):
    """A place in the feed, as the feed wrote it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=200, trim_whitespace=False, **more)


class SubscriptionWanted(Shape):
    """A new subscription."""

    url = Pattern(
        URL, URL_WORDS, max_length=MOST, help_text="接收通知的 https 地址，须能从服务器访问；端口 443 或 8443"
    )
    kinds = serializers.ListField(
        child=Pattern(r"^[a-z_]{1,20}$", "请填写对象种类，如 petition。"),
        required=False,
        min_length=1,
        max_length=50,
        help_text="订阅哪些对象，如 petition、ticket；不填则全部",
    )
    org = CodeField(required=False, help_text="12 位区划代码：只要这一范围的变更")
    bodies = Flag(default=False, help_text="通知是否带正文；否则只有标识和版次，请另行读取")
    personal = Flag(default=False, help_text="正文中的个人信息是否不遮蔽；令牌须有 personal 权限范围")
    cursor = Cursor(help_text="从变更流的这个游标开始（如快照首行的 cursor）；不填则从现在开始")


class SubscriptionChange(Shape):
    """What is to be different."""

    url = Pattern(URL, URL_WORDS, max_length=MOST, required=False, help_text="新的接收地址")
    paused = Flag(required=False, help_text="true 暂停，false 恢复；暂停期间的变更恢复后补发")
    cursor = Cursor(help_text="改从变更流的这个游标继续")


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
