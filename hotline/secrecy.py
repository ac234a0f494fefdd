"""What the inbox must not tell of guarded work orders."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from fedportal.accounts.models import User
from hotline.models import CallTicket, ExternalTicket


def keep_back(sender: object, *, user: User, **_: object) -> Q:
    """Answers the inbox: notices about guarded orders that this reader may not know of."""
    return _kept_back(ExternalTicket, user) | _kept_back(CallTicket, user)


def _kept_back(model: type[ExternalTicket | CallTicket], user: User) -> Q:
    kind = ContentType.objects.get_for_model(model)
    known = model.objects.visible_to(user).filter(guarded=True)
    guarded = model.objects.filter(guarded=True)
    return Q(content_type=kind, object_id__in=guarded.values("pk")) & ~Q(object_id__in=known.values("pk"))
