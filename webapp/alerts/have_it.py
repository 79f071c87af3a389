"""/have-it/<token>: the door in an alert. Opening it changes nothing; its button says "I have it".

Mail servers open the links in what they scan, so that a page must never act by being shown.
"""

from typing import Any

from flask import current_app, g, render_template

from tenants import alerts as services
from tenants.errors import NotFound
from tenants.messages.holding import HoldLink, HoldLinkRefused, read_hold_link
from tenants.settings import Settings
from webapp.access import public
from webapp.alerts import alerts, words
from webapp.alerts.mine import now
from webapp.forms import Form, render_form, takes_form
from webapp.limits import PER_PLACE, by_place, count_refusal, is_refused, limiter
from webapp.scope import ShownCouncil, database


class HaveItForm(Form):
    """One button."""


@alerts.route("/have-it/<token>", methods=["GET", "POST"])
@public
@takes_form
@limiter.limit(PER_PLACE, key_func=by_place, deduct_when=is_refused)
def have_it(token: str) -> Any:
    """Show what an alert is about, and take its recipient's word for having it.

    Public only in that the link is the key: it was sent to one person, and can do this one thing.
    """
    settings: Settings = current_app.extensions["settings"]
    try:
        link = read_hold_link(settings.secret_key, token, now=now())
        return _page(link)
    except HoldLinkRefused as refused:
        why = str(refused)
    except NotFound:
        why = "What this link was about is not here any more."
    count_refusal()
    return render_template("alerts/link_refused.html", why=why), 410


def _page(link: HoldLink) -> Any:
    form = HaveItForm()
    with database().session(link.council_id) as opened:
        if form.is_sent():
            hold = services.say_have_it(opened, message_id=link.message_id, now=now())
            opened.commit()
        else:
            hold = services.find_hold(opened, message_id=link.message_id)
        g.council = ShownCouncil(hold.council.name, hold.council.slug, hold.council.colour)
        return render_form("alerts/have_it.html", form, hold=hold, words=words)
