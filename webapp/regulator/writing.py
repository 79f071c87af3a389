"""B/regulator-report/<part>: the questions of one part of the form, saved part by part."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, flash, redirect

from tenants.access import Permission
from tenants.breaches import regulator_reports as services
from tenants.breaches.handlers import require_lead_or_handler
from tenants.breaches.page import BreachPage
from tenants.breaches.readings import Looked
from tenants.breaches.record import Seen
from tenants.breaches.regulator_answers import in_words
from tenants.breaches.regulator_saved import answers_in, asked_in
from tenants.models import RegulatorReport
from tenants.policy.regulator_form import PARTS, Part, Question
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import BOTH, clock, refuse_closed, shown
from webapp.breaches.refusals import show_at
from webapp.breaches.timeline import Told
from webapp.forms import takes_form
from webapp.looking import note_look
from webapp.regulator import regulator
from webapp.regulator.forms import PartForm, part_form
from webapp.regulator.reading import ROOT, keep_report
from webapp.scope import scope


@regulator.route(f"{ROOT}/<part>", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def part(council: str, reference: str, part: str) -> Any:
    """Ask the questions of one part; each part is saved when it is sent."""
    here = next((each for each in PARTS if each.id == part), None) or abort(404)
    page = to_write(reference)
    root = form_address(council, reference, "regulator-report")
    report = services.find_open_report(scope.session, breach_id=page.breach.id)
    if report is None:
        return redirect(root, 303)
    questions = _questions(page, report, here)
    form = part_form(questions).about(report.version)
    if form.is_sent():
        with keep_report(form, page, _theirs(form, page, questions)):
            services.save_report(
                scope.session,
                form.answers(questions),
                seen=Seen(reference, form.version.number),
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash("Saved.", "success")
            return redirect(f"{root}/{_after(here)}", 303)
    if not form.is_submitted():
        form.start_from(questions, answers_in(report))
    return _shown(form, page=page, here=here, report=report, root=root)


def to_write(reference: str) -> BreachPage:
    """Return a breach whose report this member may write, or say who may."""
    page = shown(reference)
    require_lead_or_handler(scope.session, page.breach, scope.member)
    refuse_closed(page.breach)
    return page


def _theirs(
    form: PartForm, page: BreachPage, questions: Sequence[Question]
) -> Callable[[RegulatorReport], list[Told]]:
    """Return what tells each answer that is saved and is not the one that was typed."""

    def told(report: RegulatorReport) -> list[Told]:
        saved, typed = answers_in(report), form.answers(questions)
        who = page.name_of(report.saved_by_id)
        return [
            Told(report.saved_at, who, f"{each.question} {in_words(each, saved)}")
            for each in questions
            if in_words(each, saved) != in_words(each, typed)
        ]

    return told


def _shown(form: PartForm, **context: Any) -> Any:
    page: BreachPage = context["page"]
    number = PARTS.index(context["here"]) + 1
    answer = show_at(
        "regulator/part.html",
        form,
        number=number,
        total=len(PARTS),
        after=_after(context["here"]),
        **context,
    )
    note_look(page.breach.id, Looked.REGULATOR_REPORT)
    return answer


def _questions(page: BreachPage, report: RegulatorReport, here: Part) -> tuple[Question, ...]:
    asked = asked_in(page.breach, report, clock().now())
    return tuple(each for each in asked if each.part == here.id and not each.is_set)


def _after(here: Part) -> str:
    """Return the last part of the address of what follows a part."""
    following = PARTS[PARTS.index(here) + 1 :]
    return following[0].id if following else "check"
