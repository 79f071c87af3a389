"""Who did what when on a breach, in words, from the entries of the audit trail. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from tenants.breaches.page import WITHOUT_ACCOUNT, TimelineLine
from tenants.breaches.parties import OTHERS, party_words
from tenants.models import Event, MessageKind, Subject
from tenants.times import when
from webapp.breaches.duty_events import EVENT_WORDS, Names, kept_longer, name_in
from webapp.breaches.handling_events import HANDLING_WORDS
from webapp.breaches.rungs import RatingWords
from webapp.breaches.wording import LETTERS, NATURES, RISKS, proposal_words

_TOGETHER = timedelta(minutes=10)
# Stands in a sentence for whoever a letter went to, until all that left together are known.
RECIPIENTS = "\0"
_LETTER_EVENTS: Final = frozenset({Event.MESSAGE_SENT, Event.MESSAGE_FAILED, Event.MESSAGE_BOUNCED})
# Tells something of who reported it, or of talk among the handlers: not for the whole council.
_OF_THE_REPORTER: Final = frozenset(
    {Event.REPORTER_WROTE, Event.REPORTER_ANSWERED, Event.COMMENT_WRITTEN}
)
_OF_SOMEBODYS_PART: Final[Mapping[Event, str]] = {
    Event.INVOLVEMENT_DECLARED: "Somebody said whether they were involved",
    Event.LEAD_STOOD_DOWN: "The lead investigator stood down",
}
_BY_NUMBER: Final = RatingWords(())


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened; `who` is empty where the service did it, or nobody may know."""

    at: datetime
    who: str
    what: str
    letter: tuple[object, ...] = ()
    to: tuple[str, ...] = ()


def for_the_council(lines: Iterable[TimelineLine]) -> list[TimelineLine]:
    """Return what the council's copy may tell: no letters, and not who reported it."""
    return [
        _by_anybody(line) if line.event == Event.BREACH_REPORTED else line
        for line in lines
        if line.event not in _LETTER_EVENTS | _OF_THE_REPORTER
    ]


def _by_anybody(line: TimelineLine) -> TimelineLine:
    changes = {name: value for name, value in line.changes.items() if name != "without_account"}
    return replace(line, actor=None, changes=changes)


def told(
    lines: Iterable[TimelineLine],
    names: Names,
    *,
    sees_part: bool,
    words: RatingWords = _BY_NUMBER,
) -> list[Told]:
    """Return a timeline in words, in its own order; letters of one kind that left together as one.

    `sees_part` is whether the reader may know who was involved in causing the breach; `words` are
    what the breach's ratings are called.
    """
    shown: list[Told] = []
    for line in lines:
        one = _one(_with_words(line, words), names)
        if not sees_part and line.event in _OF_SOMEBODYS_PART:
            one = replace(one, who="", what=_OF_SOMEBODYS_PART[line.event])
        if shown and _belong_together(shown[-1], one):
            shown[-1] = replace(shown[-1], to=(*one.to, *shown[-1].to))
        else:
            shown.append(one)
    return [_with_recipients(one) for one in shown]


def _with_words(line: TimelineLine, words: RatingWords) -> TimelineLine:
    """Return an entry with its ratings as they are called."""
    is_of_rating = line.changes.get("subject") == Subject.RATING
    ratings = ("rating", "proposed", "decided") if is_of_rating else ("rating",)
    named = {
        name: words.at(value, line.at)
        for name, value in line.changes.items()
        if name in ratings and value is not None
    }
    return replace(line, changes={**line.changes, **named}) if named else line


def _one(line: TimelineLine, names: Names) -> Told:
    what = _WORDS[line.event](line.changes, names)
    if line.event in _LETTER_EVENTS:
        letter = (line.event, line.changes.get("kind"), line.changes.get("hours_before"))
        return Told(line.at, "", what, letter, (name_in(names, line.changes.get("to")),))
    who = WITHOUT_ACCOUNT if line.changes.get("without_account") else line.actor or ""
    return Told(line.at, who, what)


def _belong_together(before: Told, one: Told) -> bool:
    is_same = bool(one.letter) and before.letter == one.letter
    return is_same and abs(before.at - one.at) <= _TOGETHER


def _with_recipients(one: Told) -> Told:
    if not one.letter:
        return one
    recipients = " and ".join(filter(None, [", ".join(one.to[:-1]), one.to[-1]]))
    return replace(one, what=one.what.replace(RECIPIENTS, recipients))


def _reported(changes: Mapping[str, Any], _names: Names) -> str:
    return "Started it, as practice" if "scenario" in changes else "Reported it"


def _closed(changes: Mapping[str, Any], _names: Names) -> str:
    in_practice = {"ended": "Ended the practice", "lessons": "Wrote down what the practice showed"}
    return in_practice.get(str(changes.get("practice")), "Closed it, with what was learned")


def _involvement(changes: Mapping[str, Any], _names: Names) -> str:
    if changes.get("was_involved"):
        return "Said that they were involved, so others assess and decide"
    return "Said that they were not involved"


def _looked(changes: Mapping[str, Any], _names: Names) -> str:
    nature = NATURES.get(str(changes.get("nature")), "not yet clear")
    return f"Made the first assessment: {nature[0].lower()}{nature[1:]}"


def _appointed(changes: Mapping[str, Any], names: Names) -> str:
    return f"Appointed {name_in(names, changes.get('lead'))} as lead investigator"


def _times(changes: Mapping[str, Any], _names: Names) -> str:
    if kept := kept_longer(changes):
        return kept
    pair = changes.get("aware_at") or ()
    if len(pair) != 2:
        return "Changed when the council became aware"
    was, now = (when(datetime.fromisoformat(at)) for at in pair)
    return f"Changed when the council became aware, from {was} to {now}"


def _rated(changes: Mapping[str, Any], _names: Names) -> str:
    risk = RISKS.get(str(changes.get("risk")), "the risk is not known")
    rating = changes.get("rating")
    said = f"{risk[0].lower()}{risk[1:]}"
    return f"Rated it {rating}: {said}" if rating is not None else f"Assessed it: {said}"


def _decided(changes: Mapping[str, Any], _names: Names) -> str:
    if "subjects" in changes:
        whom = [party_words(subject) for subject in changes["subjects"]]
        words = " or ".join(filter(None, [", ".join(whom[:-1]), whom[-1]]))
        return f"Decided: do not tell {words}"
    subject = str(changes.get("subject"))
    decided, proposed = str(changes.get("decided")), str(changes.get("proposed"))
    said = f"Decided: {proposal_words(subject, decided)}"
    if changes.get("done_at"):
        said += f" (done on {when(datetime.fromisoformat(str(changes['done_at'])))})"
    if decided == proposed:
        return said
    source = "law and the policy"
    if subject in (Subject.RATING, *OTHERS):
        source = "policy" if subject == Subject.RATING else "facts"
    return f"{said}. The {source} pointed to: {proposal_words(subject, proposed)}"


def _council_told(changes: Mapping[str, Any], _names: Names) -> str:
    number = int(changes.get("councillors") or 0)
    whom = "one councillor" if number == 1 else f"{number} councillors"
    rating = changes.get("rating")
    what = "The risk to people" if rating is None else f"The rating of {rating}"
    return f"{what} was passed on to {whom}, as the policy asks"


def _sent(changes: Mapping[str, Any], _names: Names) -> str:
    return f"Wrote to {RECIPIENTS} {_letter(changes)}"


def _failed(changes: Mapping[str, Any], _names: Names) -> str:
    return f"The letter to {RECIPIENTS} {_letter(changes)} could not be delivered"


def _bounced(changes: Mapping[str, Any], _names: Names) -> str:
    return f"The letter to {RECIPIENTS} {_letter(changes)} came back: nobody has read it"


def _letter(changes: Mapping[str, Any]) -> str:
    hours, kind = changes.get("hours_before"), str(changes.get("kind"))
    if hours is None or kind != MessageKind.CLOCK_ALERT:
        return LETTERS.get(kind, "about it")
    if hours > 0:
        return f"that {hours} {'hour was' if hours == 1 else 'hours were'} left"
    return "that the time had run out" if hours == 0 else "again that something is still to do"


def _always(words: str) -> Callable[[Mapping[str, Any], Names], str]:
    return lambda _changes, _names: words


_WORDS: Final[Mapping[Event, Callable[[Mapping[str, Any], Names], str]]] = {
    Event.BREACH_REPORTED: _reported,
    Event.INVOLVEMENT_DECLARED: _involvement,
    Event.INITIALLY_ASSESSED: _looked,
    Event.LEAD_APPOINTED: _appointed,
    Event.LEAD_STOOD_DOWN: _always("Stood down as lead investigator"),
    Event.TIMES_CHANGED: _times,
    Event.BREACH_RATED: _rated,
    Event.DECISION_RECORDED: _decided,
    Event.COUNCIL_TOLD: _council_told,
    Event.BREACH_CLOSED: _closed,
    Event.MESSAGE_SENT: _sent,
    Event.MESSAGE_FAILED: _failed,
    Event.MESSAGE_BOUNCED: _bounced,
    **EVENT_WORDS,
    **HANDLING_WORDS,
    Event.TRAINING_RECORDED: _always("Recorded training"),
    Event.RETURN_MADE: _always("Made the yearly return"),
    Event.EVIDENCE_PREPARED: _always("Put the year's evidence together"),
    Event.CONTACT_CHANGED: _always("Changed how they are reached"),
    Event.NOTIFY_CHANGED: _always("Changed the council's account for texts"),
    Event.PERSON_ADDED: _always("Gave somebody a place in the council"),
    Event.PERSON_CHANGED: _always("Changed the place of somebody in the council"),
    Event.POLICY_ADOPTED: _always("Recorded that the council adopted its policy"),
    Event.POLICY_DRAFT_STARTED: _always("Began a draft of the policy"),
    Event.POLICY_DRAFT_SAVED: _always("Saved a draft of the policy"),
    Event.POLICY_DRAFT_DISCARDED: _always("Threw a draft of the policy away"),
    Event.MODEL_DECLINED: _always("Recorded that the council keeps its own policy"),
}
