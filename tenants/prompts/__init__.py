"""A council's own calendar: what it is asked at its times of the year, breach or no breach.

Gone through once a day for each council, and whenever something in it changes; safe to run twice.
"""

from tenants.prompts.coming import Prompt, prompts_at_home, prompts_for
from tenants.prompts.evidence import Evidence, evidence_of, prepare_evidence, years_here
from tenants.prompts.recording import record_training
from tenants.prompts.returns import Counts, ReturnYear, counts_of, make_return, return_years
from tenants.prompts.training import TrainingLine, trained_within, training_lines
from tenants.prompts.upkeep import ask_for_upkeep, claim_upkeep, keep_up, lock_calendar

__all__ = [
    "Counts",
    "Evidence",
    "Prompt",
    "ReturnYear",
    "TrainingLine",
    "ask_for_upkeep",
    "claim_upkeep",
    "counts_of",
    "evidence_of",
    "keep_up",
    "lock_calendar",
    "make_return",
    "prepare_evidence",
    "prompts_at_home",
    "prompts_for",
    "record_training",
    "return_years",
    "trained_within",
    "training_lines",
    "years_here",
]
