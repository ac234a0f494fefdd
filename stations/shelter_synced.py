"""What of shelters other systems hold a copy of: those of their own unit, and the stays there."""

from fedportal.api.scopes import Scope
from fedportal.changes.kinds import Kind, Part
from fedportal.changes.objects import keys_above, placed
from stations.api.shelter_document import shelter_documents, stay_documents
from stations.models import Shelter, ShelterStay
from stations.models.shelter import KIND as SHELTER
from stations.models.shelter_stay import KIND as STAY

_SHELTER = "SELECT shelter_id FROM {rows}"
_OF_APPLICATION = "SELECT id FROM stations_shelterstay WHERE application_id IN (SELECT {key} FROM {{rows}})"
_WALLED = """
    SELECT s.id FROM {rows} r JOIN stations_shelterapplication a ON a.petition_id = r.petition_id
    JOIN stations_shelterstay s ON s.application_id = a.id
"""

OF_SHELTERS = (
    Kind(
        SHELTER,
        "stations_shelter",
        shelter_documents,
        all_keys=keys_above(Shelter),
        placed=placed(Shelter, "confirmed_at"),
        code="org_code",
        parts=(Part("stations_shelterbed", _SHELTER), Part("stations_beduse", _SHELTER)),
        scope=Scope.SHELTERS,
    ),
    Kind(
        STAY,
        "stations_shelterstay",
        stay_documents,
        all_keys=keys_above(ShelterStay),
        placed=placed(ShelterStay, "admitted_at"),
        code="org_code",
        parts=(
            Part("stations_stayextension", "SELECT stay_id FROM {rows}"),
            Part("stations_resident", _OF_APPLICATION.format(key="application_id")),
            # Whose respondent works in the unit that reads is kept from it, and from its systems.
            Part(
                "stations_shelterapplication",
                _OF_APPLICATION.format(key="id"),
                hides=True,
                told=("walled_org_id", "petition_id", "disposed_at"),
            ),
            Part("cases_relationwall", _WALLED, bars=True),
        ),
        scope=Scope.SHELTERS,
    ),
)
