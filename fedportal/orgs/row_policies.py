"""Federations and agencies are public."""

from fedportal.lib.row_security import declare_open

declare_open("orgs_organization", "orgs_agency")
