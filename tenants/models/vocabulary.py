"""The closed sets that the tables hold, as the code and the database both know them."""

from enum import StrEnum


class State(StrEnum):
    """How far a breach has come through the policy's steps."""

    REPORTED = "reported"
    RECEIVED = "received"
    INVESTIGATING = "investigating"
    RATED = "rated"
    DECIDED = "decided"
    CLOSED = "closed"


class Nature(StrEnum):
    """What a report turned out to be; all of them stay in the register."""

    SUSPECTED = "suspected"
    BREACH = "breach"
    NEAR_MISS = "near_miss"
    NOT_A_BREACH = "not_a_breach"


class Precision(StrEnum):
    """How exactly a moment is known."""

    TIME = "time"
    DAY = "day"
    NOT_KNOWN = "not_known"


class Subject(StrEnum):
    """What a decision is about."""

    RATING = "rating"
    RISK = "risk"
    REGULATOR = "regulator"
    PEOPLE = "people"


class DraftKind(StrEnum):
    """What a saved, unfinished form will become."""

    REPORT = "report"
    RATING = "rating"


class Origin(StrEnum):
    """What a council's policy document was taken from."""

    SHIPPED_MODEL = "shipped_model"
    PUBLISHED_MODEL = "published_model"
    VERSION_IN_FORCE = "version_in_force"
    DOCUMENT = "document"


class ObligationId(StrEnum):
    """What a deadline is for."""

    DECIDE_REGULATOR = "decide_regulator"
    NOTIFY_REGULATOR = "notify_regulator"
    DECIDE_PEOPLE = "decide_people"
    TELL_PEOPLE = "tell_people"
    REPORT_TO_COUNCIL = "report_to_council"
    RECEIVE_REPORT = "receive_report"
    FOLLOW_UP = "follow_up"
    DO_ACTION = "do_action"
    ERASE = "erase"
    ACKNOWLEDGE_COMPLAINT = "acknowledge_complaint"
    REVIEW_POLICY = "review_policy"
    REFRESH_TRAINING = "refresh_training"
    EVIDENCE_PACK = "evidence_pack"
    ANNUAL_RETURN = "annual_return"


class MessageKind(StrEnum):
    """What a message tells its recipient."""

    REPORT_RECEIVED = "report_received"
    REPORT_WAITING = "report_waiting"
    ROUTED_TO_YOU = "routed_to_you"
    LEAD_APPOINTED = "lead_appointed"
    LEAD_WANTED = "lead_wanted"
    COUNCIL_TOLD = "council_told"
    CLOCK_ALERT = "clock_alert"
    PROMPT = "prompt"
    STALE_BREACH = "stale_breach"
    WEEKLY_DIGEST = "weekly_digest"
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a kind of letter


class MessageChannel(StrEnum):
    """By which way a message reaches its recipient."""

    EMAIL = "email"
    TEXT = "text"


class ActionKind(StrEnum):
    """Why somebody undertook to do something."""

    CONTAINMENT = "containment"
    FOLLOW_UP = "follow_up"
    RECOMMENDATION = "recommendation"
    LESSON = "lesson"


class Event(StrEnum):
    """What an audit entry records."""

    BREACH_REPORTED = "breach_reported"
    INVOLVEMENT_DECLARED = "involvement_declared"
    INITIALLY_ASSESSED = "initially_assessed"
    LEAD_APPOINTED = "lead_appointed"
    LEAD_STOOD_DOWN = "lead_stood_down"
    TIMES_CHANGED = "times_changed"
    BREACH_RATED = "breach_rated"
    DECISION_RECORDED = "decision_recorded"
    COUNCIL_TOLD = "council_told"
    BREACH_CLOSED = "breach_closed"
    MESSAGE_SENT = "message_sent"
    MESSAGE_FAILED = "message_failed"
    MESSAGE_BOUNCED = "message_bounced"
    DEADLINE_HELD = "deadline_held"
    ACTION_SET = "action_set"
    ACTION_DONE = "action_done"
    ACTION_DROPPED = "action_dropped"
    COMPLAINT_RECORDED = "complaint_recorded"
    COMPLAINT_ACKNOWLEDGED = "complaint_acknowledged"
    REPORTED_TO_COUNCIL = "reported_to_council"
    TRAINING_RECORDED = "training_recorded"
    RETURN_MADE = "return_made"
    EVIDENCE_PREPARED = "evidence_prepared"
    CONTACT_CHANGED = "contact_changed"
    NOTIFY_CHANGED = "notify_changed"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    POLICY_ADOPTED = "policy_adopted"
    POLICY_DRAFT_STARTED = "policy_draft_started"
    POLICY_DRAFT_SAVED = "policy_draft_saved"
    POLICY_DRAFT_DISCARDED = "policy_draft_discarded"
    MODEL_DECLINED = "model_declined"
