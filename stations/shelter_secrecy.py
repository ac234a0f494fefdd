"""What the inbox must not tell of shelters: notices of them, of stays and holds are for keepers and case workers."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from fedportal.accounts.models import User
from stations.models import Shelter, ShelterHold, ShelterStay


def keep_back(sender: object, *, user: User, **_: object) -> Q:
    """Answers the inbox. A hold's keeper is told, its holder knows anyway."""
    return _kept_back(Shelter, user) | _kept_back(ShelterStay, user) | _kept_back(ShelterHold, user)


def _kept_back(model: type[Model], user: User) -> Q:
    kind = ContentType.objects.get_for_model(model)
    known = model.objects.visible_to(user)  # type: ignore[attr-defined]
    return Q(content_type=kind) & ~Q(object_id__in=known.values("pk"))
