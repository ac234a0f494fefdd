"""What a client may ask about itself: whether its token works, and on which terms."""

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from fedportal.api.models import ApiClient
from fedportal.api.parameters import refuse_unknown
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientRequest, ClientView


class ClientSerializer(serializers.ModelSerializer[ApiClient]):
    """Its terms. No more than it was told when it was registered."""

    org = serializers.SerializerMethodField(help_text="所属单位的 12 位区划代码，数据范围为该单位及其下级")
    org_name = serializers.CharField(source="user.org.name", help_text="所属单位")
    token_scopes = serializers.SerializerMethodField(help_text="本令牌的权限范围")

    class Meta:
        model = ApiClient
        fields = ("client_id", "name", "org", "org_name", "scopes", "token_scopes", "system", "expires_on")

    def get_org(self, client: ApiClient) -> str:
        return f"{client.user.org.code:012d}"

    def get_token_scopes(self, client: ApiClient) -> list[str]:
        return sorted(self.context["request"].auth.scope.split())


EXAMPLE = {
    "client_id": "Zk3mVq0p8yR2",
    "name": "滨州市 12345 热线平台",
    "org": "371600000000",
    "org_name": "滨州市妇女联合会",
    "scopes": ["read", "write"],
    "token_scopes": ["read", "write"],
    "system": "",
    "expires_on": "2028-11-20",
}


class ClientApi(ClientView):
    """The first call of whoever sets a client up."""

    other_scopes = (Scope.CALLS, Scope.STATIONS, Scope.TICKETS)

    @extend_schema(
        operation_id="client_retrieve",
        summary="本客户端",
        description="对接时的第一个调用：核对令牌是否可用、所属单位、权限范围和有效期。",
        responses=ClientSerializer,
        examples=[OpenApiExample("本客户端", value=EXAMPLE, response_only=True)],
    )
    def get(self, request: ClientRequest) -> Response:
        refuse_unknown(request, set())
        return Response(ClientSerializer(request.auth.application, context={"request": request}).data)
