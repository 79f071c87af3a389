"""The tables, and nothing that acts on them."""

from tenants.models.base import Base
from tenants.models.breach import (
    AssessmentRow,
    Breach,
    Decision,
    Draft,
    InitialAssessment,
    Involvement,
)
from tenants.models.contact import Contact, NotifyAccount
from tenants.models.directory import (
    Association,
    Council,
    Membership,
    Officer,
    Operator,
    Person,
)
from tenants.models.policy import AdoptedPolicy, ModelAnswer, ModelPolicy, PolicyDraft
from tenants.models.post import Deadline, Gauge, Heartbeat, Message, Outage, Upkeep
from tenants.models.record import AuditEntry, SectorFact
from tenants.models.undertaking import Action, AnnualReturn, Complaint, Training
from tenants.models.vocabulary import (
    ActionKind,
    DraftKind,
    Event,
    MessageChannel,
    MessageKind,
    Nature,
    ObligationId,
    Origin,
    Precision,
    State,
    Subject,
)

__all__ = [
    "Action",
    "ActionKind",
    "AdoptedPolicy",
    "AnnualReturn",
    "AssessmentRow",
    "Association",
    "AuditEntry",
    "Base",
    "Breach",
    "Complaint",
    "Contact",
    "Council",
    "Deadline",
    "Decision",
    "Draft",
    "DraftKind",
    "Event",
    "Gauge",
    "Heartbeat",
    "InitialAssessment",
    "Involvement",
    "Membership",
    "Message",
    "MessageChannel",
    "MessageKind",
    "ModelAnswer",
    "ModelPolicy",
    "Nature",
    "NotifyAccount",
    "ObligationId",
    "Officer",
    "Operator",
    "Origin",
    "Outage",
    "Person",
    "PolicyDraft",
    "Precision",
    "SectorFact",
    "State",
    "Subject",
    "Training",
    "Upkeep",
]
