"""The pages on which a security administrator keeps the clients of her range."""

import datetime as dt
import re

import pytest
from django.contrib.auth.hashers import check_password
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api import actions
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from fedportal.api.terms import Terms
from fedportal.audit.models import AccessEvent
from fedportal.directory.actions import accounts, factors, orgs
from fedportal.directory.actions.identities import user_of
from fedportal.lib.refusals import NotAllowed
from tests.api.clients import SECRET, api_client, caller, token
from tests.factories import ProvinceTree, user

pytestmark = pytest.mark.django_db

BASIS = "《个人信息保护法》第十三条第一款第三项"
NEW = "clients:client_new"


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def filled(tree: ProvinceTree, **more: object) -> dict[str, object]:
    return {
        "name": "滨城区 12345 平台",
        "org": tree.bincheng.pk,
        "scopes": ["read", "write"],
        "addresses": "10.12.0.8\n10.13.7.0/16, 2001:db8::/32",
        "expires_on": in_days(365).isoformat(),
    } | more


@pytest.fixture
def admin(tree: ProvinceTree, client: Client) -> User:
    """The security administrator of Binzhou, signed in."""
    made = user(tree.binzhou, Role.SEC_ADMIN)
    client.force_login(made)
    return made


def address(view: str, row: ApiClient) -> str:
    return reverse(f"clients:{view}", args=[row.pk])


def secret_on(page: str, row: ApiClient) -> str:
    """The one on the page that opens the door."""
    return next(found for found in re.findall(r"<code>(\S+)</code>", page) if check_password(found, row.client_secret))


def ask_token(row: ApiClient, secret: str) -> int:
    data = {"grant_type": "client_credentials", "client_id": row.client_id, "client_secret": secret}
    return Client().post(reverse("api:token"), data, REMOTE_ADDR=(row.addresses or ["127.0.0.1"])[0]).status_code


class TestRegistering:
    def test_makes_an_account_of_the_unit_and_shows_the_secret_once(
        self, admin: User, client: Client, tree: ProvinceTree
    ) -> None:
        page = client.post(reverse(NEW), filled(tree)).content.decode()

        row = ApiClient.objects.get()
        secret = secret_on(page, row)
        assert "密钥只显示这一次" in page
        assert (row.user.org, row.user.roles) == (tree.bincheng, ["receptionist", "data_client"])
        assert row.addresses == ["10.12.0.8", "10.13.0.0/16", "2001:db8::/32"]
        assert not row.user.has_usable_password()
        assert secret not in row.client_secret
        assert secret not in client.get(address("client", row)).content.decode()
        assert ask_token(row, secret) == 200

    def test_12345_is_registered_with_its_name_and_without_any_other_scope(
        self, admin: User, client: Client, tree: ProvinceTree
    ) -> None:
        unnamed = client.post(reverse(NEW), filled(tree, scopes=["tickets"])).content.decode()
        more = client.post(reverse(NEW), filled(tree, scopes=["tickets", "read"], system="binzhou-12345"))
        wrong = client.post(reverse(NEW), filled(tree, scopes=["tickets"], system="滨州 12345"))
        assert "请填写对方系统代号" in unnamed
        assert "不能与“读取”“写入”同选" in more.content.decode()
        assert "小写字母、数字、连字符" in wrong.content.decode()
        assert not ApiClient.objects.exists()

        client.post(reverse(NEW), filled(tree, scopes=["tickets", "webhooks"], system="binzhou-12345"))

        row = ApiClient.objects.get()
        assert (row.system, row.scopes, row.user.roles) == ("binzhou-12345", ["webhooks", "tickets"], ["data_client"])

    def test_is_written_down_with_its_terms_and_without_its_secret(
        self, admin: User, client: Client, tree: ProvinceTree
    ) -> None:
        page = client.post(reverse(NEW), filled(tree, scopes=["read", "personal"], legal_basis=BASIS)).content.decode()

        row = ApiClient.objects.get()
        event = AccessEvent.objects.get(verb="api_client.register")
        assert (event.actor, event.object_id) == (admin, row.pk)
        assert event.detail == {
            "org": tree.bincheng.code,
            "scopes": ["read", "personal"],
            "system": "",
            "addresses": row.addresses,
            "expires_on": in_days(365).isoformat(),
            "legal_basis": BASIS,
        }
        assert secret_on(page, row) not in str(list(AccessEvent.objects.values()))

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"scopes": ["read", "personal"]}, "请写明法律依据"),
            ({"scopes": ["read", "personal"], "legal_basis": "   "}, "请写明法律依据"),
            ({"scopes": []}, "请至少选择一项权限范围"),
            ({"scopes": ["everything"]}, "everything"),
            ({"addresses": "10.12.0.999"}, "不是 IP 地址或网段"),
            ({"addresses": "10.12.0.0/40"}, "不是 IP 地址或网段"),
            ({"addresses": "example.cn"}, "不是 IP 地址或网段"),
            ({"addresses": "\n".join(f"10.0.0.{number}" for number in range(51))}, "最多填写 50 个"),
            ({"expires_on": "2020-01-01"}, "请填写今天至"),
            ({"expires_on": "2099-01-01"}, "请填写今天至"),
            ({"name": ""}, "必填"),
        ],
        ids=range(11),
    )
    def test_says_beside_the_field_what_is_wrong_and_makes_nothing(
        self, admin: User, client: Client, tree: ProvinceTree, wrong: dict[str, object], words: str
    ) -> None:
        page = client.post(reverse(NEW), filled(tree, **wrong)).content.decode()

        assert words in page
        assert not ApiClient.objects.exists()
        assert not User.objects.filter(roles__contains=["data_client"]).exists()

    def test_ends_at_the_borders_of_the_administrator(self, admin: User, client: Client, tree: ProvinceTree) -> None:
        client.post(reverse(NEW), filled(tree, org=tree.dongying.pk))

        assert not ApiClient.objects.exists()
        with pytest.raises(NotAllowed, match="不在您的管辖范围内"):
            actions.register_client(
                by=admin, name="某系统", org=tree.dongying, terms=Terms(["read"], in_days(9)), at=timezone.now()
            )

    def test_sent_twice_makes_one(self, admin: User, client: Client, tree: ProvinceTree) -> None:
        pages = [client.post(reverse(NEW), filled(tree)).content.decode() for _ in range(2)]

        assert ApiClient.objects.count() == 1
        assert "已登记名为" in pages[1]

    @pytest.mark.parametrize(
        ("terms", "words"),
        [
            (Terms(["read", "personal"], in_days(9)), "法律依据"),
            (Terms([], in_days(9)), "权限范围"),
            (Terms(["read"], in_days(732)), "最长两年"),
            (Terms(["read"], in_days(-1)), "最长两年"),
            (Terms(["read"], in_days(9), addresses=["x"]), "网段"),
        ],
        ids=range(5),
    )
    def test_the_verb_refuses_what_no_form_has_seen(
        self, admin: User, tree: ProvinceTree, terms: Terms, words: str
    ) -> None:
        with pytest.raises(NotAllowed, match=words):
            actions.register_client(by=admin, name="某系统", org=tree.bincheng, terms=terms, at=timezone.now())


class TestChanging:
    def test_the_roles_follow_and_tokens_of_the_old_terms_end(
        self, admin: User, client: Client, tree: ProvinceTree
    ) -> None:
        row = api_client(tree.bincheng, Scope.READ, Scope.WRITE)
        ours = caller(row)
        terms = {"scopes": ["read"], "addresses": "127.0.0.1", "expires_on": in_days(30).isoformat()}

        assert client.post(address("client", row), terms).status_code == 302

        row.refresh_from_db()
        assert (row.scopes, row.addresses, row.expires_on) == (["read"], ["127.0.0.1"], in_days(30))
        assert User.objects.get(pk=row.user_id).roles == ["data_client"]
        assert ours.get("/api/v1/client/").status_code == 401
        assert caller(row).get("/api/v1/client/").json()["scopes"] == ["read"]
        event = AccessEvent.objects.get(verb="api_client.change")
        assert (event.detail["before"]["scopes"], event.detail["after"]["scopes"]) == (["read", "write"], ["read"])

    def test_another_secret_ends_the_old_one_and_its_tokens(
        self, admin: User, client: Client, tree: ProvinceTree
    ) -> None:
        row = api_client(tree.bincheng)
        ours = caller(row)

        page = client.post(address("client_secret", row)).content.decode()

        row.refresh_from_db()
        assert ask_token(row, SECRET) == 401
        assert ask_token(row, secret_on(page, row)) == 200
        assert ours.get("/api/v1/client/").status_code == 401
        assert AccessEvent.objects.get(verb="api_client.new_secret").detail == {}

    def test_a_stopped_one_gets_nothing_any_more_and_is_not_taken_up_again(
        self, admin: User, client: Client, tree: ProvinceTree
    ) -> None:
        row = api_client(tree.bincheng)
        ours = caller(row)

        client.post(address("client_stop", row))

        row.refresh_from_db()
        assert (row.revoked_by, row.user.is_active) == (admin, False)
        assert ours.get("/api/v1/client/").status_code == 401
        assert ask_token(row, SECRET) == 401
        assert AccessEvent.objects.get(verb="api_client.stop").object_id == row.pk
        page = client.get(address("client", row)).content.decode()
        assert "已停用" in page
        assert "更换密钥" not in page
        for verb in (actions.renew_secret, actions.stop_client):
            with pytest.raises(NotAllowed, match="已停用"):
                verb(row, by=admin, at=timezone.now())
        assert "已停用" in client.post(address("client_stop", row), follow=True).content.decode()
        with pytest.raises(NotAllowed, match="已停用"):
            actions.change_client(row, by=admin, terms=Terms(["read"], in_days(9)), at=timezone.now())

    def test_of_another_city_it_is_not_there(self, admin: User, client: Client, tree: ProvinceTree) -> None:
        theirs = api_client(tree.dongying)

        assert {client.get(address("client", theirs)).status_code} | {
            client.post(address(view, theirs)).status_code for view in ("client", "client_secret", "client_stop")
        } == {404}
        for verb in (actions.renew_secret, actions.stop_client):
            with pytest.raises(NotAllowed, match="不在您的管辖范围内"):
                verb(theirs, by=admin, at=timezone.now())

    @pytest.mark.parametrize("role", [Role.SYS_ADMIN, Role.AUDIT_ADMIN, Role.RECEPTIONIST, Role.UNIT_HEAD])
    def test_nobody_else_keeps_them(self, role: Role, client: Client, tree: ProvinceTree) -> None:
        row = api_client(tree.bincheng)
        client.force_login(user(tree.bincheng, role))

        answers = {client.get(reverse("clients:client_list")).status_code, client.get(reverse(NEW)).status_code}
        answers |= {client.post(address(view, row)).status_code for view in ("client", "client_secret", "client_stop")}

        assert answers == {403}
        assert "数据对接" not in client.get("/").content.decode()


class TestTheList:
    def test_holds_those_of_the_range_by_state(self, admin: User, client: Client, tree: ProvinceTree) -> None:
        good = api_client(tree.bincheng, name="甲系统", expires_on=in_days(0))
        over = api_client(tree.huimin, name="乙系统", expires_on=in_days(-1))
        stopped = api_client(tree.village, name="丙系统")
        actions.stop_client(stopped, by=admin, at=timezone.now())
        api_client(tree.shandong, name="省系统")
        api_client(tree.dongying, name="邻市系统")

        def listed(**query: str) -> list[str]:
            page = client.get(reverse("clients:client_list"), query)
            return [row.name for row in page.context["page"]]

        assert listed() == ["甲系统", "丙系统", "乙系统"]
        assert listed(state="on") == [good.name]
        assert listed(state="over") == [over.name]
        assert listed(state="off") == [stopped.name]
        assert listed(q="惠民") == [over.name]

    def test_is_empty_with_a_way_on(self, admin: User, client: Client) -> None:
        page = client.get(reverse("clients:client_list")).content.decode()

        assert "还没有登记客户端" in page
        assert reverse(NEW) in page

    def test_asks_no_more_for_many_than_for_one(
        self,
        admin: User,
        client: Client,
        tree: ProvinceTree,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        token(api_client(tree.bincheng))
        client.get(reverse("clients:client_list"))
        with CaptureQueriesContext(connection) as one:
            client.get(reverse("clients:client_list"))
        asked = len(one)  # the next request forgets them
        for number in range(3):
            token(api_client(tree.huimin, name=f"系统{number}"))

        with django_assert_max_num_queries(asked):
            client.get(reverse("clients:client_list"))


class TestItsAccount:
    @pytest.fixture
    def account(self, tree: ProvinceTree) -> User:
        return api_client(tree.bincheng, Scope.READ, Scope.WRITE).user

    def test_is_shown_as_what_it_is_and_leads_to_the_client(self, admin: User, client: Client, account: User) -> None:
        page = client.get(reverse("accounts:user", args=[account.pk])).content.decode()

        assert "数据对接系统" in page
        assert reverse("clients:client", args=[account.api_client.pk]) in page
        for words in ("重置口令", "保存角色", "停用账号", "解除两步验证"):
            assert words not in page

    def test_no_verb_on_accounts_takes_it(self, admin: User, account: User) -> None:
        at = timezone.now()
        for act in (
            lambda: accounts.set_roles(account, by=admin, roles=["unit_head"], at=at),
            lambda: accounts.reset_password(account, by=admin, password="tulip-paper-39", at=at),
            lambda: accounts.reset_factors(account, by=admin, at=at),
            lambda: accounts.deactivate(account, by=admin, at=at),
            lambda: accounts.reactivate(account, by=admin, at=at),
            lambda: accounts.unlink(account, by=admin, at=at),
            lambda: factors.add_totp(account, "JBSWY3DPEHPK3PXP", "000000", at=at, address=None),
            lambda: factors.add_passkey(account, "", {}, at=at, address=None),
        ):
            with pytest.raises(NotAllowed, match="数据对接系统"):
                act()
        with pytest.raises(NotAllowed, match="unknown"):
            user_of("subject-7", account.username, at=at, address=None)

    def test_no_person_is_given_its_role(self, admin: User, client: Client, tree: ProvinceTree) -> None:
        officer = user(tree.bincheng, Role.RECEPTIONIST)

        with pytest.raises(NotAllowed, match="不能在此设置"):
            accounts.set_roles(officer, by=admin, roles=["data_client"], at=timezone.now())
        client.post(reverse("accounts:user_roles", args=[officer.pk]), {"roles": ["data_client"]})
        assert User.objects.get(pk=officer.pk).roles == ["receptionist"]

    @pytest.mark.parametrize(
        "fields",
        [
            {"roles": ["data_client", "unit_head"]},
            {"roles": ["data_client", "sec_admin"]},
            {"password": "argon2$of-something"},
        ],
        ids=range(3),
    )
    def test_the_database_holds_it_to_that(self, account: User, fields: dict[str, object]) -> None:
        with transaction.atomic(), pytest.raises(IntegrityError):
            User.objects.filter(pk=account.pk).update(**fields)

    def test_is_no_colleague_to_whom_a_matter_is_handed(self, account: User, tree: ProvinceTree) -> None:
        officer = user(tree.bincheng, Role.RECEPTIONIST)

        assert account not in User.objects.people()
        assert officer in User.objects.people()

    def test_does_not_go_along_when_its_unit_is_merged_into_another(self, account: User, tree: ProvinceTree) -> None:
        """Nobody has let it see the other unit's matters."""
        manager, officer = user(tree.binzhou, Role.SYS_ADMIN), user(tree.huimin, Role.RECEPTIONIST)
        theirs = api_client(tree.huimin)

        orgs.merge(tree.huimin, by=manager, into=tree.bincheng, on=timezone.localdate(), at=timezone.now())

        assert User.objects.get(pk=officer.pk).org == tree.bincheng
        assert User.objects.get(pk=theirs.user_id).org == tree.huimin
