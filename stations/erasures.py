"""Texts of this room: about places and units, not about petitioners."""

from cases.disposal.erasures import KEPT
from stations.check_erasures import OF_CHECKS

KEPT.update(OF_CHECKS)
