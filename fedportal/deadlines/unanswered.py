"""The duty about one subject that has climbed to the reader's unit and waits there to be acknowledged."""

from django.db.models import Model

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.deadlines.models import Deadline


def unanswered(subject: Model, user: User) -> Deadline | None:
    """The worst first; none for who may not acknowledge."""
    if not user.can(Can.ACKNOWLEDGE):
        return None
    waiting = Deadline.objects.for_subject(subject).on_desk_of(user.org).unacknowledged()
    return waiting.select_related("org").order_by("-light", "due_at").first()
