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
    POLICE = "police"
    INSURERS = "insurers"
    BANK = "bank"
    LEGAL_ADVISERS = "legal_advisers"
    PRESS = "press"
    OTHER = "other"


class PeopleException(StrEnum):
    """Why the people need not be told although the risk is high (UK GDPR Art. 34(3)(a) to (c))."""

    PROTECTED_BEFORE = "protected_before"
    RISK_REMOVED_SINCE = "risk_removed_since"
    DISPROPORTIONATE = "disproportionate"


class Party(StrEnum):
    """With whom a breach was spoken of."""

    REGULATOR = "regulator"
    PEOPLE = "people"
    POLICE = "police"
    INSURERS = "insurers"
    BANK = "bank"
    LEGAL_ADVISERS = "legal_advisers"
    PRESS = "press"
    COUNCILLORS = "councillors"
    SUPPLIER = "supplier"
    RECIPIENT = "recipient"
    OTHER = "other"


class Direction(StrEnum):
    """Who told whom."""

    TOLD = "told"
    HEARD = "heard"


class FileKind(StrEnum):
    """What a file is kept for."""

    EVIDENCE = "evidence"
    REGULATOR_LETTER = "regulator_letter"


class Scan(StrEnum):
    """What a search for viruses said; a file in which one was found is not kept."""

    NOT_SCANNED = "not_scanned"
    CLEAN = "clean"


class LinkKind(StrEnum):
    """What one breach has to do with another."""

    RELATED = "related"
    DUPLICATE_OF = "duplicate_of"


class ReportKind(StrEnum):
    """Whether the regulator hears of a breach for the first time."""

    INITIAL = "initial"
    FOLLOW_UP = "follow_up"


class LetterOutcome(StrEnum):
    """What a letter of the regulator says that becomes of a breach."""

    NO_ACTION = "no_action"
    NO_ACTION_WITH_RECOMMENDATIONS = "no_action_with_recommendations"
    REPRIMAND = "reprimand"
    PENALTY = "penalty"
    ENFORCEMENT_NOTICE = "enforcement_notice"
    UNDERTAKING = "undertaking"
    COMPLAINT_OUTCOME = "complaint_outcome"
    FURTHER_ENQUIRIES = "further_enquiries"
    DOES_NOT_MEET_THRESHOLD = "does_not_meet_threshold"
    UNKNOWN = "unknown"


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
    REASSESS = "reassess"
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
    REPORTER_WROTE = "reporter_wrote"
    REPORT_FINISHED = "report_finished"
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
    REPORT_ACKNOWLEDGED = "report_acknowledged"
    INTAKE_CHANGED = "intake_changed"
    REPORTER_WROTE = "reporter_wrote"
    REPORTER_ANSWERED = "reporter_answered"
    FILE_ADDED = "file_added"
    FILE_REMOVED = "file_removed"
    COMMUNICATION_RECORDED = "communication_recorded"
    COMMENT_WRITTEN = "comment_written"
    BREACH_LINKED = "breach_linked"
    BREACH_UNLINKED = "breach_unlinked"
    HOLD_SET = "hold_set"
    HOLD_LIFTED = "hold_lifted"
    RISKS_ASSESSED = "risks_assessed"
    FACTS_CHANGED = "facts_changed"
    REGULATOR_REPORT_SAVED = "regulator_report_saved"
    REGULATOR_REPORT_SENT = "regulator_report_sent"
    LETTER_ADDED = "letter_added"
    LETTER_CONFIRMED = "letter_confirmed"
    REVIEWED = "reviewed"
    LESSON_SHARED = "lesson_shared"
    LESSON_WITHDRAWN = "lesson_withdrawn"
    BREACH_REOPENED = "breach_reopened"
    DOCUMENT_MADE = "document_made"
    REGISTER_EXPORTED = "register_exported"
    DATA_ERASED = "data_erased"
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
