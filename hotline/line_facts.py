"""What a line of 12338 can be, as data: when it is answered, what its centre offers (domain.md L6, L8)."""

from django.db import models


class Staffing(models.TextChoices):
    """When somebody answers: office-hours lines are as common as those round the clock (L6)."""

    OFFICE = "office", "工作时间"
    ROUND_THE_CLOCK = "round", "24 小时"


class Service(models.TextChoices):
    """What a service centre offers (L8: 全国妇联办公厅 2024, 12338妇联维权服务中心)."""

    RECEPTION = "reception", "信访接待"
    MEDIATION = "mediation", "家事调解"
    LEGAL_ADVICE = "legal", "法律咨询"
    RELIEF = "relief", "法律援助、司法救助、社会救助转介"
    PSYCHOLOGY = "psychology", "心理疏导"
    PUBLICITY = "publicity", "普法宣传"


# L6: a line has fixed words to greet and to end with. What a new line is offered; each unit writes its own.
GREETING = "您好，这里是12338妇女维权服务热线，请问有什么可以帮您？通话将被录音，内容严格保密。"
CLOSING = "感谢您的来电，如果还需要帮助，请随时拨打12338。再见！"
