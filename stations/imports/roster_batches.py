"""Rosters of people, and what is made of them."""

from fedportal.accounts.roles import Can
from stations.imports.intake import Intake
from stations.imports.roster_checking import Roster
from stations.imports.roster_columns import HEADINGS
from stations.imports.roster_loading import enter_many
from stations.models import RosterImport

ROSTERS = Intake(
    model=RosterImport,
    verb="roster",
    needs=frozenset({Can.KEEP_NETWORK}),
    refusal="您的角色不能导入名册。",
    lock=0x57A7105,
    headings=HEADINGS,
    reader=Roster,
    enter=enter_many,
)
upload, check, load = ROSTERS.upload, ROSTERS.check, ROSTERS.load
