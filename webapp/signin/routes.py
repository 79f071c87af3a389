"""The doors: of a council, of an association, of the operators; and passwords."""

import logging
from typing import Any, cast

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from tenants import councils, passwords, people
from tenants.clock import Clock
from tenants.errors import NotAcceptable, SignInRefused
from tenants.operators import find_operator
from tenants.settings import Settings
from webapp.access import View, public
from webapp.forms import render_form, takes_form
from webapp.identity import let_in
from webapp.limits import (
    PER_EMAIL,
    PER_EMAIL_AND_PLACE,
    PER_PLACE,
    by_email,
    by_email_and_place,
    by_place,
    count_refusal,
    even_time,
    is_refused,
    limiter,
)
from webapp.scope import ShownCouncil, SignedOutWhileTyping, database, safe_next
from webapp.signin.carried import pack, unpack
from webapp.signin.forms import ForgottenPasswordForm, NewPasswordForm, SignInForm

logger = logging.getLogger(__name__)
signin = Blueprint("signin", __name__, template_folder="templates")

OPERATORS = "the page for operators"
REFUSED = "The email address or the password is not right for this sign-in page"


def _limit_guesses(view: View) -> View:
    """Limit a door's guesses; both kinds of door are one, so that neither adds to the other's."""
    limited: Any = view
    for limit, key in (
        (PER_EMAIL_AND_PLACE, by_email_and_place),
        (PER_PLACE, by_place),
        (PER_EMAIL, by_email),
    ):
        limited = limiter.shared_limit(
            limit, "doors", key_func=key, methods=["POST"], deduct_when=is_refused
        )(limited)
    return cast("View", limited)


@signin.route("/councils/<council>/sign-in", methods=["GET", "POST"])
@public
@takes_form
@_limit_guesses
def council(council: str) -> Any:
    """Let a member of this council in, or show its door again with one answer for any failure."""
    door = _council_door(council)
    form = SignInForm()
    if form.is_sent():
        with database().session() as opened:
            try:
                person = people.sign_in(
                    opened,
                    email=form.email.data or "",
                    password=form.password.data or "",
                    council_slug=door.slug,
                )
            except SignInRefused:
                _refuse(form)
            else:
                let_in(person)
                is_in_several = len(people.places_of(opened)) > 1
                landing = url_for("home.across") if is_in_several else None
                return _inside(f"/councils/{door.slug}/", form.carried.data, landing)
    return render_form("signin/sign_in.html", form, place=door.name, door=door, action="")


@signin.route("/associations/<association>/sign-in", methods=["GET", "POST"])
@public
@takes_form
@_limit_guesses
def association(association: str) -> Any:
    """Let an officer of this association in."""
    with database().session() as opened:
        found = councils.find_public_association(opened, slug=association)
    if found is None:
        abort(404)
    form = SignInForm()
    if form.is_sent():
        with database().session() as opened:
            try:
                person = people.sign_in_officer(
                    opened,
                    email=form.email.data or "",
                    password=form.password.data or "",
                    association_slug=found.slug,
                )
            except SignInRefused:
                _refuse(form)
            else:
                let_in(person)
                return _inside(f"/associations/{found.slug}/", None)
    return render_form("signin/sign_in.html", form, place=found.name, door=None, action="")


@signin.route("/operator/sign-in", methods=["GET", "POST"])
@public
@takes_form
@_limit_guesses
def operator() -> Any:
    """Let somebody in who looks after the machine."""
    form = SignInForm()
    if form.is_sent():
        with database().session() as opened:
            try:
                person = people.sign_in_where(
                    opened,
                    email=form.email.data or "",
                    password=form.password.data or "",
                    may_enter=lambda session: find_operator(session) is not None,
                )
            except SignInRefused:
                _refuse(form)
            else:
                let_in(person)
                return _inside("/operator/", None)
    return render_form("signin/sign_in.html", form, place=OPERATORS, door=None, action="")


@signin.app_errorhandler(SignedOutWhileTyping)
def carry_through_the_door(situation: SignedOutWhileTyping) -> Any:
    """Show the council's door to somebody whose sign-in ran out, with what they typed packed up."""
    door = _council_door(situation.council_slug)
    form = SignInForm(formdata=None)
    form.carried.data = pack(_settings().secret_key, request.path, request.form)
    action = url_for("signin.council", council=door.slug)
    page, _ = render_form("signin/sign_in.html", form, place=door.name, door=door, action=action)
    return page, 403


@signin.post("/sign-out")
@public
def sign_out() -> Any:
    """End the session in this browser."""
    session.clear()
    flash("You have signed out.", "success")
    return redirect(url_for("pages.front"), 303)


@signin.route("/councils/<council>/forgotten-password", methods=["GET", "POST"])
@public
@takes_form
@limiter.limit("5 per 15 minutes", key_func=by_email, methods=["POST"])
@limiter.limit("30 per 15 minutes", key_func=by_place, methods=["POST"])
def forgotten_password(council: str) -> Any:
    """Send a link to whoever belongs to this council; say the same to everybody."""
    door = _council_door(council)
    form = ForgottenPasswordForm()
    if form.is_sent():
        clock: Clock = current_app.extensions["clock"]
        with even_time():
            people.request_password_link(
                database(), email=form.email.data or "", council_slug=door.slug, now=clock.now()
            )
        return redirect(url_for("signin.link_sent", council=door.slug), 303)
    return render_form("signin/forgotten_password.html", form, door=door)


@signin.get("/councils/<council>/forgotten-password/sent")
@public
def link_sent(council: str) -> Any:
    """Say what happens next, whoever asked."""
    return render_template("signin/link_sent.html", door=_council_door(council))


@signin.route("/password/<token>", methods=["GET", "POST"])
@public
@takes_form
def password(token: str) -> Any:
    """Set a password from the link in an e-mail, then show where to sign in."""
    try:
        link = passwords.read_password_link(_settings().secret_key, token)
    except passwords.PasswordLinkRefused as refused:
        return render_template("signin/link_refused.html", why=str(refused)), 410
    form = NewPasswordForm()
    if form.is_sent():
        with database().session(person_id=link.person_id) as opened:
            try:
                passwords.set_password(opened, link=link, password=form.password.data or "")
            except passwords.PasswordLinkRefused as refused:
                return render_template("signin/link_refused.html", why=str(refused)), 410
            except NotAcceptable as fault:
                form.refuse(fault.field, str(fault))
            else:
                opened.commit()
                session.clear()
                doors = people.places_of(opened)
                officer_doors = people.officer_places_of(opened)
                return render_template(
                    "signin/password_set.html",
                    doors=doors,
                    officer_doors=officer_doors,
                    is_operator=find_operator(opened) is not None,
                )
    return render_form("signin/new_password.html", form)


def _council_door(slug: str) -> councils.PublicCouncil:
    """Return what this door shows, in its council's colour, or answer "not found"."""
    with database().session() as opened:
        found = councils.find_public_council(opened, slug=slug)
    if found is None:
        abort(404)
    g.council = ShownCouncil(found.name, found.slug, found.colour)
    return found


def _inside(home: str, packed: str | None, landing: str | None = None) -> Any:
    """Go on to what was asked for before signing in: a form that was typed, a page, or home.

    Whoever serves several councils lands where all of them are seen at once.
    """
    carried = unpack(_settings().secret_key, packed)
    if carried is not None and carried.address.startswith(home):
        return render_template("signin/carry_on.html", carried=carried)
    return redirect(safe_next(request.args.get("next")) or landing or home, 303)


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _refuse(form: SignInForm) -> None:
    """Give the one answer that a failed sign-in gets, and count it."""
    count_refusal()
    logger.info("sign_in_refused")
    form.refuse("email", REFUSED)
