"""The closed vocabularies that facts are written in; each value is a stable string.

The words that people read for these values stand in ``data/facts.toml``.
"""

from enum import StrEnum
from typing import Final

NOT_YET_KNOWN: Final = "not_yet_known"


class Kind(StrEnum):
    """What was harmed: secrecy, correctness or being there when needed."""

    CONFIDENTIALITY = "confidentiality"
    INTEGRITY = "integrity"
    AVAILABILITY = "availability"


class Cause(StrEnum):
    """The regulator's incident types, under stable names of our own."""

    EMAILED_TO_WRONG_RECIPIENT = "emailed_to_wrong_recipient"
    POSTED_TO_WRONG_RECIPIENT = "posted_to_wrong_recipient"
    FAILURE_TO_USE_BCC = "failure_to_use_bcc"
    FAILURE_TO_REDACT = "failure_to_redact"
    VERBAL_DISCLOSURE = "verbal_disclosure"
    LOST_OR_STOLEN_PAPERWORK = "lost_or_stolen_paperwork"
    LOST_OR_STOLEN_DEVICE = "lost_or_stolen_device"
    DISPOSAL_OF_PAPERWORK = "disposal_of_paperwork"
    DISPOSAL_OF_HARDWARE = "disposal_of_hardware"
    WRONG_PERSONS_DATA_IN_PORTAL = "wrong_persons_data_in_portal"
    UNAUTHORISED_ACCESS = "unauthorised_access"
    ALTERATION = "alteration"
    OTHER_NON_CYBER = "other_non_cyber"
    PHISHING = "phishing"
    RANSOMWARE = "ransomware"
    MALWARE = "malware"
    BRUTE_FORCE = "brute_force"
    DENIAL_OF_SERVICE = "denial_of_service"
    MISCONFIGURATION = "misconfiguration"
    CRYPTOGRAPHIC_FLAW = "cryptographic_flaw"
    OTHER_CYBER = "other_cyber"
    NOT_YET_KNOWN = NOT_YET_KNOWN


class Intent(StrEnum):
    """Whether somebody meant it."""

    ACCIDENT = "accident"
    DELIBERATE = "deliberate"
    NOT_YET_KNOWN = NOT_YET_KNOWN


class Recipient(StrEnum):
    """Who has, or could have, the information now."""

    NOBODY = "nobody"
    TRUSTED = "trusted"
    KNOWN_PERSON = "known_person"
    UNKNOWN_PERSON = "unknown_person"
    PUBLIC = "public"
    CRIMINAL = "criminal"
    NOT_YET_KNOWN = NOT_YET_KNOWN


class Answer(StrEnum):
    """A plain yes or no."""

    YES = "yes"
    NO = "no"
    NOT_YET_KNOWN = NOT_YET_KNOWN


class ExposureEvidence(StrEnum):
    """What there is to show whether anybody got hold of the information."""

    LOGS_SHOW_NOBODY = "logs_show_nobody"
    NO_EVIDENCE = "no_evidence"
    SHOWN = "shown"
    NOT_YET_KNOWN = NOT_YET_KNOWN


class Protection(StrEnum):
    """What kept the information unreadable, and whether it still does."""

    ENCRYPTED_KEY_SAFE = "encrypted_key_safe"
    STRONGLY_HASHED = "strongly_hashed"
    ENCRYPTED_KEY_AT_RISK = "encrypted_key_at_risk"
    NONE = "none"
    NOT_YET_KNOWN = NOT_YET_KNOWN


class Restoration(StrEnum):
    """How soon lost or changed information was put right."""

    NOT_LOST = "not_lost"
    WITHIN_A_DAY = "within_a_day"
    TOOK_DAYS = "took_days"
    CANNOT_BE_GOT_BACK = "cannot_be_got_back"
    NOT_YET_KNOWN = NOT_YET_KNOWN


class ServiceEffect(StrEnum):
    """What people who depend on a service felt of it."""

    NONE = "none"
    MINOR = "minor"
    SERIOUS = "serious"
    NOT_YET_KNOWN = NOT_YET_KNOWN


class Category(StrEnum):
    """The regulator's categories of personal data."""

    BASIC_IDENTIFIERS = "basic_identifiers"
    IDENTIFICATION_DATA = "identification_data"
    ECONOMIC_AND_FINANCIAL = "economic_and_financial"
    OFFICIAL_DOCUMENTS = "official_documents"
    LOCATION = "location"
    HEALTH = "health"
    RACIAL_OR_ETHNIC_ORIGIN = "racial_or_ethnic_origin"
    POLITICAL_OPINIONS = "political_opinions"
    RELIGIOUS_OR_PHILOSOPHICAL_BELIEFS = "religious_or_philosophical_beliefs"
    TRADE_UNION_MEMBERSHIP = "trade_union_membership"
    SEX_LIFE = "sex_life"
    SEXUAL_ORIENTATION = "sexual_orientation"
    GENDER_REASSIGNMENT = "gender_reassignment"
    GENETIC_OR_BIOMETRIC = "genetic_or_biometric"
    CRIMINAL_OFFENCES = "criminal_offences"
    OTHER = "other"


class Revealing(StrEnum):
    """What somebody who saw it would learn about a person."""

    ALREADY_PUBLIC = "already_public"
    NOTHING_MORE = "nothing_more"
    MINOR = "minor"
    PRIVATE = "private"
    SENSITIVE = "sensitive"
    NOT_YET_KNOWN = NOT_YET_KNOWN


class Particular(StrEnum):
    """The kinds of information that a breach form calls high risk."""

    IDENTITY_FRAUD = "identity_fraud"
    VULNERABLE_PEOPLE = "vulnerable_people"
    DETAILED_PROFILE = "detailed_profile"
    SAFETY = "safety"
    SEXUAL_OR_MENTAL_HEALTH = "sexual_or_mental_health"
    NONE_OF_THESE = "none_of_these"


class Credentials(StrEnum):
    """Passwords, PINs and security answers among the information."""

    NONE = "none"
    NO_LONGER_WORK = "no_longer_work"
    STILL_WORK = "still_work"
    NOT_YET_KNOWN = NOT_YET_KNOWN


class DataSubject(StrEnum):
    """The regulator's kinds of people whose information it is."""

    EMPLOYEES = "employees"
    USERS = "users"
    SUBSCRIBERS = "subscribers"
    STUDENTS = "students"
    CUSTOMERS = "customers"
    PATIENTS = "patients"
    CHILDREN = "children"
    VULNERABLE_ADULTS = "vulnerable_adults"
    OTHER = "other"


class ReputationHarm(StrEnum):
    """Whose good name suffers."""

    NONE = "none"
    INDIVIDUAL = "individual"
    DEPARTMENT = "department"
    SERVICE = "service"
    COUNCIL = "council"
    NOT_YET_KNOWN = NOT_YET_KNOWN


class MediaInterest(StrEnum):
    """How far the news travels."""

    VERY_UNLIKELY = "very_unlikely"
    POSSIBLE = "possible"
    SPECIALIST = "specialist"
    LOW_KEY = "low_key"
    LOCAL = "local"
    NATIONAL = "national"
    NOT_YET_KNOWN = NOT_YET_KNOWN


class Liability(StrEnum):
    """What the council has to pay because of it."""

    RESTITUTION = "restitution"
    OTHER_LIABILITY = "other_liability"
    EXTRA_COSTS = "extra_costs"
    NONE_OF_THESE = "none_of_these"


class RiskToPeople(StrEnum):
    """The law's three answers: Articles 33 and 34 of the UK GDPR draw the two lines between."""

    UNLIKELY = "unlikely"
    RISK = "risk"
    HIGH_RISK = "high_risk"

    @property
    def rank(self) -> int:
        """0, 1 or 2, so that answers can be compared; the strings must not be."""
        return _RISK_RANK[self]


_RISK_RANK: Final = {answer: rank for rank, answer in enumerate(RiskToPeople)}
