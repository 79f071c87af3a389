"""A council's public report page, the receipts that come of it, and the council's side of both.

Whoever reports here is signed in nowhere: a view that they open finds the council by its address,
opens a session of that council alone, and shows nothing but what they wrote and were answered. A
receipt's code stands in no address, no log and no cookie.
"""

from webapp.intake import conversation, enough, receipts, switch, tell_us
from webapp.intake.blueprint import intake

__all__ = ["conversation", "enough", "intake", "receipts", "switch", "tell_us"]
