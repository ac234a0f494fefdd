"""How courses of violence at home stand in the description of the interface."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from cases.api.violence_filter import CourseQuery
from cases.api.violence_sent import COURSE_STEPS, SentCourseMoveShape
from cases.api.violence_shapes import ViolenceCourseShape
from cases.api.writing_schema import MATCH, REFUSED, VERSIONED
from fedportal.api.idempotency_schema import ONCE, REPLAY
from fedportal.api.links import leads_to, link
from fedportal.api.list_schema import list_of, one_of, ref_of

_TAGS = ["violence"]
COURSE: dict[str, Any] = {
    "id": "7d1c9b3e5a604f2888c1b0d94e6f2a13",
    "ref": "5a604f28-88c1-4b0d-94e6-f2a137d1c9b3",
    "shown": "masked",
    "version": 4,
    "org": "371602000000",
    "petition": "滨城妇信〔2026〕12号",
    "received_at": "2026-11-23T01:30:00+00:00",
    "state": "protecting",
    "forms": ["physical", "threat"],
    "relation": "spouse",
    "repeated": True,
    "injured": False,
    "relapses": 0,
    "told_at": "2026-11-23T01:30:00+00:00",
    "planned_at": "2026-11-23T03:00:00+00:00",
    "round_at": "2026-11-23T01:30:00+00:00",
    "closed_at": None,
    "assessments": [
        {"version": "1", "score": 6, "level": "high", "unable": "", "at": "2026-11-23T02:00:00+00:00"},
    ],
    "mandatory_reports": [],
    "police_reports": [
        {
            "reporter": "herself",
            "reported_at": "2026-11-23T00:40:00+00:00",
            "accepted_at": "2026-11-23T00:50:00+00:00",
            "result": "warning",
            "result_at": "2026-11-23T06:00:00+00:00",
            "appraised": False,
        }
    ],
    "warnings": [
        {
            "issued_on": "2026-11-23",
            "delivered_on": "2026-11-23",
            "ended_at": None,
            "ended": "",
            "number": None,
            "visits": [],
        }
    ],
    "orders": [
        {
            "state": "in_force",
            "applicant": "herself",
            "wished": True,
            "measures": [1, 2],
            "oral": False,
            "urgent": True,
            "accepted_at": "2026-11-23T07:00:00+00:00",
            "result": "granted",
            "decided_at": "2026-11-24T02:00:00+00:00",
            "valid_until": "2027-05-23",
            "served_at": "2026-11-24T08:00:00+00:00",
            "reconsidered_on": None,
            "ended_at": None,
            "ended": "",
            "fed_back_on": None,
            "court": None,
            "number": None,
            "extensions": [],
            "breaches": [],
        }
    ],
    "visits": [
        {
            "planned_on": "2026-11-24",
            "planned_at": "2026-11-23T02:00:00+00:00",
            "level": "high",
            "done_at": "2026-11-24T01:00:00+00:00",
            "cancelled_at": None,
            "channel": "phone",
            "outcome": "safe",
            "safe_to_talk": True,
            "safe": True,
        }
    ],
    "deadlines": [
        {
            "kind": "po_validity",
            "label": "保护令期满：申请延长，或者回访并向法院反馈",
            "article": "《反家庭暴力法》第三十条、法发〔2022〕10号第十八条",
            "opened_at": "2026-11-24T02:00:00+00:00",
            "due_at": "2027-05-23T16:00:00+00:00",
            "closed_at": None,
            "outcome": "",
        }
    ],
}
_ONWARD = leads_to(move=link("violence_courses_move", "登记一步", ref="ref", versioned=True))
COURSES = list_of(
    "ViolenceCoursePage",
    ViolenceCourseShape,
    CourseQuery,
    COURSE,
    operation_id="violence_courses_list",
    summary="家庭暴力个案",
    description="看得到的事项中家庭暴力个案的经过，新建立的在前。只有代码、数字和时间：住址、去向、暗语、安全计划、"
    "证据和任何人写的文字一律不提供；没有 personal 权限范围的，或者事项对您不完整提供的，法院和文书编号为空。",
    tags=_TAGS,
)
ONE_COURSE = one_of(
    "件家庭暴力个案",
    ViolenceCourseShape,
    COURSE,
    operation_id="violence_courses_retrieve",
    tags=_TAGS,
    extensions=_ONWARD,
)
_ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200], description='"版本号-摘要"；再登记时放在 If-Match 中'
)
WARNED: dict[str, Any] = {
    "station": "市中派出所",
    "number": "滨公（市中）告字〔2026〕7号",
    "issued_on": "2026-11-23",
    "delivered_on": "2026-11-23",
}
COURSE_MOVE: dict[str, Any] = {
    "tags": _TAGS,
    "operation_id": "violence_courses_move",
    "extensions": leads_to(
        read=link("violence_courses_retrieve", "读取这件个案", ref="ref"),
        move=link("violence_courses_move", "再登记一步", ref="ref", versioned=True),
    ),
    "summary": "登记一步",
    "description": "承办单位：police_result 登记公安机关处理结果（reported_at 指明哪一次报警，"
    "result、result_at、appraised）、"
    "warning 登记告诫书（station、number、issued_on、delivered_on、committee；7 日内首次查访）、"
    "warning_visit 登记告诫书查访（safe_to_talk、channel、visited_at、finding、educated、note、happened_at、"
    "despite）、"
    "ruling 登记保护令裁定（accepted_at 指明哪一次申请，ruling、decided_at、number、valid_until）、"
    "breach 登记违反保护令（accepted_at、happened_at、told、note）。"
    "写进去的文字不再给出。查访要过安全联系的关：她说过不能这样联系的，答复 409 held_back。",
    "request": SentCourseMoveShape,
    "parameters": [
        ref_of("个案"),
        OpenApiParameter("move", str, OpenApiParameter.PATH, enum=list(COURSE_STEPS)),
        *(ONCE, MATCH, _ETAG, REPLAY),
    ],
    "responses": {200: OpenApiResponse(ViolenceCourseShape, description="文档，与读取时相同"), **REFUSED, **VERSIONED},
    "examples": [OpenApiExample("告诫书", WARNED, request_only=True)],
}
