"""A document names the earlier petition to whoever may see that one: when somebody may no longer, the feed says so."""

from cases.models import Petition
from fedportal.accounts.roles import Role
from fedportal.lib.database_roles import as_owner
from tests.cases.samples import petition, risen
from tests.changes.mirror import Mirror
from tests.factories import ProvinceTree, user


def test_a_repeat_comes_again_when_the_earlier_one_goes_out_of_sight(mirror: Mirror, tree: ProvinceTree) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    earlier, repeat = petition(clerk), petition(clerk)
    Petition.objects.filter(pk=repeat.pk).update(same_as=earlier)
    told = {line["body"]["number"]: line for line in mirror.follow()}
    assert told[repeat.number]["body"]["same_as"] == earlier.number

    with as_owner():
        Petition.objects.filter(pk=earlier.pk).update(org=tree.huimin, org_code=tree.huimin.code)
    again = {line["id"]: line for line in mirror.follow()}

    assert again[told[earlier.number]["id"]]["op"] == "gone"
    line = again[told[repeat.number]["id"]]
    assert (line["op"], line["body"]["same_as"]) == ("upsert", None)
    assert line["revision"] > told[repeat.number]["revision"]
    assert mirror.digests() == mirror.proven()


def test_nothing_comes_again_when_the_earlier_one_only_changes(mirror: Mirror, tree: ProvinceTree) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    earlier, repeat = petition(clerk), petition(clerk)
    Petition.objects.filter(pk=repeat.pk).update(same_as=earlier)
    mirror.follow()

    Petition.objects.filter(pk=earlier.pk).update(head_count=2)

    assert [line["body"]["number"] for line in mirror.follow()] == [earlier.number]


def test_what_brings_the_earlier_one_close_to_another_unit_changes_the_repeat(
    mirror: Mirror, tree: ProvinceTree
) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    earlier, repeat = petition(clerk), petition(clerk)
    Petition.objects.filter(pk=repeat.pk).update(same_as=earlier)
    mirror.follow()

    with as_owner():
        risen(earlier, tree.binzhou)

    assert {line["body"]["number"] for line in mirror.follow()} == {earlier.number, repeat.number}
