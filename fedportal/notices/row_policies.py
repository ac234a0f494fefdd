"""A notice is seen by the unit that is told."""

from fedportal.lib.row_security import Policy, declare

declare(Policy("notices_notice", "portal_code() = 0 OR org_id = portal_org()"))
