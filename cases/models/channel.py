"""How matters reach a federation."""

from django.db import models


class Channel(models.TextChoices):
    """How the matter reached the federation (art. 17; hotline and transfer added)."""

    VISIT = "visit", "来访"
    LETTER = "letter", "来信"
    CALL = "call", "来电"
    WEB = "web", "网上"
    HOTLINE = "hotline_12338", "12338 热线"
    FAX = "fax", "传真"
    TRANSFER = "transfer_in", "上级交转"
