"""What the walk meets beside petitions: a subscription with a dead letter, work orders with 12345's client, and calls
with the work orders that came of them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import schemathesis
from django.utils import timezone

from cases.api.violence_schema import WARNED
from cases.models import ViolenceCase
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from fedportal.changes.models import Delivery, DeliveryAttempt, Subscription
from hotline.actions.call_backs import take_missed
from hotline.actions.quality import draw_calls, review_call, set_criteria
from hotline.models import Call, CallBackBooking, CallTicket, ExternalTicket, HotlineLine, QualityReview
from hotline.quality_facts import CRITERIA
from stations.models import ShelterStay
from tests.api.clients import api_client, caller, token
from tests.api.walking_stations import OF_STATIONS, Network
from tests.api.walking_violence import courses
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.call_tickets import of_itself
from tests.hotline.calls import answered, typed
from tests.hotline.lines import opened
from tests.hotline.orders import SYSTEM, received
from tests.hotline.shifts import at, planned
from tests.hotline.test_quality import FULL, LATER, MONDAY, told
from tests.stations.shelters import shelter, stay

HOOK = "https://127.0.0.1/changes"  # nothing is sent there
OUR_NETWORKS = ["127.0.0.0/8"]  # those of HOOK, which the operator has to name
NUMBER = "GD-1"
REGISTRATION = {
    "matter_class": "redress",
    "category": "family.dispute",
    "petitioner": {"sex": "female", "birth_year": 1990, "marital": "divorced", "address": None},
}
# What either side may do with an order that has just come.
OURS: list[tuple[str, dict[str, Any]]] = [
    ("accept", {"note": "由权益部办理。"}),
    ("register", {"registration": REGISTRATION}),
    ("return", {"note": "反映的是物业收费，不属于妇联职责。", "basis": "《物业管理条例》第五条"}),
]
THEIRS: list[tuple[str, dict[str, Any]]] = [
    ("supplement", {"note": "来电人已起诉。"}),
    ("withdraw", {"note": "来电人撤回诉求。"}),
]


CALL_STEPS: list[tuple[str, dict[str, Any]]] = [
    ("order", {}),
    ("emergency", {}),
    ("dismiss", {}),
    ("register", {"registration": REGISTRATION | {"contact": {"read_back": True}}}),
]


@dataclass(frozen=True)
class Beside:
    """`token` is that of 12345, which sees its own orders and nothing else of ours."""

    token: str
    order: ExternalTicket
    subscription: Subscription
    delivery: Delivery
    call: Call
    call_ticket: CallTicket
    booking: CallBackBooking
    review: QualityReview
    network: Network
    course: ViolenceCase
    stay: ShelterStay
    agent: str
    org: str

    def speaks(self, case: schemathesis.Case, turn: int) -> bool:
        """Whether it is 12345 that asks: half of what is about its orders."""
        return case.operation.path.startswith("/api/v1/tickets/") and turn // 16 % 2 == 0

    def lead_to(self, case: schemathesis.Case, turn: int) -> int | None:
        """Put what there is in the path; says which version of it stands, where it has one."""
        path, named = case.operation.path, case.path_parameters
        if "/tickets/external/" in path:
            named["system"] = SYSTEM
            if turn % 3:
                named["number"] = NUMBER
                return self.order.version
        elif "/calls/" in path:
            named["ref"] = str(self.call.ref)
            return self.call.version
        elif "/call-tickets/" in path:
            named["ref"] = str(self.call_ticket.ref)
            return self.call_ticket.version
        elif "/call-back-bookings/" in path:
            named["ref"] = str(self.booking.ref)
        elif "/quality-reviews/" in path:
            named["ref"] = str(self.review.ref)
        elif "/violence-courses/" in path:
            named["ref"] = str(self.course.ref)
            self.course.refresh_from_db()
            return self.course.version
        elif "/shelters/" in path:
            named["ref"] = str(self.stay.shelter.ref)
        elif "/shelter-stays/" in path:
            named["ref"] = str(self.stay.ref)
        elif _is_of_stations(case):
            return self.network.lead_to(case)
        elif "/tickets/" in path:
            named["ref"] = str(self.order.ref)
            return self.order.version
        elif "/webhooks/" in path:
            named["ref"] = str(self.subscription.ref)
            if "delivery" in named:
                named["delivery"] = str(self.delivery.ref)
        return None

    def fill(self, case: schemathesis.Case, turn: int) -> None:
        """What law and networks want of a body."""
        body: Any = case.body
        if _is_of_stations(case):
            self.network.fill(case)
        elif "/webhooks/" in case.operation.path:
            there = {"url": HOOK, "org": self.org, "kinds": ["petition", "ticket"]}
            body |= {name: value for name, value in there.items() if name in body}
        elif "/call-tickets/" in case.operation.path:
            self._fill_order(case, turn)
        elif "/calls/" in case.operation.path:
            self._fill_call(case, turn)
        elif "/violence-courses/" in case.operation.path:
            case.path_parameters["move"], case.body = "warning", dict(WARNED)
        elif "move" in case.path_parameters:
            moves = THEIRS if self.speaks(case, turn) else OURS
            case.path_parameters["move"], sent = moves[turn // 32 % len(moves)]
            case.body = dict(sent)
        elif case.operation.path.endswith("/batch/"):
            for item in body["items"]:
                item["system"], item["ticket"] = SYSTEM, self._lawful(item["ticket"])
        else:
            case.body = self._lawful(body)

    def _fill_call(self, case: schemathesis.Case, turn: int) -> None:
        """Of a call that is handed in the moments that there were; of one that stands a step that may be made."""
        if "move" in case.path_parameters:
            case.path_parameters["move"], sent = CALL_STEPS[turn // 32 % len(CALL_STEPS)]
            case.body = dict(sent)
            return
        body: Any = case.body
        body.pop("safe_contact", None)
        if case.method == "POST":
            rang = timezone.now() - dt.timedelta(minutes=9)
            moments = {"received_at": rang, "answered_at": rang + dt.timedelta(minutes=1)}
            body |= {"line": self.call.line.number} | {name: at.isoformat() for name, at in moments.items()}
            body.pop("ended_at", None)

    def _fill_order(self, case: schemathesis.Case, turn: int) -> None:
        if "move" not in case.path_parameters:
            case.body.pop("safe_contact", None)
            return
        steps = [
            ("dispatch", {"unit": self.org, "note": "请协调。"}),
            ("hand_over", {"agent": self.agent, "note": "值班。"}),
        ]
        case.path_parameters["move"], case.body = steps[turn // 32 % len(steps)]

    def _lawful(self, order: dict[str, Any]) -> dict[str, Any]:
        """What a new order says, with the rest as it was drawn."""
        said = {"ticket_class": "help", "title": "求助协调抚养费", "content": "离婚后对方一直不付抚养费。"}
        left = {name: value for name, value in order.items() if name not in ("sent_at", "due_at")}
        return said | left | {"org": self.org}


def _is_of_stations(case: schemathesis.Case) -> bool:
    return case.operation.path.startswith(tuple(f"/api/v1/{name}/" for name in OF_STATIONS))


def beside(tree: ProvinceTree, ours: ApiClient) -> Beside:
    """A subscription of that client, and two orders before its county, of which one has the number."""
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    order, _ = received(clerk, NUMBER), received(clerk, "GD-2")
    order.refresh_from_db()
    wanted = {"url": HOOK, "kinds": ["petition"], "bodies": True}
    made = caller(ours).post("/api/v1/webhooks/", wanted, "application/json").json()
    subscription = Subscription.objects.get(ref=made["id"])
    dead = {"state": Delivery.State.DEAD, "attempts": 1, "next_at": NOW, "created_at": NOW, "done_at": NOW}
    delivery = Delivery.objects.create(subscription=subscription, kind="ticket", object_id=order.pk, xid=1, **dead)
    refused = DeliveryAttempt.Error.CONNECT
    DeliveryAttempt.objects.create(delivery=delivery, at=NOW, error=refused, milliseconds=3)
    them = api_client(tree.binzhou, Scope.TICKETS, Scope.WEBHOOKS, Scope.PERSONAL, system=SYSTEM, name="12345")
    line = opened(user(tree.bincheng, Role.SECTION_HEAD))
    calls = [typed(answered(line, clerk), by=clerk) for _ in range(2)]
    of_calls = [of_itself(clerk) for _ in range(2)]
    hers = user(tree.bincheng, Role.AGENT)
    there = (calls[0], of_calls[0], *_behind(line, hers), Network.made(tree, clerk), courses(tree, ours.user))
    there += (sheltered(tree),)
    return Beside(token(them), order, subscription, delivery, *there, hers.username, f"{tree.bincheng.code:012d}")


def sheltered(tree: ProvinceTree) -> ShelterStay:
    """The first of two households, each in a shelter of its own."""
    keepers = [user(tree.bincheng, Role.SECTION_HEAD, Role.SHELTER_WORKER) for _ in range(2)]
    first, _ = [stay(shelter(keeper), keeper, at=NOW) for keeper in keepers]
    return first


def _behind(line: HotlineLine, agent: User) -> tuple[CallBackBooking, QualityReview]:
    """Two missed calls that are to be called back, and two that were judged."""
    head = user(line.org, Role.SECTION_HEAD)
    planned(line, head, at(23, 14), agent)
    for phone in ("13754399998", "13754399999"):
        take_missed(line, phone=phone, rang_at=NOW, by=agent, at=NOW)
        told(line, agent)
    form = set_criteria(CRITERIA, by=head, at=NOW)
    drawn = draw_calls(MONDAY, 2, by=head, at=LATER)
    judged = [review_call(row, form, FULL, announced=True, remarks="", by=head, at=LATER) for row in drawn]
    return CallBackBooking.objects.all()[0], judged[0]
