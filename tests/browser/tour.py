"""Every page of the service, as every kind of person: worked out from the addresses themselves.

A new address whose parts are not known here fails the tour, with words that say what to add.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, product
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from tenants.access import Member
from tenants.alerts import coming_for
from tenants.breaches.assessments import latest_assessment
from tenants.breaches.complaints import complaints_of
from tenants.breaches.drafts import start_draft
from tenants.breaches.drills import find_open_drill, start_drill
from tenants.breaches.evidence import files_of
from tenants.breaches.record import Seen, get_breach
from tenants.breaches.scenarios import SCENARIOS, ScenarioId
from tenants.breaches.undertakings import actions_of
from tenants.clock import Clock
from tenants.db import Database, ScopedSession
from tenants.demonstration import county
from tenants.messages.holding import HoldLink, make_hold_link
from tenants.models import Breach, DraftKind, Nature, State
from tenants.passwords import make_password_link
from tenants.people import places_of, request_password_link
from tenants.policies import FromModel, PublishedModel, find_draft, models_for
from tenants.policies import start_draft as start_policy_draft
from tenants.policy import PAGES
from tenants.regulator_letters.letters import letters_of
from tests.browser.stack import RunningService
from tests.browser.walking import eventually
from tests.webapp.duties_to_settle import a_complaint, a_file, a_letter, a_report, an_action
from webapp import create_app
from webapp.access import access_of
from webapp.report.saved import PAGES as REPORT_PAGES

COUNCIL = county.COUNCILS[0].slug
SIGNED_OUT = "signed-out"
OFFICER = "officer"
OPERATOR = "operator"
MEMBERS = ("clerk", "chair", "lead", "councillor", "reporter")
# Not pages: files, answers for machines, and the letter shown inside the page around it.
NOT_PAGES = {
    "static", "health.is_up", "health.is_ready", "local.letter_html", "report.copy_text",
    "policy.download", "documents.download", "documents.public_download", "operator.metrics",
    "breaches.take_away", "regulator.copy_text", "year.evidence_file", "trail.chain",
    "alerts.calendar_feed_of", "record.file",
}  # fmt: skip

# One page of each kind among those that amend the draft; a second reader sees the first of them.
AMENDED = (
    "axes/individuals/rows", "axes/individuals/rows/individuals-4", "axes/individuals/rows/new",
    "axes/individuals/rows/individuals-3/conditions/2",
    "axes/individuals/rows/individuals-3/conditions/new", "axes", "scale", "scale/3",
    "judgements/new", "thresholds", "thresholds/full_council", "duties/policy-report",
    "duties/policy-report/remove", "parties/chair", "ladders/reports", "ladders/reports/rungs/1",
    "responsibilities/receive", "form/severity/questions/nature", "clauses/scale",
    "retention/new", "return",
)  # fmt: skip

# What the tour has only of the breach that its lead investigator leads.
OF_THE_LED = {"page", "part", "action_id", "complaint_id", "file_id", "letter_id"}


@dataclass(frozen=True, slots=True)
class Stop:
    """One page as one kind of person opens it."""

    who: str
    name: str
    path: str


class Tour:
    """All stops, over a running service with the demonstration in it."""

    def __init__(self, service: RunningService) -> None:
        self.service = service
        self.app: Flask = create_app(service.settings)
        self._database: Database = self.app.extensions["database"]
        self.rated = next(iter(self._of_member("lead")["led"]), "")

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def stops(self) -> Iterator[Stop]:
        """Yield every page for everybody who may try to open it."""
        for who in (SIGNED_OUT, *MEMBERS, OFFICER, OPERATOR):
            known = self._known_to(who)
            for rule in self._pages_for(who):
                fillings = self._fillings(rule, known)
                # The page that says "not yours" is the same whatever it is not.
                for filled in fillings if self._may_open(who, rule) else islice(fillings, 1):
                    yield Stop(who, _name(rule, filled), self._path(rule, filled))

    def _pages_for(self, who: str) -> list[Rule]:
        pages = [
            rule
            for rule in self.app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES
        ]
        return sorted((rule for rule in pages if self._concerns(who, rule)), key=str)

    def _concerns(self, who: str, rule: Rule) -> bool:
        access = access_of(self.app, rule.endpoint)
        assert access is not None
        if who == OFFICER:
            return access.is_for_officers
        if who == OPERATOR:
            return access.is_for_operators
        if access.is_public:
            return who == SIGNED_OUT or rule.endpoint.startswith("home.")
        return access.permission is not None and who != SIGNED_OUT

    def _may_open(self, who: str, rule: Rule) -> bool:
        access = access_of(self.app, rule.endpoint)
        if access is None or access.permission is None or who not in MEMBERS:
            return True
        return self._member(who).can(access.permission)

    def _fillings(self, rule: Rule, known: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
        names = sorted(rule.arguments)
        choices = [self._choices(rule, name, known) for name in names]
        for values in product(*choices):
            yield dict(zip(names, values, strict=True))

    def _choices(self, rule: Rule, name: str, known: Mapping[str, Sequence[str]]) -> Sequence[str]:
        if name == "page":
            own = {
                "report": tuple(page.name for page in REPORT_PAGES),
                "breaches": tuple(page.id for page in PAGES),
            }
            part = rule.endpoint.partition(".")[0]
            return own[part] if part in own else _unknown(rule, name)
        if rule.endpoint == "alerts.have_it":
            return (self._hold_token(),)
        is_of_the_led = rule.arguments & OF_THE_LED or rule.endpoint.startswith("regulator.")
        if name == "reference" and is_of_the_led:
            return known["led"]
        if name == "reference" and rule.endpoint != "breaches.page":
            return known["beside"]
        return known[name] if name in known else _unknown(rule, name)

    def _path(self, rule: Rule, filled: Mapping[str, str]) -> str:
        with self.app.test_request_context():
            return str(self.app.url_for(rule.endpoint, **filled))

    def _known_to(self, who: str) -> dict[str, Sequence[str]]:
        """Return what each part of an address can be for somebody."""
        known: dict[str, Sequence[str]] = {
            "council": (COUNCIL,),
            "association": (county.ASSOCIATION_SLUG,),
            "about": ("regulator", "people", "police"),
            "part": ("about-the-breach", "information-and-people"),
            "kind": ("incident-report",),
            "number": ("0", "1"),
            "where": AMENDED if who == "clerk" else AMENDED[:1],
            "model_id": (str(self._model_with_draft().id),),
            "token": (self._password_token(),),
            "key": tuple(path.name for path in self._letters()[:1]),
            "drill": (self._drill(),),
        }
        if who in MEMBERS:
            known |= self._of_member(who)
        return known

    def _of_member(self, who: str) -> dict[str, Sequence[str]]:
        member = self._member(who)
        with self._database.session(member.council_id, member.person_id) as session:
            breaches = session.scalars(select(Breach).order_by(Breach.reported_at.desc())).all()
            by_state = {(breach.state, breach.nature): breach.reference for breach in breaches}
            led = [
                breach.reference
                for breach in breaches
                if breach.state == State.RATED and latest_assessment(session, breach_id=breach.id)
            ]
            now = Clock(self.service.settings.clock_file).now()
            draft = start_draft(session, kind=DraftKind.REPORT, by=member, now=now)
            session.commit()
            duties = self._duties(session, led[0], now) if led else {}
            session.commit()
        return {
            **duties,
            "reference": tuple(by_state.values()),
            "led": tuple(led[:1]),
            "beside": _beside(breaches, led) if who in {"clerk", "lead"} else tuple(led[:1]),
            "draft": (str(draft.id),),
            "membership_id": (str(member.membership_id),),
        }

    def _duties(self, session: ScopedSession, led: str, now: datetime) -> dict[str, Sequence[str]]:
        """Return an action and a complaint of this breach, made for the tour, and nothing kept."""
        clerk = self._member("clerk")
        breach_id = get_breach(session, reference=led).id
        a_report(session, Seen(led, 0), clerk, now)
        letters = letters_of(session, breach_id=breach_id)
        letter_id = letters[0].letter.id if letters else a_letter(session, Seen(led, 0), clerk, now)
        actions = actions_of(session, breach_id=breach_id)
        complaints = complaints_of(session, breach_id=breach_id)
        files = files_of(session, breach_id=breach_id)
        if actions and complaints and files:
            known = {"action_id": (str(actions[0].id),), "complaint_id": (str(complaints[0].id),)}
            known |= {"letter_id": (str(letter_id),), "file_id": (str(files[0].id),)}
            return {**known, "deadline_id": (str(uuid4()),)}
        made = {"letter_id": (str(letter_id),)}
        for name, make in (
            ("action_id", an_action),
            ("complaint_id", a_complaint),
            ("file_id", a_file),
        ):
            seen = Seen(led, get_breach(session, reference=led).version)
            made[name] = (str(make(session, seen, clerk, now)),)
        return {**made, "deadline_id": (str(uuid4()),)}

    def _hold_token(self) -> str:
        """Return the door in the next alert that waits for the clerk."""
        member, now = self._member("clerk"), Clock(self.service.settings.clock_file).now()
        with self._database.session(member.council_id, member.person_id) as session:
            coming = coming_for(session, member=member)
        message_id = next(told.message.id for told in coming if told.deadline)
        link = HoldLink(member.council_id, message_id)
        return make_hold_link(self.service.settings.secret_key, link, now=now)

    def _drill(self) -> str:
        """Return the practice that is running in the tour's council, started if there is none."""
        member = self._member("clerk")
        with self._database.session(member.council_id, member.person_id) as session:
            drill = find_open_drill(session)
            if drill is None:
                now = Clock(self.service.settings.clock_file).now()
                story = SCENARIOS[ScenarioId.LOST_FOLDER]
                drill = start_drill(session, story, by=member, now=now)
                session.commit()
            return drill.reference

    def _model_with_draft(self) -> PublishedModel:
        """Return the model that the council is offered, of which it has made its draft."""
        member = self._member("clerk")
        with self._database.session(member.council_id, member.person_id) as session:
            model = models_for(session)[0]
            if find_draft(session) is None:
                now = Clock(self.service.settings.clock_file).now()
                start_policy_draft(session, source=FromModel(model.id), by=member, now=now)
                session.commit()
            return model

    def _member(self, who: str) -> Member:
        """Return the demonstration's person of this part, in the council of the tour."""
        email = email_of(who)
        person_id = self._person_id(email)
        with self._database.session(person_id=person_id) as session:
            places = places_of(session)
        return next(place.member for place in places if place.council_slug == COUNCIL)

    def _person_id(self, email: str) -> UUID:
        with self._database.session() as session:
            found = session.connection().exec_driver_sql(
                "select person_id from sign_in_lookup(%(email)s)", {"email": email}
            )
            person_id: UUID = found.scalar_one()
            return person_id

    def _password_token(self) -> str:
        return make_password_link(
            self.service.settings.secret_key,
            person_id=self._person_id(email_of("reporter")),
            password_hash=None,
        )

    def _letters(self) -> list[Path]:
        """Return the letters in the letter box, of which the tour sees to it that there is one."""
        box = (self.service.settings.mail_dir or Path()) / "new"
        if not any(box.iterdir()):
            request_password_link(
                self._database,
                email=email_of("reporter"),
                council_slug=COUNCIL,
                now=self.service.clock.now(),
            )
            eventually("a letter arrives", lambda: any(box.iterdir()))
        return sorted(box.iterdir())


def _beside(breaches: Sequence[Breach], led: Sequence[str]) -> tuple[str, ...]:
    """Return the breaches whose many pages are looked at: a new one, a led one, one that ended."""
    new = [each.reference for each in breaches if each.state == State.REPORTED]
    ended = [
        each.reference
        for each in breaches
        if each.state == State.CLOSED and each.nature == Nature.BREACH
    ]
    return (*new[:1], *led[:1], *ended[:1])


def email_of(who: str) -> str:
    """Return the address with which somebody of the demonstration signs in."""
    return next(
        person.email
        for person in county.people()
        if person.key == who and COUNCIL in person.councils
    )


def _name(rule: Rule, filled: Mapping[str, str]) -> str:
    told = ("reference", "about", "page", "where")
    telling = [filled[name].replace("/", "-") for name in told if name in filled]
    return "-".join([rule.endpoint.replace(".", "-"), *telling])


def _unknown(rule: Rule, name: str) -> Sequence[str]:
    message = f"{rule}: the tour does not know <{name}>. Say in {__name__} what it can be."
    raise AssertionError(message)
