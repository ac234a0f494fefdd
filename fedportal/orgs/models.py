"""Organizations of the federation: one row a unit, its range of codes, its superior; and the agencies it writes to."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from fedportal.orgs.querysets import AgencyQuerySet, OrganizationQuerySet


class Level(models.IntegerChoices):
    """How high a unit stands; a smaller number is higher."""

    PROVINCE = 1, "省级"
    CITY = 2, "市级"
    COUNTY = 3, "县级"
    TOWNSHIP = 4, "乡级"
    VILLAGE = 5, "村级"


class Organization(models.Model):
    """A women's federation. Its subtree is the half-open range of codes [code, code_end).

    `code` is the 12-digit statistical code of its region as an integer, zeros after (design.md, idea 1).
    """

    code = models.BigIntegerField("区划代码")
    code_end = models.BigIntegerField("区划范围上界")
    level = models.SmallIntegerField("层级", choices=Level.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级妇联"
    )
    region_name = models.CharField("行政区划名称", max_length=100)
    name = models.CharField("单位名称", max_length=120)
    number_prefix = models.CharField("编号字头", max_length=60, help_text="如“鲁滨城”，用于“鲁滨城妇信〔2026〕000123”")
    initials = models.CharField("拼音首字母", max_length=100, blank=True, help_text="供地点选择器按首字母查找")
    # Who answers for petitions here (art. 14, para 2, and 15), and what art. 18 asks to be published of each unit.
    responsible = models.CharField("信访工作负责科室、人员", max_length=100, blank=True)
    address = models.CharField("接访地址", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    hours = models.CharField("接访时间", max_length=100, blank=True)
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True, help_text="自该日起不再使用")
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="承接单位"
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = "组织机构"
        verbose_name_plural = "组织机构"
        ordering = ("code",)
        indexes = [
            # the place picker: whose initials begin with what was typed?
            models.Index(fields=["initials"], opclasses=["varchar_pattern_ops"], name="org_initials_prefix"),
            # whose range encloses this code? (a child finds its superior when deeper levels are loaded)
            models.Index(fields=["level", "code"], name="org_level_code"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="org_one_living_per_code"),
            models.UniqueConstraint(fields=["number_prefix"], name="org_prefix_unique"),
            models.CheckConstraint(condition=Q(code__lt=F("code_end")), name="org_range_not_empty"),
            models.CheckConstraint(
                condition=Q(code__gte=10_000_000_000) & Q(code_end__lte=1_000_000_000_000), name="org_code_12_digits"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="org_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(level=1) | Q(parent__isnull=False), name="org_has_superior_or_is_province"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def line(self) -> list["Organization"]:
        """The unit's superiors from the province down, and itself at the end; ask `with_line()` for many."""
        line = [self]
        while (parent := line[0].parent) is not None:
            line.insert(0, parent)
        return line

    @property
    def place(self) -> str:
        """The whole name of the place: 山东省滨州市滨城区."""
        return "".join(org.region_name for org in self.line)

    def covers(self, code: int) -> bool:
        """Whether a code lies in this unit's range (its own code included)."""
        return self.code <= code < self.code_end

    def in_use(self, on: dt.date) -> bool:
        """Whether it works on that day."""
        return self.valid_from <= on and (self.valid_to is None or self.valid_to > on)

    @property
    def has_units_below(self) -> bool:
        """Whether others may stand in its range; a village has nobody below it."""
        return self.code_end - self.code > 1


class AgencyKind(models.TextChoices):
    """What an agency is: which letters it may be sent follows from this."""

    POLICE = "police", "公安机关"
    COURT = "court", "人民法院"
    PROCURATORATE = "procuratorate", "人民检察院"
    CIVIL_AFFAIRS = "civil_affairs", "民政部门"
    LABOUR = "labour", "人力资源和社会保障部门"
    JUSTICE = "justice", "司法行政部门"
    HEALTH = "health", "卫生健康部门"
    EDUCATION = "education", "教育部门"
    AGRICULTURE = "agriculture", "农业农村部门"
    GOVERNMENT = "government", "人民政府"
    WCWC = "wcwc", "妇女儿童工作委员会"
    GOVERNANCE_CENTRE = "governance_centre", "综治中心"
    PETITION_BUREAU = "petition_bureau", "信访局"
    LEGAL_AID = "legal_aid", "法律援助机构"
    UNION = "union", "工会"
    NGO = "ngo", "社会组织"
    OTHER = "other", "其他单位"


class Agency(models.Model):
    """An authority or other unit to which a federation writes. `place` is the federation that keeps its entry:
    who may find it follows from that range."""

    place = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="agencies", verbose_name="所在地")
    kind = models.CharField("类别", max_length=20, choices=AgencyKind.choices)
    name = models.CharField("单位名称", max_length=120)
    initials = models.CharField("拼音首字母", max_length=120, blank=True)
    contact = models.CharField("对口科室或联系人", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True, help_text="自该日起不再使用")

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "协作单位"
        verbose_name_plural = "协作单位"
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name"], condition=Q(valid_to=None), name="agency_one_living_per_name"
            ),
            models.CheckConstraint(condition=Q(kind__in=AgencyKind.values), name="agency_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="agency_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def in_use(self, on: dt.date) -> bool:
        """Whether it may be written to on that day."""
        return self.valid_from <= on and (self.valid_to is None or self.valid_to > on)
