"""A council's own calendar: what it is asked at its times of the year, breach or no breach.

Gone through once a day for each council, and whenever something in it changes; safe to run twice.
"""

from tenants.prompts.upkeep import ask_for_upkeep, claim_upkeep, keep_up

__all__ = ["ask_for_upkeep", "claim_upkeep", "keep_up"]
