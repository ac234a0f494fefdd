"""What the walk meets of courses of violence: two, before a client that was named as a reader of their petitions."""

from cases.models import NamedReader, ViolenceCase
from fedportal.accounts.models import User
from tests.cases.lives import office
from tests.cases.samples import NOW
from tests.cases.violence import called, course
from tests.factories import ProvinceTree


def courses(tree: ProvinceTree, reader: User) -> ViolenceCase:
    """The first of them."""
    county = office(tree.bincheng)
    made = [course(county, fields={"name": name}) for name in ("周小兰", "吴桂英")]
    for row in made:
        called(row.petition, county)
        NamedReader.objects.create(petition=row.petition, user=reader, named_by=county.head, at=NOW, reason="数据交换")
    return made[0]
