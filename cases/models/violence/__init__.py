"""The tables of the course of a case of violence at home: a package of their own, for they are many.

Each row names its petition: who sees the petition sees it, and an erasing finds it.
"""

from cases.models.violence.course import ViolenceCase
from cases.models.violence.danger import DangerAssessment
from cases.models.violence.orders import OrderBreach, OrderExtension, ProtectionOrder, SafetyPlan
from cases.models.violence.reports import MandatoryReport, PoliceReport
from cases.models.violence.warnings import WarningLetter, WarningVisit

__all__ = [
    "DangerAssessment",
    "MandatoryReport",
    "OrderBreach",
    "OrderExtension",
    "PoliceReport",
    "ProtectionOrder",
    "SafetyPlan",
    "ViolenceCase",
    "WarningLetter",
    "WarningVisit",
]
