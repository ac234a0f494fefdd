"""Who sees the rows of shelters: named keepers, whom two keys have let in, and of one stay the case workers who are
named for it. Whom the relation wall keeps from a household sees nothing of it, keeper or not (shelter_querysets).
Who was let in by two keys only looks: keepers write, and case workers in their stays. Another system of the shelter's
own unit reads what its scope brings."""

from fedportal.lib.row_security import Policy, Question

_ALL = "portal_code() = 0"
# The client of the shelter's own unit that was granted the scope; it reads, and writes nothing.
_TOLD = f"{_ALL} OR stations_keeps(shelter_id) OR stations_told_of(shelter_id)"
_KEEPS = f"{_ALL} OR stations_keeps(shelter_id)"
_TENDS = f"{_ALL} OR stations_tends(shelter_id)"
_HELD_BY_US = (
    f"{_ALL} OR held_by_id = portal_reader() OR org_id = portal_org() AND position('l' IN portal_flags()) > 0"
)
# Not to be asked of the reader's own rows alone: the application's policy answers with the wall.
_OPEN = "EXISTS (SELECT FROM stations_shelterapplication a WHERE a.id = application_id)"
# Nor are those who only look asked to write: keepers do, and who works on the stay.
_HANDLES = f"{_ALL} OR stations_handles(stay_id)"
_WITH_ITS_STAY = f"{_ALL} OR EXISTS (SELECT FROM stations_shelterstay s WHERE s.id = stay_id)"  # nosec B608
# What happens there is told to no other system.
_STORY = f"{_ALL} OR EXISTS (SELECT FROM stations_shelterstay s WHERE s.id = stay_id) AND NOT stations_is_system()"  # nosec B608

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
        "stations_told_of",
        "asked bigint",
        """
        RETURN EXISTS (
            SELECT FROM stations_shelter s JOIN accounts_user u ON u.org_id = s.org_id
            JOIN api_apiclient c ON c.user_id = u.id
            WHERE s.id = asked AND u.id = portal_reader() AND 'shelters' = ANY (c.scopes)
        );
        """,
    ),
    Question(
        "stations_is_system",
        "",
        "RETURN EXISTS (SELECT FROM api_apiclient c WHERE c.user_id = portal_reader());",
    ),
    Question(
        "stations_tends",
        "asked bigint",
        """
        RETURN EXISTS (
            SELECT FROM stations_shelterkeeper k
            WHERE k.shelter_id = asked AND k.user_id = portal_reader() AND k.until IS NULL
        );
        """,
    ),
    Question(
        "stations_tends_of",  # a shelter of the unit with that code
        "asked bigint",
        """
        RETURN EXISTS (
            SELECT FROM stations_shelterkeeper k JOIN stations_shelter s ON s.id = k.shelter_id
            WHERE s.org_code = asked AND k.user_id = portal_reader() AND k.until IS NULL
        );
        """,
    ),
    Question(
        "stations_handles",
        "asked bigint",
        """
        RETURN EXISTS (
            SELECT FROM stations_shelterkeeper k JOIN stations_shelterstay s ON s.shelter_id = k.shelter_id
            WHERE s.id = asked AND k.user_id = portal_reader() AND k.until IS NULL
        ) OR EXISTS (
            SELECT FROM stations_stayworker w
            WHERE w.stay_id = asked AND w.user_id = portal_reader() AND w.until IS NULL
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
    Policy(
        "stations_shelter",
        f"{_ALL} OR stations_keeps(id) OR stations_told_of(id)",
        grants="SELECT, INSERT, UPDATE",
        writes=f"{_ALL} OR stations_tends(id)",
    ),
    Policy("stations_shelterkeeper", _KEEPS, grants="SELECT, INSERT, UPDATE", writes=_TENDS),
    Policy("stations_shelterroom", _KEEPS, grants="SELECT, INSERT, UPDATE", writes=_TENDS),
    Policy("stations_shelterbed", _TOLD, grants="SELECT, INSERT, UPDATE", writes=_TENDS),
    Policy("stations_shelterevent", _KEEPS, grants="SELECT, INSERT", writes=_TENDS),
    # Who holds a bed follows her hold, and who leads her unit; the number of the shelter opens nothing to them.
    Policy(
        "stations_shelterhold",
        f"""
        CASE
            WHEN portal_code() = 0 THEN true
            WHEN petition_id IS NOT NULL AND petition_id = ANY ((SELECT cases_walled())::bigint[]) THEN false
            ELSE {_HELD_BY_US} OR stations_keeps(shelter_id)
        END
        """,
        grants="SELECT, INSERT, UPDATE",
        writes=f"{_HELD_BY_US} OR stations_tends(shelter_id)",
    ),
    Policy("stations_beduse", _TOLD, grants="SELECT, INSERT, UPDATE", writes=_TENDS),
    Policy("stations_shelterduty", _KEEPS, writes=_TENDS),
    # Of who was let in, what a unit above finds is the one thing that is written.
    Policy("stations_sheltercheck", _KEEPS, grants="SELECT, INSERT", writes=f"{_TENDS} OR by_id = portal_reader()"),
    Policy(
        "stations_sheltercheckanswer",
        f"{_ALL} OR EXISTS (SELECT FROM stations_sheltercheck c WHERE c.id = of_id)",  # nosec B608
        grants="SELECT, INSERT",
        writes=f"{_ALL} OR EXISTS (SELECT FROM stations_sheltercheck c "  # nosec B608
        "WHERE c.id = of_id AND c.by_id = portal_reader())",
    ),
    Policy(
        "stations_shelterapplication",
        """
        CASE
            WHEN portal_code() = 0 THEN true
            WHEN walled_org_id = portal_org() THEN false
            WHEN wall && stations_own_numbers() THEN false
            WHEN petition_id IS NOT NULL AND petition_id = ANY ((SELECT cases_walled())::bigint[]) THEN false
            ELSE stations_keeps(shelter_id) OR stations_works_on(id) OR stations_told_of(shelter_id)
        END
        """,
        grants="SELECT, INSERT, UPDATE",
        writes=_TENDS,
    ),
    Policy(
        "stations_resident",
        f"{_ALL} OR {_OPEN}",
        grants="SELECT, INSERT, UPDATE",
        writes=f"{_ALL} OR EXISTS (SELECT FROM stations_shelterapplication a "  # nosec B608
        "WHERE a.id = application_id AND stations_tends(a.shelter_id))",
    ),
    Policy(
        "stations_shelterstay",
        f"{_ALL} OR {_OPEN}",
        grants="SELECT, INSERT, UPDATE",
        writes=f"{_ALL} OR stations_tends(shelter_id) OR stations_handles(id)",
    ),
    # Where one may change rows of a story, the lock lets through an erasing alone (shelter_care, shelter_stay).
    Policy("stations_stayworker", _STORY, grants="SELECT, INSERT, UPDATE", writes=_HANDLES),
    Policy("stations_stayevent", _STORY, grants="SELECT, INSERT, UPDATE", writes=_HANDLES),
    Policy("stations_inoutlog", _STORY, grants="SELECT, INSERT, UPDATE", writes=_HANDLES),
    Policy("stations_belonging", _STORY, grants="SELECT, INSERT, UPDATE", writes=_HANDLES),
    Policy("stations_visitor", _STORY, grants="SELECT, INSERT, UPDATE", writes=_HANDLES),
    Policy("stations_careplan", _STORY, grants="SELECT, INSERT, UPDATE", writes=_HANDLES),
    Policy("stations_stayreferral", _STORY, grants="SELECT, INSERT, UPDATE", writes=_HANDLES),
    Policy("stations_stayextension", _WITH_ITS_STAY, grants="SELECT, INSERT, UPDATE", writes=_HANDLES),
    Policy("stations_minorhandover", _STORY, grants="SELECT, INSERT, UPDATE", writes=_HANDLES),
    Policy("stations_leavingvisit", _STORY, grants="SELECT, INSERT, UPDATE", writes=_HANDLES),
    # Asked for by her, answered by a keeper of that unit's shelters; nobody else reads why she asks.
    Policy(
        "stations_shelteropening",
        f"{_ALL} OR asked_by_id = portal_reader() OR stations_tends_of(org_code)",
        grants="SELECT, INSERT, UPDATE",
        writes=f"{_ALL} OR shelter_id IS NULL AND asked_by_id = portal_reader() OR stations_tends(shelter_id)",
    ),
)
