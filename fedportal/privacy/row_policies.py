"""Lists of disposal are seen by the unit that drew them up, and what hangs on them with them."""

from fedportal.lib.row_security import Policy, declare

_LIST = "portal_code() = 0 OR EXISTS (SELECT FROM privacy_disposalbatch b WHERE b.id = batch_id)"

declare(
    Policy("privacy_disposalbatch", "portal_code() = 0 OR org_id = portal_org()", "SELECT, INSERT, UPDATE"),
    Policy("privacy_disposalitem", _LIST),
    Policy("privacy_filetoremove", _LIST),
    Policy("privacy_tombstone", _LIST, "SELECT, INSERT"),
)
