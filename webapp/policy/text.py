"""A whole policy laid out to be read: only what it has, in the order in which it is needed."""

from dataclasses import dataclass

from tenants.policy import Policy
from tenants.policy.duties import Duty
from tenants.policy.ladder_format import Ladder, Rung
from tenants.policy.policy_format import Clause, Place, Responsibility, Retention
from tenants.policy.reasons import council_line
from webapp.policy.asking import Asking, asking_of
from webapp.policy.criteria import Applies, applies_of, sentence_case
from webapp.policy.ratings import Grid, RatingTable, grid_of, scale_words, tables_of
from webapp.policy.shown import counted, months_in_words
from webapp.policy.wording import (
    ACTS,
    CHANNELS,
    CLAUSES,
    COUNTED_FROM,
    DATA_ROLES,
    LADDER_ABOUT,
    LADDER_HOURS,
    PLACES,
    TO_WHOM,
    TOLD,
    listed,
    number_word,
)


@dataclass(frozen=True, slots=True)
class ShownDuty:
    """Something that the policy asks for, of whom, in which case and by when."""

    sentence: str
    by: str
    to_whom: str
    applies: Applies
    due: str
    section: str
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownLadder:
    """Who is reached one after the other, each step's name and words, and what it is used for."""

    sentence: str
    section: str
    rungs: tuple[tuple[str, str], ...]
    used: str


@dataclass(frozen=True, slots=True)
class ShownAct:
    """Who sees to something, on whose advice, and who instead."""

    act: str
    by: str
    advised_by: str
    instead: str
    sentence: str
    section: str


@dataclass(frozen=True, slots=True)
class ShownParty:
    """Somebody with a part: the council's name for them, and what they are here and in law."""

    name: str
    place: str
    data_role: str
    section: str


@dataclass(frozen=True, slots=True)
class ShownClauses:
    """The clauses of one kind, under its name."""

    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class ShownRetention:
    """How long something is kept, in words."""

    what: str
    span: str
    sentence: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyText:
    """A policy as a page shows it; what it does not have is empty."""

    policy: Policy
    tables: tuple[RatingTable, ...]
    grid: Grid | None
    scale_words: str
    council_line: str
    lines: tuple[tuple[str, Applies], ...]
    stand_ins: str
    ladders: tuple[ShownLadder, ...]
    asking: Asking
    parties: tuple[ShownParty, ...]
    acts: tuple[ShownAct, ...]
    duties: tuple[ShownDuty, ...]
    duties_of_others: tuple[ShownDuty, ...]
    clauses: tuple[ShownClauses, ...]
    retention: tuple[ShownRetention, ...]
    steps_title: str

    @property
    def contents(self) -> list[tuple[str, str]]:
        """Return the id and the words of every section that the policy has."""
        policy = self.policy
        every = (
            ("rating", "How a breach is rated", True),
            ("judgements", "What only a person can judge", policy.judgements),
            ("lines", "From where on somebody is told", self.lines),
            ("who-is-told", "Who is told, and by when", self.duties),
            ("others", "What others must do", self.duties_of_others),
            ("reached", "Who is reached, and how", self.ladders),
            ("parts", "Who does what", self.acts or self.parties),
            ("reminders", "Who is asked, and when", True),
            ("steps", self.steps_title, policy.steps),
            ("form", "The form's questions", policy.form),
            ("clauses", "What else it says", self.clauses),
            ("kept", "How long things are kept", self.retention),
            ("published", "What the council publishes", policy.public_return),
            ("notes", "Where the wording needs care", policy.notes),
            ("review", "When it is looked at again", True),
        )
        return [(id_, words) for id_, words, is_there in every if is_there]


def text_of(policy: Policy) -> PolicyText:
    """Lay out a policy of any kind."""
    outside = {party.id for party in policy.parties if party.place == Place.OUTSIDE}
    duties = [(duty.by in outside, _duty(duty, policy)) for duty in policy.obligations]
    return PolicyText(
        policy=policy,
        tables=tables_of(policy),
        grid=grid_of(policy),
        scale_words=scale_words(policy) if policy.scale else "",
        council_line=council_line(policy),
        lines=_lines(policy),
        stand_ins=stand_ins(policy),
        ladders=tuple(_ladder(each, policy) for each in policy.ladders),
        asking=asking_of(policy),
        parties=_parties(policy),
        acts=tuple(_act(each, policy) for each in policy.responsibilities),
        duties=tuple(duty for is_outside, duty in duties if not is_outside),
        duties_of_others=tuple(duty for is_outside, duty in duties if is_outside),
        clauses=_clauses(policy),
        retention=tuple(_retention(each) for each in policy.retention),
        steps_title=f"The {number_word(len(policy.steps))} steps"
        if len(policy.steps) > 1
        else "The procedure",
    )


def stand_ins(policy: Policy) -> str:
    """Return who hears of a report, in order, under the policy's own names."""
    parties = dict.fromkeys(rung.to for ladder in policy.ladders for rung in ladder.rungs)
    return ", then ".join(policy.party(party) for party in parties)


def _lines(policy: Policy) -> tuple[tuple[str, Applies], ...]:
    return tuple(
        (words, applies_of(trigger, policy))
        for told, words in TOLD.items()
        if (trigger := getattr(policy.thresholds, told)) is not None
    )


def _duty(duty: Duty, policy: Policy) -> ShownDuty:
    return ShownDuty(
        sentence=duty.sentence,
        by=policy.party(duty.by) if duty.by else "",
        to_whom=_to_whom(duty.to_whom, policy),
        applies=applies_of(duty.applies, policy),
        due=sentence_case(duty.due.words),
        section=duty.section,
        content=duty.minimum_content,
    )


def _to_whom(id_: str, policy: Policy) -> str:
    """Return the council's name for whom a duty is towards, or else ours."""
    is_named = any(party.id == id_ for party in policy.parties)
    return policy.party(id_) if is_named else TO_WHOM.get(id_, policy.party(id_))


def _ladder(ladder: Ladder, policy: Policy) -> ShownLadder:
    rungs = tuple((policy.party(rung.to), _reached(rung)) for rung in ladder.rungs)
    used = f"{LADDER_ABOUT[ladder.about]}, {LADDER_HOURS[ladder.hours]}"
    return ShownLadder(ladder.sentence, ladder.section, rungs, used)


def _reached(rung: Rung) -> str:
    by = "By " + listed([CHANNELS[channel] for channel in rung.channels])
    if not rung.after_hours:
        return f"{by}, at once"
    return f"{by}, after {counted(rung.after_hours, 'hour')} without an answer"


def _parties(policy: Policy) -> tuple[ShownParty, ...]:
    return tuple(
        ShownParty(
            party.name,
            PLACES[party.place],
            DATA_ROLES[party.data_role] if party.data_role else "",
            party.section,
        )
        for party in policy.parties
    )


def _act(each: Responsibility, policy: Policy) -> ShownAct:
    def named(parties: tuple[str, ...]) -> str:
        return listed([policy.party(party) for party in parties])

    return ShownAct(
        act=ACTS[each.act],
        by=named(each.by),
        advised_by=named(each.advised_by),
        instead=named(each.instead),
        sentence=each.sentence,
        section=each.section,
    )


def _clauses(policy: Policy) -> tuple[ShownClauses, ...]:
    grouped = (
        ShownClauses(title, tuple(clause for clause in policy.clauses if clause.kind == kind))
        for kind, title in CLAUSES.items()
    )
    return tuple(group for group in grouped if group.clauses)


def _retention(each: Retention) -> ShownRetention:
    span = f"{months_in_words(each.months)} after {COUNTED_FROM[each.counted_from]}"
    return ShownRetention(each.what, sentence_case(span), each.sentence, each.section)
