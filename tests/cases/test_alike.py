"""What may be the same matter: who finds what, what she is told beyond her range, and what becomes of it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from cases.actions.parties import add_party, remove_party
from cases.likeness import Matter, alike
from cases.models import Contact, Party, Petition
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from tests.cases.lives import DAY, FOUND, TOLD, Line, accepted, make_line, registered, under_recheck
from tests.cases.samples import SOMEBODY_ELSE, WHO, moved, petition, typed
from tests.factories import ProvinceTree, user

ALIKE, NEW = "/petitions/new/alike/", "/petitions/new/"
FACTS = (
    "信访人与丈夫结婚十二年，育有一子一女。近半年来丈夫酒后多次动手，上月十五日再次发生，信访人已报警并到医院检查，"
    "留有出警记录。现暂住娘家，担心回家后再次发生。"
)
RETOLD = FACTS.replace("近半年来", "今年以来").replace("上月十五日", "上周") + "孩子目睹全过程，近来不愿上学。"
LAND = (
    "信访人系外嫁女，户口仍在本村，村集体以其已出嫁为由不予分配征地补偿款。信访人多次向村委会、镇政府反映，答复称"
    "按村规民约办理。"
)
NOBODY = {"name": "匿名", "phone": "", "id_number": "", "identity_unclear": True}


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def looked(client: Client, by: User, **words: object) -> str:
    """What the page shows while that person types these words."""
    client.force_login(by)
    answer = client.post(ALIKE, {name: value for name, value in words.items() if value is not None})
    assert answer.status_code == 200
    return answer.content.decode()


def just_now() -> str:
    return timezone.localtime().strftime("%Y-%m-%dT%H:%M")


def posted(client: Client, by: User, **changes: object) -> str:
    """The page after the registration form was sent and every redirect followed."""
    client.force_login(by)
    form = typed(place=by.org_id, received_at=just_now(), **changes)
    return client.post(NEW, form, follow=True).content.decode()


def found_beyond(by: User) -> list[int | None]:
    audited = AccessEvent.objects.filter(verb="petition.found_beyond", actor=by).order_by("pk")
    return list(audited.values_list("object_id", flat=True))


class TestDetector:
    """Exact sets, by causes, of what each reader finds."""

    def hits(self, by: User, place: object = None, **known: object) -> dict[str, tuple[str, ...]]:
        texts = (str(known.pop("request", "")), str(known.pop("facts", "")))
        matter = Matter(place or by.org, **known, texts=texts)  # type: ignore[arg-type]
        return {hit.petition.number: hit.causes for hit in alike(matter, by).hits}

    def test_the_same_person_is_found_by_each_of_her_marks_across_counties(self, line: Line) -> None:
        rest = {"request": SOMEBODY_ELSE["request"], "facts": LAND}
        by_id = registered(line.county, **rest, name="王芳", phone="")
        by_phone = registered(line.neighbour, **rest, name="王某", id_number="")
        by_name = registered(line.county, **rest, phone="", id_number="", name="王 小芳")
        elsewhere = registered(line.neighbour, **rest, phone="", id_number="")  # the same name in another county
        other = registered(line.county, **SOMEBODY_ELSE)

        found = self.hits(
            line.city.clerk, line.tree.beizhen, name="王小芳", phone="+86 138-5431-2345", id_number=WHO["id_number"]
        )

        assert found == {
            by_id.number: ("身份证号相同",),
            by_phone.number: ("联系电话相同",),
            by_name.number: ("同名同属地",),
        }
        assert other.number not in found
        assert elsewhere.number not in found

    def test_a_name_alone_is_not_hers_where_the_identity_numbers_differ(self, line: Line) -> None:
        registered(line.county, **{**SOMEBODY_ELSE, "name": "王小芳", "id_number": "371602199001010028"})

        assert self.hits(line.county.clerk, name="王小芳", id_number=WHO["id_number"]) == {}

    def test_like_words_are_found_across_channels_and_counties_and_other_words_are_not(self, line: Line) -> None:
        same = registered(line.neighbour, **NOBODY, request="请求协助。", facts=FACTS, channel="letter")
        retold = registered(line.county, **NOBODY, request="请求协助。", facts=RETOLD)
        other = registered(line.county, **NOBODY, request="请求协助。", facts=LAND)

        found = self.hits(line.city.clerk, request="请求协助。", facts=FACTS)

        assert found == {same.number: ("内容几乎相同",), retold.number: ("内容大体相同",)}
        assert other.number in self.hits(line.city.clerk, request="请求协助。", facts=LAND)

    def test_the_likeliest_come_first_and_the_newest_of_like_ones(self, line: Line) -> None:
        words = registered(line.county, **NOBODY, facts=FACTS)
        phone = registered(line.county, **{**SOMEBODY_ELSE, "phone": WHO["phone"]})
        older = registered(line.county, at=phone.received_at - DAY, facts=LAND)
        newer = registered(line.county, facts=LAND)

        found = self.hits(line.county.clerk, id_number=WHO["id_number"], phone=WHO["phone"], facts=FACTS)

        assert list(found) == [newer.number, older.number, phone.number, words.number]

    def test_what_was_joined_to_another_petition_stands_for_that_one(self, line: Line) -> None:
        member, survivor = registered(line.county), registered(line.county, **SOMEBODY_ELSE)
        moved(member, "merge", by=line.county.clerk, at=member.received_at, note="一并办理。", survivor=survivor)

        (hit,) = alike(Matter(line.tree.bincheng, id_number=str(WHO["id_number"])), line.county.clerk).hits

        assert (hit.petition, hit.merged) == (survivor, member.number)

    def test_each_of_several_who_bring_it_is_known_and_nobody_who_was_taken_out(self, line: Line) -> None:
        row, clerk = registered(line.county, **SOMEBODY_ELSE), line.county.clerk
        who = {"name": "赵二妮", "sex": "female", "phone": "13754311111"}
        made = add_party(row, Party(role=Party.Role.REPRESENTATIVE, **who), by=clerk, at=row.received_at)
        both = {"name": str(SOMEBODY_ELSE["name"]), "phone": "13754311111"}

        assert self.hits(clerk, **both) == {row.number: ("联系电话相同", "同名同属地")}
        remove_party(made, reason="登记有误。", by=clerk, at=row.received_at)
        assert self.hits(clerk, **both) == {row.number: ("同名同属地",)}

    def test_the_other_side_of_a_matter_is_nobodys_repeat(self, line: Line) -> None:
        row = registered(line.county, **SOMEBODY_ELSE)
        row.parties.update(role="respondent")

        found = alike(Matter(line.tree.bincheng, phone=str(SOMEBODY_ELSE["phone"])), line.county.clerk)

        assert not found

    def test_nothing_typed_finds_nothing(self, line: Line) -> None:
        registered(line.county, **NOBODY)

        assert not alike(Matter(line.tree.bincheng, name="匿名", phone="不详"), line.city.clerk)

    def test_looking_takes_as_many_questions_however_much_there_is(self, line: Line) -> None:
        def questions(by: User) -> int:
            matter = Matter(by.org, "王小芳", str(WHO["id_number"]), str(WHO["phone"]), ("", FACTS))
            with CaptureQueriesContext(connection) as asked:
                alike(matter, by)
            return len(asked)

        none = questions(line.county.clerk)
        registered(line.county, facts=FACTS)
        registered(line.neighbour, facts=FACTS)
        one = questions(line.county.clerk)
        for place in (line.county, line.neighbour):
            registered(place, facts=FACTS)
            registered(place, facts=RETOLD)

        assert none == one == questions(line.county.clerk)


class TestBeyondHerRange:
    """A cadre of another county learns the one sentence, and that she asked is written down."""

    def test_an_exact_phone_tells_the_unit_and_nothing_else(self, client: Client, line: Line, intruder: User) -> None:
        row = registered(line.county, facts=FACTS)

        page = looked(client, intruder, phone=WHO["phone"], name="李", facts="")

        assert "有一件由滨城区妇联办理" in page
        for secret in (
            row.number,
            "家庭暴力",
            "已登记",
            "王小芳",
            f"/petitions/{row.pk}/",
            "same_as",
            "again",
            "相同",
        ):
            assert secret not in page

    def test_the_answer_is_the_same_whatever_lies_there_of_that_unit(
        self, client: Client, line: Line, intruder: User
    ) -> None:
        """Neither how many there are, nor of what kind, nor how they stand."""

        def answer() -> str:
            return looked(client, intruder, phone=WHO["phone"])

        registered(line.county)
        first = answer()
        accepted(line.county, urgent=True, category="person.trafficking", matter_class="consultation")

        assert answer() == first

    @pytest.mark.parametrize("known", [{"name": "王小芳"}, {"facts": FACTS}, {"phone": "13854312346"}])
    def test_neither_name_nor_words_nor_another_phone_tell_anything(
        self, client: Client, line: Line, intruder: User, known: dict[str, str]
    ) -> None:
        registered(line.county, facts=FACTS)

        page = looked(client, intruder, **known)

        assert "没有发现" in page
        assert found_beyond(intruder) == []

    def test_an_accusation_is_never_told_of(self, client: Client, line: Line, intruder: User) -> None:
        row = registered(line.county)
        nothing = looked(client, intruder, phone="13854312346")
        Petition.objects.filter(pk=row.pk).update(matter_class="accusation")

        page = looked(client, intruder, phone=WHO["phone"], id_number=WHO["id_number"])

        assert _without_token(page) == _without_token(nothing)
        assert found_beyond(intruder) == []

    def test_nor_is_one_of_her_own_unit_that_she_does_not_read(self, client: Client, line: Line) -> None:
        row = registered(line.county, facts=FACTS)
        Petition.objects.filter(pk=row.pk).update(matter_class="accusation")

        page = looked(client, line.county.handler, phone=WHO["phone"], facts=FACTS)

        assert "没有发现" in page
        assert row.number in looked(client, line.county.head, phone=WHO["phone"])

    @pytest.mark.parametrize("status", [Status.CLOSED, Status.WITHDRAWN])
    def test_what_is_over_is_not_told_of(self, client: Client, line: Line, intruder: User, status: Status) -> None:
        row = registered(line.county)
        Petition.objects.filter(pk=row.pk).update(status=status, closed_at=row.received_at)

        assert "没有发现" in looked(client, intruder, phone=WHO["phone"])

    def test_every_probe_that_finds_something_is_audited(self, client: Client, line: Line, intruder: User) -> None:
        """The husband in the county office tries his wife's phone, then her identity number, then asks again."""
        row = registered(line.county)

        for known in ({"phone": WHO["phone"]}, {"id_number": WHO["id_number"]}, {"phone": WHO["phone"]}):
            looked(client, intruder, **known)
        looked(client, intruder, phone="13854312346")

        assert found_beyond(intruder) == [row.pk] * 3
        event = AccessEvent.objects.filter(verb="petition.found_beyond").last()
        assert event is not None
        assert (event.org, event.detail) == (intruder.org, {})

    def test_nobody_asks_after_many_and_registering_goes_on(
        self, client: Client, line: Line, intruder: User, settings: Settings
    ) -> None:
        settings.BEYOND_LOOKUPS = 2
        row = registered(line.county)
        other = registered(line.county, **{**SOMEBODY_ELSE, "phone": "13754388888"})
        assert "有一件由" in looked(client, intruder, phone=WHO["phone"])
        looked(client, intruder, phone="13854312346")

        page = looked(client, intruder, phone="13754388888")

        assert "已超过 2 个" in page
        assert "登记不受影响" in page
        assert "滨城区" not in page
        assert other.pk not in found_beyond(intruder)
        assert AccessEvent.objects.get(verb="limit.reach", actor=intruder).detail["limit"] == "beyond"
        assert "有一件由" in looked(client, intruder, phone=WHO["phone"])  # asked before: nothing new is told
        assert found_beyond(intruder) == [row.pk] * 2
        posted(client, intruder, phone="13754388888", name="赵二妮", facts="没有钱看病。", request="申请救助。")
        assert Petition.objects.filter(registered_by=intruder).count() == 1
        assert "有一件由" in looked(client, user(intruder.org, Role.RECEPTIONIST), phone="13754388888")

    def test_sending_the_form_is_a_probe_too(self, client: Client, line: Line, intruder: User) -> None:
        row = registered(line.county)

        page = posted(client, intruder, facts="")

        assert "有一件由滨城区妇联办理" in page
        assert found_beyond(intruder) == [row.pk]

    def test_whoever_may_see_it_is_no_probe(self, client: Client, line: Line) -> None:
        row = registered(line.county)

        assert row.number in looked(client, line.city.clerk, phone=WHO["phone"])
        assert AccessEvent.objects.filter(verb="petition.found_beyond").count() == 0


def _without_token(page: str) -> str:
    return page[: page.index("alike_seen")]


class TestWhileSheTypes:
    def test_each_shows_number_state_unit_likeness_and_what_to_do(self, client: Client, line: Line) -> None:
        own = registered(line.city, facts=FACTS)
        below = accepted(line.county, facts=FACTS)

        page = looked(client, line.city.clerk, phone=WHO["phone"], facts=FACTS, request=own.request)

        for words in (own.number, "已登记", "滨州市妇联", "联系电话相同，内容几乎相同", "不另立新件，次数加一"):
            assert words in page
        for words in (below.number, "已受理", "正由滨城区妇联办理：登记后不予受理，并告知信访人（条例第十九条）"):
            assert words in page
        assert f'name="again" value="{own.pk}"' in page
        assert f'name="same_as" value="{below.pk}"' in page
        assert "王小芳" not in page

    def test_the_page_asks_her_to_look_before_a_new_one_is_made_and_takes_it_the_second_time(
        self, client: Client, line: Line
    ) -> None:
        """Without script: the form comes back whole, and sent again it is taken."""
        known = registered(line.county)
        client.force_login(line.county.clerk)
        form = typed(place=line.county.clerk.org_id, received_at=just_now())

        asked = client.post(NEW, form)
        assert "可能已经登记过，请先核对" in asked.content.decode()
        assert known.number in asked.content.decode()
        assert Petition.objects.count() == 1
        again = client.post(NEW, form | {"alike_seen": asked.context["alike_seen"]})

        assert again.status_code == 302
        assert Petition.objects.count() == 2
        assert Petition.objects.latest("pk").same_as is None

    def test_what_she_has_seen_does_not_count_for_other_words(self, client: Client, line: Line) -> None:
        registered(line.county)
        client.force_login(line.county.clerk)
        seen = client.post(ALIKE, {"name": "李四妹"}).context["alike_seen"]

        page = posted(client, line.county.clerk, alike_seen=seen)

        assert "请先核对" in page

    def test_words_that_are_merely_alike_do_not_stop_her(self, client: Client, line: Line) -> None:
        registered(line.county, **NOBODY, request="请求协助。", facts=RETOLD)

        page = posted(client, line.county.clerk, **{**SOMEBODY_ELSE, "request": "请求协助。", "facts": FACTS})

        assert "已登记，编号" in page


class TestJoinedAsAContact:
    def test_her_words_become_one_more_contact_and_nothing_else_is_asked(self, client: Client, line: Line) -> None:
        row = registered(line.county)

        page = posted(
            client, line.county.clerk, again=row.pk, facts="她说昨晚又被打。", marital=None, category="", age=""
        )

        assert f"已作为再次来访登记到 {row.number}，这是第 2 次。" in page
        assert Petition.objects.count() == 1
        contact = row.contacts.latest("pk")
        assert (contact.note, contact.receiver, contact.channel) == (
            "她说昨晚又被打。\n要求处理丈夫的家庭暴力。",
            line.county.clerk,
            "visit",
        )
        assert Petition.objects.get().repeat_count == 2

    def test_the_same_form_sent_twice_makes_one_contact(self, client: Client, line: Line) -> None:
        row = registered(line.county)
        form = typed(place=line.county.clerk.org_id, received_at=just_now(), again=row.pk)
        client.force_login(line.county.clerk)

        for _ in range(2):
            assert client.post(NEW, form).status_code == 302

        assert Contact.objects.filter(petition=row).count() == 2

    def test_what_a_contact_needs_is_asked_and_nothing_typed_is_lost(self, client: Client, line: Line) -> None:
        row = registered(line.county)
        client.force_login(line.county.clerk)

        answer = client.post(
            NEW, typed(place=line.county.clerk.org_id, received_at="", category="", read_back=None, again=row.pk)
        )

        assert set(answer.context["form"].errors) == {"received_at", "read_back"}
        assert "王小芳" in answer.content.decode()
        assert Contact.objects.filter(petition=row).count() == 1

    @pytest.mark.parametrize("where", ["neighbour", "city"])
    def test_only_a_matter_of_her_own_unit_that_is_open(self, client: Client, line: Line, where: str) -> None:
        row, closed = registered(getattr(line, where)), registered(line.county)
        Petition.objects.filter(pk=closed.pk).update(status=Status.CLOSED, closed_at=closed.received_at)
        client.force_login(line.county.clerk)

        for pk in (row.pk, closed.pk, "x", ""):
            assert client.post(NEW, typed(place=line.county.clerk.org_id, again=pk)).status_code == 404


def _checked(page: str) -> list[str]:
    """Which reasons for not accepting are ticked on the page."""
    return [re.search(r'value="(\w*)"', tag)[1] for tag in re.findall(r'<input[^>]*name="refusal"[^>]*checked', page)]  # type: ignore[index]


class TestLinked:
    def test_what_another_unit_has_in_hand_is_registered_and_declined(self, client: Client, line: Line) -> None:
        earlier = accepted(line.county)

        page = posted(client, line.city.clerk, same_as=earlier.pk)

        row = Petition.objects.latest("pk")
        assert (row.same_as, row.repeat_count, row.org) == (earlier, 2, line.tree.binzhou)
        assert "同一事项正由滨城区妇联办理，不能重复受理（条例第十九条）" in page
        assert _checked(page) == ["dup_in_progress"]
        with pytest.raises(NotAllowed, match="第十九条"):
            moved(row, "accept", by=line.city.clerk, at=timezone.now(), route="opinion", **TOLD)
        declined = moved(
            row, "refuse", by=line.city.clerk, at=timezone.now(), refusal="dup_in_progress", note="已在办理。", **TOLD
        )
        assert declined.status == Status.NOT_ACCEPTED

    def test_the_holder_is_told_and_its_timeline_says_where_she_came(self, client: Client, line: Line) -> None:
        earlier = accepted(line.county)

        posted(client, line.city.clerk, same_as=earlier.pk)

        event = earlier.events.latest("pk")
        assert (event.verb, event.org, event.data) == ("petition.repeat", line.tree.binzhou, {})
        told = Notice.objects.filter(org=line.tree.bincheng, text__contains="又向滨州市妇联反映同一事项")
        assert set(told.values_list("role", flat=True)) == {Role.SECTION_HEAD, Role.HANDLER}
        assert AccessEvent.objects.filter(verb="petition.repeat", object_id=earlier.pk).count() == 1

    def test_one_beyond_her_range_is_linked_by_its_unit_and_both_pages_keep_to_the_readers_rights(
        self, client: Client, line: Line, intruder: User
    ) -> None:
        earlier = accepted(line.county)

        posted(client, intruder, elsewhere=line.tree.bincheng.pk, category="family.dispute")

        row = Petition.objects.latest("pk")
        assert (row.same_as, row.org) == (earlier, line.tree.huimin)
        here = client.get(row.get_absolute_url()).content.decode()
        assert "有一件由滨城区妇联办理" in here
        assert earlier.number not in here
        client.force_login(line.county.clerk)
        there = client.get(earlier.get_absolute_url()).content.decode()
        assert "有一件由惠民县妇联办理" in there
        assert row.number not in there
        client.force_login(line.city.clerk)
        assert earlier.number in client.get(row.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("unit", ["bincheng", "zouping"])
    def test_without_a_person_of_that_number_no_unit_can_be_named(
        self, client: Client, line: Line, intruder: User, unit: str
    ) -> None:
        registered(line.county)

        posted(client, intruder, elsewhere=getattr(line.tree, unit).pk, **SOMEBODY_ELSE)

        assert Petition.objects.latest("pk").same_as is None

    def test_a_petition_she_may_not_see_cannot_be_named(self, client: Client, line: Line, intruder: User) -> None:
        earlier = registered(line.county, **SOMEBODY_ELSE)

        posted(client, intruder, same_as=earlier.pk)

        assert Petition.objects.latest("pk").same_as is None

    def test_after_a_re_review_it_is_said_and_not_accepted_again(self, client: Client, line: Line) -> None:
        earlier = moved(
            under_recheck(line),
            "decide_recheck",
            by=line.province.head,
            at=timezone.now(),
            note="维持。",
            outcome="keep",
            **FOUND,
            **TOLD,
        )

        page = looked(client, line.county.clerk, phone=WHO["phone"])
        assert "复核终结" in page
        assert "已经复核终结：不再受理，做好解释和帮扶（条例第三十六、三十七条）" in page
        page = posted(client, line.county.clerk, same_as=earlier.pk)

        row = Petition.objects.latest("pk")
        assert (row.same_as, row.repeat_count) == (earlier, 2)
        assert _checked(page) == ["final"]
        with pytest.raises(NotAllowed, match="已经复核终结，不再受理（条例第三十六条）"):
            moved(row, "accept", by=line.county.clerk, at=timezone.now(), route="opinion", **TOLD)

    def test_after_an_ordinary_end_the_new_one_is_a_repeat_and_may_be_accepted(
        self, client: Client, line: Line
    ) -> None:
        earlier = registered(line.county, repeat_count=2)
        Petition.objects.filter(pk=earlier.pk).update(status=Status.CLOSED, closed_at=earlier.received_at)
        assert "登记为重复信访" in looked(client, line.county.clerk, phone=WHO["phone"])

        posted(client, line.county.clerk, same_as=earlier.pk)

        row = Petition.objects.latest("pk")
        assert (row.same_as, row.repeat_count) == (earlier, 3)
        assert moved(row, "accept", by=line.county.clerk, at=timezone.now(), route="duty", **TOLD).accepted_at

    def test_what_was_linked_in_error_is_let_go_and_accepted(self, client: Client, line: Line) -> None:
        posted(client, line.city.clerk, same_as=accepted(line.county).pk)
        row = Petition.objects.latest("pk")

        moved(row, "unlink", by=line.city.clerk, at=timezone.now(), note="电话核实，是另一纠纷。")

        assert moved(row, "accept", by=line.city.clerk, at=timezone.now(), route="duty", **TOLD).same_as is None

    def test_nobody_lets_go_what_is_not_linked(self, line: Line) -> None:
        with pytest.raises(NotAllowed, match="没有关联"):
            moved(registered(line.county), "unlink", by=line.county.clerk, at=timezone.now(), note="无。")


def test_the_page_lists_what_is_joined_to_it_with_what_each_asks(client: Client, line: Line) -> None:
    survivor = registered(line.county, head_count=6)
    for number in (1, 2):
        member = registered(line.county, **{**SOMEBODY_ELSE, "request": f"要求补发工资 {number}。"})
        moved(member, "merge", by=line.county.clerk, at=member.received_at, note="集体访。", survivor=survivor)
    client.force_login(line.county.clerk)

    page = client.get(survivor.get_absolute_url()).content.decode()
    of_member = client.get(member.get_absolute_url()).content.decode()

    for words in ("并入本件的 2 件", "共 2 次", "要求补发工资 1。", "要求补发工资 2。", "李四妹"):
        assert words in page
    assert "登记以前另有" not in page  # all three are known
    assert page.count("<h2 id=") == len(set(re.findall(r'<h2 id="([\w-]+)"', page)))
    assert survivor.number in of_member
    assert "分案" in of_member
    client.force_login(line.city.clerk)
    assert "李四妹" not in client.get(survivor.get_absolute_url()).content.decode()


def test_the_page_asks_as_many_questions_with_one_joined_as_with_three(client: Client, line: Line) -> None:
    survivor, reader = registered(line.county), line.county.clerk
    client.force_login(reader)
    asked: list[int] = []

    def join() -> None:
        member = registered(line.county)
        moved(member, "merge", by=reader, at=member.received_at, note="一并办理。", survivor=survivor)

    for more in (1, 2):
        for _ in range(more):
            join()
        client.get(survivor.get_absolute_url())
        with CaptureQueriesContext(connection) as questions:
            client.get(survivor.get_absolute_url())
        asked.append(len(questions))

    assert asked[0] == asked[1]


def test_a_reader_without_the_right_to_register_asks_nothing(client: Client, tree: ProvinceTree, law: None) -> None:
    client.force_login(user(tree.bincheng, Role.SUPERVISOR))

    assert client.post(ALIKE, {"phone": "1"}).status_code == 403


def test_the_lookup_is_never_asked_by_address(client: Client, clerk: User) -> None:
    """A telephone number in an address would stay in logs and histories."""
    petition(clerk)
    client.force_login(clerk)

    assert client.get(ALIKE, {"phone": WHO["phone"]}).status_code == 405
