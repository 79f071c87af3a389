"""One breach: what it is, how long is left, how serious it is, and what comes next."""

from typing import Any, Final
from urllib.parse import urlencode

from flask import render_template, request

from tenants.access import Permission
from tenants.breaches.complaints import complaints_of
from tenants.breaches.overview import overview_of
from tenants.breaches.page import BreachPage, get_breach_page
from tenants.breaches.rating import policies_behind
from tenants.breaches.readings import Looked
from tenants.breaches.steps import StepId
from tenants.breaches.undertakings import actions_of
from tenants.models import Breach, Subject
from webapp.access import requires
from webapp.breaches import addresses, breaches, holders, letters, places, wording
from webapp.breaches.actions import Actions, Form, actions_for
from webapp.breaches.due import OUTCOMES, Beside, due_lines
from webapp.breaches.letters import Post
from webapp.breaches.progress import steps_taken
from webapp.breaches.rungs import how_serious
from webapp.breaches.timeline import for_the_council, told
from webapp.looking import note_look
from webapp.scope import scope

COUNCIL_COPY = "council"
# What records a fact and judges nothing, so that nobody is asked first whether they were involved.
_NO_JUDGEMENT: Final = frozenset(
    {
        StepId.ACKNOWLEDGE_COMPLAINT,
        StepId.REPORT_TO_COUNCIL,
        StepId.DO_ACTION,
        StepId.GIVE_ACTION,
        StepId.ANSWER_REPORTER,
        StepId.CONFIRM_LETTER,
    }
)


@breaches.get("/councils/<council>/breaches/<reference>")
@requires(Permission.SEE_REGISTER)
def page(council: str, reference: str) -> Any:
    """Show a breach to those who deal with it, and its copy for the council to everybody else."""
    shown = get_breach_page(scope.session, reference=reference, member=scope.member)
    is_copy = not shown.sees_reporter or request.args.get("copy") == COUNCIL_COPY
    lines = for_the_council(shown.timeline) if is_copy else shown.timeline
    serious = how_serious(shown, policies_behind(scope.session, shown.assessments))
    body = render_template(
        "breaches/council_copy.html" if is_copy else "breaches/page.html",
        timeline=told(lines, shown.names, sees_part=not is_copy, words=serious.words),
        serious=serious,
        steps=steps_taken(shown.policy.steps, shown),
        **_everything(council, shown),
    )
    note_look(shown.breach.id, Looked.COUNCIL_COPY if is_copy else Looked.BREACH)
    return body


def _everything(council: str, shown: BreachPage) -> dict[str, Any]:
    breach = shown.breach
    actions = actions_for(shown, scope.member)
    beside = _beside(breach)
    is_judged = shown.step.id not in _NO_JUDGEMENT
    step = addresses.step_address(council, breach.reference, shown.step.id)
    post = letters.letters_of(shown)
    return {
        "page": shown,
        "to_do": places.still_to_do(shown.left),
        "places": places.places_of(shown, overview_of(scope.session, breach_id=breach.id), actions),
        "breach": breach,
        "policy": shown.policy,
        "sentence": wording.in_one_sentence(breach),
        "actions": actions,
        "forms": {
            form.name: addresses.form_address(council, breach.reference, form) for form in Form
        },
        "asks_first": is_judged and not actions.has_declared,
        "step_address": (
            _asked_first(council, breach, step) if is_judged and not actions.has_declared else step
        ),
        "due": due_lines(shown, beside, council=council, open_forms=_open_forms(actions)),
        "open_actions": [a for a in beside.actions.values() if not a.done_on and not a.dropped_at],
        "complaints": list(beside.complaints.values()),
        "holder": _holder(shown),
        "decisions": [
            row for row in shown.decisions if row.subject in {Subject.REGULATOR, Subject.PEOPLE}
        ],
        "sent_letters": letters.among(post, Post.SENT),
        "waiting_letters": letters.among(post, Post.WAITING),
        "troubled_letters": letters.among(post, Post.FAILED, Post.BOUNCED, Post.TRYING),
        "wording": wording,
    }


def _open_forms(actions: Actions) -> set[str]:
    records = {OUTCOMES} if scope.member.can(Permission.HANDLE_BREACH) else set()
    return {str(form) for form in actions.forms} | records


def _beside(breach: Breach) -> Beside:
    actions = actions_of(scope.session, breach_id=breach.id)
    complaints = complaints_of(scope.session, breach_id=breach.id)
    return Beside({row.id: row for row in actions}, {row.id: row for row in complaints})


def _asked_first(council: str, breach: Breach, step: str) -> str:
    """Return where somebody says whether they were involved, on their way to a step."""
    involvement = addresses.form_address(council, breach.reference, Form.INVOLVEMENT)
    return f"{involvement}?{urlencode({'next': step})}"


def _holder(shown: BreachPage) -> str:
    """Return who has the next step: the lead investigator, or whoever handles it."""
    if shown.step.holder == "lead":
        return shown.name_of(shown.breach.lead_id)
    return holders.handler_names(shown.handlers)
