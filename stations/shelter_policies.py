"""Who sees the rows of shelters: named keepers, whom two keys have let in, and of one stay the case workers who are
named for it. Whom the relation wall keeps from a household sees nothing of it, keeper or not (shelter_querysets)."""

from fedportal.lib.row_security import Policy, Question

_ALL = "portal_code() = 0"
_KEEPS = f"{_ALL} OR stations_keeps(shelter_id)"
# Not to be asked of the reader's own rows alone: the application's policy answers with the wall.
_OPEN = "EXISTS (SELECT FROM stations_shelterapplication a WHERE a.id = application_id)"
_WITH_ITS_STAY = f"{_ALL} OR EXISTS (SELECT FROM stations_shelterstay s WHERE s.id = stay_id)"  # nosec B608

OF_SHELTERS = (
    # Keepers are looked up beyond their own policy, which asks this.
    Question(
        "stations_keeps",
        "asked bigint",
        """
        RETURN EXISTS (
            SELECT FROM stations_shelterkeeper k
            WHERE k.shelter_id = asked AND k.user_id = portal_reader() AND k.until IS NULL
        ) OR EXISTS (
            SELECT FROM stations_shelteropening o
            WHERE o.shelter_id = asked AND o.asked_by_id = portal_reader() AND o.until > now()
        );
        """,
    ),
    Question(
        "stations_works_on",
        "asked bigint",
        """
        RETURN EXISTS (
            SELECT FROM stations_stayworker w JOIN stations_shelterstay s ON s.id = w.stay_id
            WHERE s.application_id = asked AND w.user_id = portal_reader() AND w.until IS NULL
        );
        """,
    ),
    Question(
        "stations_own_numbers",
        "",
        "RETURN ARRAY(SELECT d.index FROM cases_staffdigest d WHERE d.user_id = portal_reader());",
        returns="varchar[]",
    ),
    Policy("stations_shelter", f"{_ALL} OR stations_keeps(id)", grants="SELECT, INSERT, UPDATE"),
    Policy("stations_shelterkeeper", _KEEPS, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_shelterroom", _KEEPS, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_shelterbed", _KEEPS, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_shelterevent", _KEEPS, grants="SELECT, INSERT"),
    # Who holds a bed follows her hold, and who leads her unit; the number of the shelter opens nothing to them.
    Policy(
        "stations_shelterhold",
        f"""
        {_ALL} OR held_by_id = portal_reader() OR stations_keeps(shelter_id)
            OR org_id = portal_org() AND position('l' IN portal_flags()) > 0
        """,
        grants="SELECT, INSERT, UPDATE",
    ),
    Policy("stations_beduse", _KEEPS, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_shelterduty", _KEEPS),
    Policy(
        "stations_shelterapplication",
        """
        CASE
            WHEN portal_code() = 0 THEN true
            WHEN walled_org_id = portal_org() THEN false
            WHEN wall && stations_own_numbers() THEN false
            WHEN petition_id IS NOT NULL AND petition_id = ANY ((SELECT cases_walled())::bigint[]) THEN false
            ELSE stations_keeps(shelter_id) OR stations_works_on(id)
        END
        """,
        grants="SELECT, INSERT, UPDATE",
    ),
    Policy("stations_resident", f"{_ALL} OR {_OPEN}", grants="SELECT, INSERT, UPDATE"),
    Policy("stations_shelterstay", f"{_ALL} OR {_OPEN}", grants="SELECT, INSERT, UPDATE"),
    Policy("stations_stayworker", _WITH_ITS_STAY, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_stayevent", _WITH_ITS_STAY, grants="SELECT, INSERT"),
    Policy("stations_inoutlog", _WITH_ITS_STAY, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_belonging", _WITH_ITS_STAY, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_visitor", _WITH_ITS_STAY, grants="SELECT, INSERT"),
    Policy("stations_careplan", _WITH_ITS_STAY, grants="SELECT, INSERT"),
    Policy("stations_stayreferral", _WITH_ITS_STAY, grants="SELECT, INSERT"),
    Policy("stations_stayextension", _WITH_ITS_STAY, grants="SELECT, INSERT"),
    Policy("stations_minorhandover", _WITH_ITS_STAY, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_leavingvisit", _WITH_ITS_STAY, grants="SELECT, INSERT"),
    # Asked for by her, opened by a keeper of that unit's shelters.
    Policy(
        "stations_shelteropening",
        f"{_ALL} OR asked_by_id = portal_reader() OR org_code = portal_code()",
        grants="SELECT, INSERT, UPDATE",
    ),
)
