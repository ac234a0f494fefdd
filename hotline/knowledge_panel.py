"""What the screen of a call needs of the knowledge base."""

from typing import Any

from fedportal.accounts.models import User
from hotline.models import Call, ForbiddenPhrase


def knowledge_panel(call: Call, user: User) -> dict[str, Any]:
    """Which sentences were used already, and of which phrases the script warns while she types."""
    phrases = ForbiddenPhrase.objects.binding(user).order_by("pk")
    return {
        "uses": call.knowledge_uses.select_related("version").order_by("at", "pk"),
        "phrases": [{"phrase": row.phrase, "why": row.why, "instead": row.instead} for row in phrases],
    }
