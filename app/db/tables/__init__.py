"""The tables, a file for each thing that they are about."""

from app.db.tables.accounts import PreferencesRow, Role, User
from app.db.tables.base import Base, Moment
from app.db.tables.cases import CaseEventRow, CaseRow, RepairRow, SavedViewRow, VerdictRow
from app.db.tables.health import AssessmentRow, StandingRow
from app.db.tables.messages import InvitationRow, MailRow, MessageRow
from app.db.tables.participation import AgreementRow, ConcernRow, GoalRow, PauseRow, PulseRow
from app.db.tables.programme import (
    CareerRow,
    HouseRuleRow,
    MeetingRow,
    MentorshipRow,
    PersonRow,
    ProgrammeRow,
    ReviewRow,
)
from app.db.tables.rematch import ClosureRow, OfferRow, ProposalRow, RematchRequestRow, WishRow
from app.db.tables.work import JobRow, StagedImportRow, VectorRow

__all__ = [
    "AgreementRow",
    "AssessmentRow",
    "Base",
    "CareerRow",
    "CaseEventRow",
    "CaseRow",
    "ClosureRow",
    "ConcernRow",
    "GoalRow",
    "HouseRuleRow",
    "InvitationRow",
    "JobRow",
    "MailRow",
    "MeetingRow",
    "MentorshipRow",
    "MessageRow",
    "Moment",
    "OfferRow",
    "PauseRow",
    "PersonRow",
    "PreferencesRow",
    "ProgrammeRow",
    "ProposalRow",
    "PulseRow",
    "RematchRequestRow",
    "RepairRow",
    "ReviewRow",
    "Role",
    "SavedViewRow",
    "StagedImportRow",
    "StandingRow",
    "User",
    "VectorRow",
    "VerdictRow",
    "WishRow",
]
