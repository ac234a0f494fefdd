"""Rows of petitions, one module a noun."""

from cases.models.access_grant import AccessGrant
from cases.models.accusation import Accused, NamedReader
from cases.models.advice import Proposal, Suggestion
from cases.models.attachment import Attachment
from cases.models.break_glass import BreakGlass
from cases.models.briefing import Briefing, BriefingAdoption
from cases.models.bulk_run import BulkRun
from cases.models.channel import Channel
from cases.models.check import Check
from cases.models.complaint import HandlingComplaint
from cases.models.concern import Concern
from cases.models.conclusion import Conclusion
from cases.models.contact import Contact
from cases.models.document import Document
from cases.models.document_template import DocumentTemplate
from cases.models.event import Event
from cases.models.export import Export
from cases.models.external_id import ExternalId
from cases.models.follow_up import FollowUp
from cases.models.former_value import FormerValue
from cases.models.handling import Diversion, Extension, Mediation, Recusal
from cases.models.handling_step import HandlingStep
from cases.models.leader_case import LeaderCase
from cases.models.ledger_import import ImportBatch, ImportRow
from cases.models.letter import Letter
from cases.models.matter_class import MatterClass
from cases.models.merger import Merger
from cases.models.number_series import NumberSeries
from cases.models.opinion import Archive, Hearing, Opinion, Review
from cases.models.party import Party, SpecialGroup
from cases.models.personal import Disclosure, LegalHold, ProcessingBasis, RightsRequest
from cases.models.petition import Petition
from cases.models.rating import Questionnaire, Rating, RatingLink
from cases.models.receiver import Receiver
from cases.models.reception import ReceptionDay
from cases.models.relation_wall import RelationWall, StaffDigest
from cases.models.reply_link import ReplyLink
from cases.models.safe_contact import CallWindow, HeldContact, NeutralSender, SafeContact
from cases.models.saved_filter import SavedFilter
from cases.models.search_text import SearchText
from cases.models.supervision import SupervisionOrder, SupervisionReply
from cases.models.transfer import Dispute, Transfer
from cases.models.urgent_report import UrgentReport
from cases.models.violence import (
    DangerAssessment,
    MandatoryReport,
    OrderBreach,
    OrderExtension,
    PoliceReport,
    ProtectionOrder,
    SafetyPlan,
    ViolenceCase,
    WarningLetter,
    WarningVisit,
)
from cases.workflow import DocumentKind

__all__ = [
    "AccessGrant",
    "Accused",
    "Archive",
    "Attachment",
    "BreakGlass",
    "Briefing",
    "BriefingAdoption",
    "BulkRun",
    "CallWindow",
    "Channel",
    "Check",
    "Concern",
    "Conclusion",
    "Contact",
    "DangerAssessment",
    "Disclosure",
    "Dispute",
    "Diversion",
    "Document",
    "DocumentKind",
    "DocumentTemplate",
    "Event",
    "Export",
    "Extension",
    "ExternalId",
    "FollowUp",
    "FormerValue",
    "HandlingComplaint",
    "HandlingStep",
    "Hearing",
    "HeldContact",
    "ImportBatch",
    "ImportRow",
    "LeaderCase",
    "LegalHold",
    "Letter",
    "MandatoryReport",
    "MatterClass",
    "Mediation",
    "Merger",
    "NamedReader",
    "NeutralSender",
    "NumberSeries",
    "Opinion",
    "OrderBreach",
    "OrderExtension",
    "Party",
    "Petition",
    "PoliceReport",
    "ProcessingBasis",
    "Proposal",
    "ProtectionOrder",
    "Questionnaire",
    "Rating",
    "RatingLink",
    "Receiver",
    "ReceptionDay",
    "Recusal",
    "RelationWall",
    "ReplyLink",
    "Review",
    "RightsRequest",
    "SafeContact",
    "SafetyPlan",
    "SavedFilter",
    "SearchText",
    "SpecialGroup",
    "StaffDigest",
    "Suggestion",
    "SupervisionOrder",
    "SupervisionReply",
    "Transfer",
    "UrgentReport",
    "ViolenceCase",
    "WarningLetter",
    "WarningVisit",
]
