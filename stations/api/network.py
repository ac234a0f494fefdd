"""People of the network, rights posts and partner bases over the interface: read and written at the same addresses."""

from stations.api.network_examples import SENT_BASE, SENT_PERSON, SENT_POST
from stations.api.network_reading import BaseReading, PeopleReading, PostReading
from stations.api.network_sent import NETWORK_PERSON, PARTNER_BASE, RIGHTS_POST
from stations.api.network_shapes import NetworkPersonShape, PartnerBaseShape, RightsPostShape
from stations.api.onward import BASE_ONWARD, PERSON_ONWARD, POST_ONWARD
from stations.api.writing import Writing
from stations.api.writing_schema import Described


@Described(
    "network_people",
    "NetworkPerson",
    "名人员",
    ("network",),
    NetworkPersonShape,
    PERSON_ONWARD,
    SENT_PERSON,
    {"days": [1, 3, 5]},
    {"role": "juror", "begins": "2026-11-01", "until": "2031-10-31", "appointed_by": "滨城区人大常委会"},
    "leave 离队（on、why）；pause 暂停服务（until，空为恢复）；"
    "appoint 任职（role、begins、until、full_time、appointed_by）；renew_role 续任（role、until、appointed_by）；"
    "end_role 离任（role、on）；"
    "add_credential 登记资质（credential_kind、number、issuer、issued_on、expires_on）；"
    "renew_credential 换证（credential，其余同登记）；end_credential 注销（credential、on）；"
    "attend 参加培训（course、course_kind、level、begins、ends、hours）：本单位还没有登记这一培训的，一并登记；"
    "log_hours 登记志愿服务时长（served_on、minutes、service_kind），由他人在页面上确认后计入。平台账号在页面上办理。",
).of(NETWORK_PERSON)
class NetworkPeople(PeopleReading, Writing):
    """Which method does what stands in `urls`."""

    writes = NETWORK_PERSON


@Described(
    "rights_posts",
    "RightsPost",
    "个维权岗",
    ("network",),
    RightsPostShape,
    POST_ONWARD,
    SENT_POST,
    {"phone": "0543-3320001"},
    {"verdict": "good", "remarks": "优先立案落实到位"},
    "review 年度复核（verdict、remarks）；nominate 推荐优秀维权岗（level、year、deeds）；close 撤销（on）。"
    "认定由该级主席、权益部负责人在页面上办理。",
).of(RIGHTS_POST)
class RightsPosts(PostReading, Writing):
    """The same."""

    writes = RIGHTS_POST


@Described(
    "partner_bases",
    "PartnerBase",
    "个维权阵地",
    ("network",),
    PartnerBaseShape,
    BASE_ONWARD,
    SENT_BASE,
    {"hours": "24 小时"},
    {"on": "2026-11-23"},
    "close 停办（on）。",
    "所在单位先登记在本单位的协作单位名录中。",
).of(PARTNER_BASE)
class PartnerBases(BaseReading, Writing):
    """The same."""

    writes = PARTNER_BASE
