"""The numbers that bind checks, rectification and accreditation, each once. All are POLICY: no rule names them."""

import datetime as dt

from fedportal.deadlines.limits import Limit, Unit

# 同部署、同推进、同检查、同考核 (row 40): each station is looked at once a year.
STATION_CHECK = Limit(
    "station_check",
    "station_check",
    "检查站点",
    12,
    Unit.MONTH,
    "站点年度检查（内部口径）",
    starts="建站或者上次检查之日",
    ladder="station_check",
    policy=True,
)
# What was missing is put right by the station's unit, then looked at again by who found it.
RECTIFY = Limit(
    "station_rectify",
    "station_rectify",
    "整改站点检查发现的问题",
    30,
    Unit.DAY,
    "站点检查整改（内部口径）",
    starts="检查完成之日",
    ladder="station_rectify",
    policy=True,
)
RECHECK = Limit(
    "station_recheck",
    "station_recheck",
    "复查整改情况",
    15,
    Unit.WORKING_DAY,
    "站点检查复查（内部口径）",
    starts="整改报告之日",
    ladder="station_rectify",
    policy=True,
)
ACCREDITATION_JUDGE = Limit(
    "accreditation_judge",
    "accreditation_judge",
    "审核创建申报",
    10,
    Unit.WORKING_DAY,
    "示范站、示范单位创建审核（内部口径）",
    starts="收到申报之日",
    ladder="accreditation",
    policy=True,
)
ACCREDITATION_SUPPLEMENT = Limit(
    "accreditation_supplement",
    "accreditation_supplement",
    "补正创建申报材料",
    20,
    Unit.WORKING_DAY,
    "示范站、示范单位创建审核（内部口径）",
    starts="退回之日",
    ladder="accreditation",
    policy=True,
)
# Before its end a name is looked at again; what is not renewed by then ends by itself.
ACCREDITATION_REVIEW = Limit(
    "accreditation_review",
    "accreditation_review",
    "复查命名单位",
    36,
    Unit.MONTH,
    "示范站、示范单位有效期（内部口径）",
    starts="命名或者延续之日",
    ladder="accreditation_review",
    policy=True,
)
CHECK_LIMITS = (
    STATION_CHECK,
    RECTIFY,
    RECHECK,
    ACCREDITATION_JUDGE,
    ACCREDITATION_SUPPLEMENT,
    ACCREDITATION_REVIEW,
)

GRADED_MET_PERCENT = 60  # of an item's points, from which on it counts as met
GATE_LASTS = dt.timedelta(days=365)  # a check opens the gate of an application for so long
NO_VIOLENCE_FOR = dt.timedelta(days=365)  # without a case of violence at home, before a village is named
CHECKED_BACK = dt.timedelta(days=30)  # a check that was made on paper is entered so much later at most
PEACE_PERCENT = 80  # of villages looked at, homes that pass and units served, before a county or township is named
PEACE_LASTS = dt.timedelta(days=365)  # a look at a household by the list of 平安家庭 counts for so long
# POLICY, no rule names it (个人信息保护法 art. 19: no longer than is needed): a home that nobody has looked at for so
# many years is off the list, and its house number deleted, as the data of people who left the network is.
HOME_KEPT_YEARS = 3
