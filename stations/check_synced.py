"""What of checks other systems hold a copy of: finished ones, and applications with the names that came of them."""

from fedportal.api.scopes import Scope
from fedportal.changes.kinds import Kind, Part
from fedportal.changes.objects import duties_of, keys_above, placed
from stations.api.check_document import accreditation_documents, check_documents
from stations.models import Accreditation, StationCheck
from stations.models.accreditation import KIND as NAME
from stations.models.station_check import KIND as CHECK

_OF_ID = "SELECT of_id FROM {rows}"

OF_CHECKS = (
    Kind(
        CHECK,
        "stations_stationcheck",
        check_documents,
        all_keys=keys_above(StationCheck),
        placed=placed(StationCheck, "done_at"),
        code="org_code",
        sight=("done_at",),
        parts=(Part("stations_checkanswer", _OF_ID), duties_of("stations", "stationcheck")),
        scope=Scope.STATIONS,
    ),
    Kind(
        NAME,
        "stations_accreditation",
        accreditation_documents,
        all_keys=keys_above(Accreditation),
        placed=placed(Accreditation, "at"),
        code="org_code",
        sight=("told", "applicant_id"),
        parts=(Part("stations_accreditationstep", _OF_ID), duties_of("stations", "accreditation")),
        scope=Scope.STATIONS,
    ),
)
