"""What a client may be allowed, beside its organization's range."""

from django.db import models
from oauth2_provider.scopes import BaseScopes

from fedportal.accounts.roles import Role


class Scope(models.TextChoices):
    """Each is granted by the security administrator; a token may ask for fewer."""

    READ = "read", "读取：事项、时限、变更流、快照、摘要"
    WRITE = "write", "写入：登记、办理、批量"
    PERSONAL = "personal", "读取个人信息：姓名、电话、住址、证件号（须写明法律依据）"
    WEBHOOKS = "webhooks", "订阅：变更通知"
    CALLS = "calls", "读取 12338 热线：来电、回拨、工单"
    CALLS_WRITE = "calls_write", "写入 12338 热线：登记来电、办理工单"
    QUALITY = "quality", "读取 12338 来电质检：各接线员的得分（全名、评语须另有个人信息；与热线同选的，对照得出是谁）"
    STATIONS = "stations", "读取站点：名录、人员、三融三联、每月服务人次"
    STATIONS_WRITE = "stations_write", "写入站点：登记、更改、撤销站点，登记服务日志"
    NETWORK = "network", "读取维权队伍、维权岗、维权阵地"
    NETWORK_WRITE = "network_write", "写入维权队伍、维权岗、维权阵地"
    VIOLENCE = "violence", "读取家庭暴力个案的经过：危险评估、报警、告诫书、保护令、回访"
    VIOLENCE_WRITE = "violence_write", "写入家庭暴力个案：公安机关处理结果、告诫书和查访、保护令裁定和违反"
    SHELTERS = "shelters", "读取本单位庇护所和入住：类别、空床数、状态、日期（没有地点；姓名须另有个人信息）"
    TICKETS = "tickets", "12345 协同：只收发本系统的工单（不能与读取、写入、热线同选）"


# What another organ is not granted.
OF_OURS = [Scope.READ, Scope.WRITE, Scope.CALLS, Scope.CALLS_WRITE, Scope.QUALITY]
OF_OURS += [Scope.STATIONS, Scope.STATIONS_WRITE, Scope.NETWORK, Scope.NETWORK_WRITE, Scope.VIOLENCE]
OF_OURS += [Scope.VIOLENCE_WRITE, Scope.SHELTERS]
# By which kinds are read without petitions: each of them is let in where copies are kept equal.
WITHOUT_CASES = (
    *(Scope.CALLS, Scope.QUALITY, Scope.STATIONS, Scope.NETWORK, Scope.VIOLENCE, Scope.SHELTERS),
    Scope.TICKETS,
)


# An account of the client holds these roles, so that every rule for colleagues binds it too.
ROLES: dict[Scope, Role] = {
    Scope.READ: Role.DATA_CLIENT,
    Scope.WRITE: Role.RECEPTIONIST,
    Scope.CALLS: Role.AGENT,
    Scope.QUALITY: Role.DATA_CLIENT,
    Scope.STATIONS: Role.DATA_CLIENT,
    Scope.VIOLENCE: Role.DATA_CLIENT,
    Scope.SHELTERS: Role.DATA_CLIENT,
    Scope.CALLS_WRITE: Role.RECEPTIONIST,
    Scope.STATIONS_WRITE: Role.RECEPTIONIST,
    Scope.NETWORK_WRITE: Role.RECEPTIONIST,
    Scope.VIOLENCE_WRITE: Role.RECEPTIONIST,
}


def roles_for(scopes: list[str]) -> list[str]:
    """The roles of the account of a client with these scopes."""
    return sorted({str(ROLES[Scope(scope)]) for scope in scopes if Scope(scope) in ROLES} | {str(Role.DATA_CLIENT)})


class GrantedScopes(BaseScopes):
    """For django-oauth-toolkit: a client's own scopes, all of them unless it asks for fewer."""

    def get_all_scopes(self):  # type: ignore[no-untyped-def]
        return dict(Scope.choices)

    def get_available_scopes(self, application=None, request=None, *args, **kwargs):  # type: ignore[no-untyped-def]
        return list(application.scopes) if application else []

    def get_default_scopes(self, application=None, request=None, *args, **kwargs):  # type: ignore[no-untyped-def]
        return self.get_available_scopes(application)
