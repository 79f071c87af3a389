"""The check of a policy: what is weaker than the law, what is wrong, what could be better."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from werkzeug.exceptions import NotFound

from tenants import policies
from tenants.access import Permission
from tenants.policy import Policy, PolicyDocumentError
from tenants.policy.lint import Finding, Weight, lint
from webapp.access import requires
from webapp.policy import policy
from webapp.policy.days import today
from webapp.policy.mending import addresses_in, problems_of_draft
from webapp.policy.places import ShownProblem, place_in_words
from webapp.scope import scope

TITLES = {
    Weight.WEAKER_THAN_LAW: "Weaker than the law",
    Weight.FAULT: "Wrong or missing",
    Weight.ADVICE: "To think about",
}
MEANINGS = {
    Weight.WEAKER_THAN_LAW: "The law asks for more here, and the law comes first in any case.",
    Weight.FAULT: "The policy contradicts itself, leaves something out, or is out of date.",
    Weight.ADVICE: "Nothing is wrong. The policy would be clearer or safer with it.",
}


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One finding: where, with the policy's own words, why, what to do, and how it is written.

    `address` is the page of the draft on which it is mended, if there is one.
    """

    place: str
    reason: str
    mend: str
    example: str
    address: str


@dataclass(frozen=True, slots=True)
class FindingsOfWeight:
    """All findings of one weight, with what the weight means."""

    weight: str
    title: str
    meaning: str
    findings: tuple[ShownFinding, ...]


@policy.get("/councils/<council>/policy/check")
@requires(Permission.SEE_POLICY)
def check(council: str) -> Any:
    """Check the policy in force, or the draft, as one would check a text before a meeting."""
    is_draft = request.args.get("of") == "draft"
    problems: tuple[ShownProblem, ...] = ()
    groups: tuple[FindingsOfWeight, ...] = ()
    if is_draft:
        problems, groups = _draft_checked()
    else:
        groups = findings_of(policies.policy_in_force(scope.session)[1])
    return render_template(
        "policy/check.html",
        is_draft=is_draft,
        groups=groups,
        total=sum(len(group.findings) for group in groups),
        problems=problems,
        council_slug=council,
    )


def findings_of(
    wording: Policy, address_at: Callable[[str], str] = lambda _place: ""
) -> tuple[FindingsOfWeight, ...]:
    """Check a policy as of today, the heaviest findings first.

    `address_at` gives the page on which a place of the policy is mended, or nothing.
    """
    found = lint(wording, on=today())
    groups = (
        FindingsOfWeight(
            weight.value,
            title,
            MEANINGS[weight],
            tuple(
                _shown(each, wording, address_at(each.place))
                for each in found
                if each.weight == weight
            ),
        )
        for weight, title in TITLES.items()
    )
    return tuple(group for group in groups if group.findings)


def _shown(finding: Finding, wording: Policy, address: str) -> ShownFinding:
    mend, _, example = finding.mend.partition("\n")
    place = place_in_words(finding.place, wording.document)
    return ShownFinding(place, finding.reason, mend, example, address)


def weaker_than_law(wording: Policy) -> int:
    """Return in how many things a policy asks for less than the law, as of today."""
    return sum(each.weight == Weight.WEAKER_THAN_LAW for each in lint(wording, on=today()))


def words_of_check(groups: Sequence[FindingsOfWeight]) -> str:
    """Say in one line what a check found: "1 weaker than the law, 2 to be mended"."""
    found = (f"{len(each.findings)} {each.title[:1].lower()}{each.title[1:]}" for each in groups)
    return ", ".join(found) or "Nothing was found"


def _draft_checked() -> tuple[tuple[ShownProblem, ...], tuple[FindingsOfWeight, ...]]:
    """Return what keeps the draft from being checked, or else what the check found."""
    draft = policies.find_draft(scope.session)
    if draft is None:
        raise NotFound
    try:
        return (), findings_of(policies.policy_in(draft), addresses_in(draft))
    except PolicyDocumentError as error:
        return problems_of_draft(draft, error), ()
