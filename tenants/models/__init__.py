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
from tenants.models.directory import Association, Council, Membership, Officer, Person
from tenants.models.policy import AdoptedPolicy, ModelAnswer, ModelPolicy, PolicyDraft
from tenants.models.post import Deadline, Heartbeat, Message
from tenants.models.record import AuditEntry, SectorFact
from tenants.models.vocabulary import (
    DraftKind,
    Event,
    MessageKind,
    Nature,
    ObligationId,
    Origin,
    Precision,
    State,
    Subject,
)

__all__ = [
    "AdoptedPolicy",
    "AssessmentRow",
    "Association",
    "AuditEntry",
    "Base",
    "Breach",
    "Council",
    "Deadline",
    "Decision",
    "Draft",
    "DraftKind",
    "Event",
    "Heartbeat",
    "InitialAssessment",
    "Involvement",
    "Membership",
    "Message",
    "MessageKind",
    "ModelAnswer",
    "ModelPolicy",
    "Nature",
    "ObligationId",
    "Officer",
    "Origin",
    "Person",
    "PolicyDraft",
    "Precision",
    "SectorFact",
    "State",
    "Subject",
]
