"""By which ways a federation reaches a person, and what the gate before each of them may answer."""

from django.db import models


class Way(models.TextChoices):
    """A way out to her; the codes are those of ToldHow and VisitChannel, so that each of them is one of these."""

    PHONE = "phone", "电话"
    MESSAGE = "message", "短信、微信"
    LETTER = "letter", "邮寄信函"
    WEB = "web", "网上、电子邮件"
    FAX = "fax", "传真"
    HOME = "home", "上门"
    IN_PERSON = "in_person", "当面"


# Where nobody has asked her yet and someone may be in danger: nothing that lies about afterwards and may be read by
# whoever picks up her telephone or opens her letter box.
CAREFUL_WAYS = (Way.PHONE, Way.IN_PERSON)


class Verdict(models.TextChoices):
    """What the gate answers."""

    GO = "go", "可以联系"
    WAIT = "wait", "现在不能，请等到"
    HELD = "held", "不能这样联系"


class Weekday(models.IntegerChoices):
    """Days of the week as ISO 8601 counts them."""

    MONDAY = 1, "周一"
    TUESDAY = 2, "周二"
    WEDNESDAY = 3, "周三"
    THURSDAY = 4, "周四"
    FRIDAY = 5, "周五"
    SATURDAY = 6, "周六"
    SUNDAY = 7, "周日"


# What the timeline calls what was done about reaching her and about her data; it never says what she asked for.
PERSONAL_TITLES = {
    "contact.safe": "登记安全联系要求",
    "contact.reach": "联系信访人",
    "contact.settle": "改用其他方式联系",
    "contact.despite": "没有按安全联系要求联系",
    "rights.request": "收到个人信息申请",
    "rights.decide": "答复个人信息申请",
}
