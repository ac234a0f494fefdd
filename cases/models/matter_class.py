"""What kind of matter the regulation takes it for."""

from django.db import models


class MatterClass(models.TextChoices):
    """The classes of articles 29 to 31, and consultations."""

    REDRESS = "redress", "申诉求决"
    SUGGESTION = "suggestion", "建议意见"
    ACCUSATION = "accusation", "检举控告"
    CONSULTATION = "consultation", "咨询求助"
