"""/councils/<council>/alerts: what this member will be told, when, why and by which way."""

from datetime import datetime, timedelta
from typing import Any, Final

from flask import current_app, render_template

from tenants import alerts as services
from tenants.access import Permission
from tenants.contacts import mutable_kinds
from tenants.times import LONDON
from webapp.access import requires
from webapp.alerts import alerts, words
from webapp.scope import scope

_SHOWN_FOR: Final = timedelta(days=30)


@alerts.get("/councils/<council>/alerts")
@requires(Permission.SEE_HOME)
def mine(council: str) -> Any:
    """Show what is coming to this member, what came, and how they are reached."""
    at = now()
    reach = services.get_reach(scope.session, member=scope.member)
    lately = services.told_lately(scope.session, member=scope.member, since=at - _SHOWN_FOR)
    return render_template(
        "alerts/mine.html",
        coming=services.coming_for(scope.session, member=scope.member),
        lately=lately,
        passed_on=services.passed_on_to(scope.session, [told.message for told in lately]),
        reach=reach,
        why=lambda told: services.why_told(
            told, reach.membership, names=reach.names, contacts=reach.contacts
        ),
        warnings=reach.warnings(today=at.astimezone(LONDON).date()),
        mutable=[words.MUTABLE[kind] for kind in mutable_kinds()],
        words=words,
        most=services.MOST,
        slug=council,
        sees_register=scope.member.can(Permission.SEE_REGISTER),
    )


def now() -> datetime:
    """Return the service's own time."""
    at: datetime = current_app.extensions["clock"].now()
    return at
