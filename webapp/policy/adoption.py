"""Recording that the council adopted a policy at a meeting: its draft, or once more what it has."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for

from tenants import policies
from tenants.access import Permission
from tenants.breaches.adopting import adopt_policy
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotAcceptable, NotFound
from tenants.models import AdoptedPolicy, PolicyDraft
from tenants.policies import SeenDraft, SeenVersion
from tenants.policy import Policy, PolicyDocumentError
from tenants.policy.compare import compare
from tenants.prompts import ask_for_upkeep
from tenants.times import day, when_short
from webapp.access import requires
from webapp.forms import render_form, takes_form
from webapp.policy import policy
from webapp.policy.checking import weaker_than_law
from webapp.policy.forms import IN_FORCE, AdoptForm
from webapp.policy.mending import problems_of_draft
from webapp.policy.places import ShownProblem
from webapp.policy.routes import now
from webapp.policy.seen import read_seen, seen_words
from webapp.scope import scope

YEARLY = 12


@dataclass(frozen=True, slots=True)
class Adopting:
    """What a council adopts: its draft, or the words in force; `policy` is None while it cannot.

    `is_beside_draft` where the words in force were asked for although there is a draft.
    """

    present: AdoptedPolicy
    in_force: Policy
    draft: PolicyDraft | None
    policy: Policy | None
    problems: tuple[ShownProblem, ...] = ()
    is_beside_draft: bool = False

    @property
    def thing(self) -> PolicyDraft | AdoptedPolicy:
        """Return the row whose words are adopted."""
        return self.draft or self.present

    @property
    def differences(self) -> int:
        """Return in how many things the draft differs from the policy in force."""
        if self.draft is None or self.policy is None:
            return 0
        return len(compare(self.in_force, self.policy).differences)

    @property
    def months(self) -> int:
        """Return after how many months the policy says that it is looked at again."""
        return (self.policy.review.months if self.policy else None) or YEARLY


@policy.route("/councils/<council>/policy/adopt", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def adopt(council: str) -> Any:
    """Record that the council adopted a policy, at which meeting and under which minute."""
    adopting = _adopting()
    if adopting.problems:
        return _page(council, AdoptForm(data={"seen": ""}), adopting, ())
    form = AdoptForm(data={"seen": seen_words(adopting.thing)})
    form.say_months(adopting.months)
    changes: tuple[dict[str, str], ...] = ()
    if form.is_sent():
        try:
            return _adopted(council, form, adopting)
        except NotAcceptable as refused:
            form.refuse(refused.field, str(refused))
        except (ChangedMeanwhile, PolicyDocumentError):
            scope.session.rollback()
            adopting = _adopting()
            changes = (_meanwhile(adopting),)
            form.refuse("", "Somebody saved a change while you had this page open. See below")
            form.seen.data = seen_words(adopting.thing)
    return _page(council, form, adopting, changes)


def _adopting() -> Adopting:
    """Return the open draft, or the words in force where there is none or the address asks so."""
    present, wording = policies.policy_in_force(scope.session)
    draft = policies.find_draft(scope.session)
    if draft is None or request.args.get("of") == IN_FORCE:
        return Adopting(present, wording, None, wording, is_beside_draft=draft is not None)
    try:
        return Adopting(present, wording, draft, policies.policy_in(draft))
    except PolicyDocumentError as error:
        return Adopting(present, wording, draft, None, problems_of_draft(draft, error))


def _adopted(council: str, form: AdoptForm, adopting: Adopting) -> Any:
    """Adopt what was seen and lead to the policy; a second press finds it done."""
    meeting = (form.adopted_on, form.minute.data or "")
    try:
        adopt_policy(
            scope.session,
            by=scope.member,
            meeting=meeting,
            review_on=form.review_day(adopting.months),
            now=now(),
            seen=_seen(form, adopting, meeting),
        )
    except AlreadyDone:
        scope.session.rollback()
        flash("This adoption is in the record already. Nothing was changed.")
    except NotFound:
        scope.session.rollback()
        flash("The draft that you had before you was thrown away. Nothing was adopted.")
    else:
        ask_for_upkeep(scope.session, now=now())
        scope.commit()
        flash("The adoption is in the record.", "success")
    return redirect(url_for("policy.show", council=council), 303)


def _seen(
    form: AdoptForm, adopting: Adopting, meeting: tuple[date, str]
) -> SeenDraft | SeenVersion:
    """Return what the form was about; raise `AlreadyDone` where that adoption is in force."""
    seen = read_seen(form.seen.data)
    present = adopting.present
    if (present.adopted_on, present.minute) == meeting:
        raise AlreadyDone
    return seen


def _meanwhile(adopting: Adopting) -> dict[str, str]:
    """Say what stands in the record now that the page was overtaken."""
    draft, present = adopting.draft, adopting.present
    if draft is not None:
        return {
            "what": "The draft",
            "was": "an earlier text",
            "now": f"as it was saved on {when_short(draft.saved_at)}",
        }
    on = day(present.adopted_on) if present.adopted_on else "not adopted"
    return {"what": "Adopted", "was": "an earlier entry", "now": f"{on}, minute {present.minute}"}


def _page(
    council: str, form: AdoptForm, adopting: Adopting, changes: tuple[dict[str, str], ...]
) -> Any:
    return render_form(
        "policy/adopt.html",
        form,
        adopting=adopting,
        problems=adopting.problems,
        weaker=weaker_than_law(adopting.policy) if adopting.draft and adopting.policy else 0,
        changes=changes,
        slug=council,
    )
