"""A council's account with GOV.UK Notify: how to get one, enter it, try it, stop using it."""

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for

from tenants import notify_accounts
from tenants.access import Permission
from tenants.contacts import uk_mobile
from tenants.errors import NotAcceptable
from tenants.notify_accounts import NotifyDraft, NotifyRefused
from tenants.settings import Settings
from webapp.access import requires
from webapp.forms import render_form, takes_form
from webapp.scope import scope
from webapp.texts.forms import AccountForm, StopForm, TryForm
from webapp.texts.wording import why

texts = Blueprint("texts", __name__, template_folder="templates")


@texts.route("/councils/<council>/texts", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def index(council: str) -> Any:
    """Say how a council gets texts, and keep the key and the templates that it enters."""
    state = notify_accounts.get_state(scope.session)
    form = AccountForm(obj=state)
    if form.is_sent():
        draft = NotifyDraft(
            form.key.data or "", form.text_template.data or "", form.email_template.data or ""
        )
        try:
            notify_accounts.save_account(
                scope.session,
                draft,
                secret_key=_settings().secret_key,
                by=scope.member,
                now=_now(),
            )
        except NotAcceptable as refused:
            form.refuse(refused.field, str(refused))
        else:
            scope.commit()
            flash("The account was saved. Send yourself a test to see that it works.", "success")
            return redirect(url_for("texts.index", council=council), 303)
    problem = why(state.problem) if state is not None and state.problem else ""
    return render_form("texts/texts.html", form, state=state, problem=problem, slug=council)


@texts.route("/councils/<council>/texts/try", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def try_out(council: str) -> Any:
    """Send a test text to whoever asks for it."""
    state = notify_accounts.get_state(scope.session)
    if state is None or not state.text_template:
        return redirect(url_for("texts.index", council=council), 303)
    form = TryForm()
    if form.is_sent():
        try:
            notify_accounts.send_test_text(
                scope.session,
                mobile=uk_mobile(form.mobile.data or ""),
                council_name=scope.council.name,
                settings=_settings(),
            )
        except NotAcceptable as refused:
            form.refuse(refused.field, str(refused))
        except NotifyRefused as refused:
            scope.commit()
            form.refuse("mobile", why(refused.problem))
        else:
            scope.commit()
            flash("GOV.UK Notify took the test. It should reach you within a minute.", "success")
            return redirect(url_for("texts.index", council=council), 303)
    return render_form("texts/try.html", form, slug=council)


@texts.get("/councils/<council>/texts/stop")
@requires(Permission.MANAGE_PEOPLE)
def ask_to_stop(council: str) -> Any:
    """Ask whether the council really wants no more texts."""
    if notify_accounts.get_state(scope.session) is None:
        return redirect(url_for("texts.index", council=council), 303)
    return render_template("texts/stop.html", form=StopForm(), slug=council)


@texts.post("/councils/<council>/texts/stop")
@requires(Permission.MANAGE_PEOPLE)
def stop(council: str) -> Any:
    """Forget the key and the templates."""
    notify_accounts.stop_using(scope.session, by=scope.member, now=_now())
    scope.commit()
    flash("The key was deleted. Alerts come by email only.", "success")
    return redirect(url_for("texts.index", council=council), 303)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _now() -> datetime:
    now: datetime = current_app.extensions["clock"].now()
    return now
