"""Who sees the rows of posts, bases and people, there: as their `visible_to` says (lib/row_security)."""

from fedportal.lib.row_security import Policy

_IN_RANGE = "org_code >= portal_code() AND org_code < portal_code_end()"
_ALL = "portal_code() = 0"
_ABOVE = """
    EXISTS (
        SELECT FROM orgs_organization o
        WHERE o.id = org_id AND o.code <= portal_code() AND o.code_end > portal_code()
    )
"""
_OF_PERSON = f"{_ALL} OR EXISTS (SELECT FROM stations_networkperson p WHERE p.id = person_id)"  # our own names  # nosec B608
_OF_POST = f"{_ALL} OR EXISTS (SELECT FROM stations_rightspost p WHERE p.id = post_id)"  # our own names  # nosec B608
OF_THE_NETWORK = (
    Policy("stations_networkperson", within=_IN_RANGE, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_networkrole", _OF_PERSON, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_credential", _OF_PERSON, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_networkevent", _OF_PERSON, grants="SELECT, INSERT"),
    # A course names nobody; the petition training of the units above is known to all whose cadres attend it, and any
    # that somebody of the reader's range has attended.
    Policy(
        "stations_trainingcourse",
        within=f"""
            {_IN_RANGE} OR kind = 'petition' AND {_ABOVE}
            OR EXISTS (SELECT FROM stations_trainingrecord r WHERE r.course_id = stations_trainingcourse.id)
        """,  # our own names  # nosec B608
        grants="SELECT, INSERT, UPDATE",
    ),
    Policy("stations_trainingrecord", _OF_PERSON),
    Policy("stations_volunteertask", within=_IN_RANGE, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_tasksignup", _OF_PERSON, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_volunteerservice", _OF_PERSON, grants="SELECT, INSERT, UPDATE"),
    # One's own unit's: working material, and nobody of the network yet.
    Policy("stations_rosterimport", "portal_code() = 0 OR org_id = portal_org()"),
    Policy(
        "stations_rosterimportrow",
        "portal_code() = 0 OR EXISTS (SELECT FROM stations_rosterimport i WHERE i.id = batch_id)",
    ),
    # What a unit's own systems call what they have written.
    Policy("stations_externalname", "portal_code() = 0 OR org_id = portal_org()", grants="SELECT, INSERT, UPDATE"),
    Policy("stations_rightspost", within=_IN_RANGE, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_postreview", _OF_POST, grants="SELECT, INSERT"),
    Policy("stations_postaward", _OF_POST, grants="SELECT, INSERT, UPDATE"),
    Policy("stations_postevent", _OF_POST, grants="SELECT, INSERT"),
    # The directory is open to the line (AgencyQuerySet.visible_to), and so is what stands beside it.
    Policy(
        "stations_partnerbase",
        within=f"{_IN_RANGE} OR closed_on IS NULL AND {_ABOVE}",
        grants="SELECT, INSERT, UPDATE",
    ),
)
