"""Who has a part in a policy: the parties, and who is reached in which order."""

from collections.abc import Callable
from typing import Any, Final

from tenants.policy.ladder_format import Channel, LadderAbout, LadderHours
from tenants.policy.policy_format import DataRole, Place
from webapp.forms import (
    CheckboxField,
    LongTextField,
    RadioField,
    Required,
    SelectField,
    TextField,
)
from webapp.policy.amending.document import Entry, Plain, id_from
from webapp.policy.amending.duties import WHOM
from webapp.policy.amending.fields import NumberField
from webapp.policy.amending.form import AmendForm
from webapp.policy.amending.place import Here, Item, Part
from webapp.policy.amending.table import section_field
from webapp.policy.criteria import sentence_case
from webapp.policy.wording import (
    CHANNELS,
    DATA_ROLES,
    LADDER_ABOUT,
    LADDER_HOURS,
    PLACES,
    listed,
)


class PartyForm(AmendForm):
    """One party, under the council's own name for it, and its place in this service."""

    name = TextField(
        "What does the council call them?",
        hint="For example, Data protection lead, or Mayor.",
        validators=[Required("Write what the council calls them")],
    )
    place = RadioField(
        "What is their place in this service?",
        [(place.value, words) for place, words in PLACES.items()],
        hint="It settles who is written to.",
        validators=[Required("Choose their place")],
    )
    data_role = SelectField(
        "What does the policy call them in the law's words?",
        [
            ("", "Nothing"),
            *((role.value, words.capitalize()) for role, words in DATA_ROLES.items()),
        ],
    )
    section = section_field()

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Write out the place that the format takes for granted."""
        return {"place": "outside", **here.old} if here.old else {}

    def entry(self, here: Here) -> Plain:
        """Give a new party an id that means nobody else."""
        entry = super().entry(here)
        if here.needs_own_id:
            taken = {party["id"] for party in here.entries}
            entry["id"] = id_from(self.name.data or "", {*taken, *WHOM})
        return entry


class LadderForm(AmendForm):
    """One order in which people hear of something; its rungs have pages of their own."""

    sentence = LongTextField(
        "Who hears of what, in one sentence",
        limit=4_000,
        validators=[Required("Write who hears of what, in one sentence")],
    )
    about = RadioField(
        "What is it for?",
        [(about.value, words) for about, words in LADDER_ABOUT.items()],
        validators=[Required("Choose what it is for")],
    )
    hours = RadioField(
        "At what hours?",
        [(hours.value, sentence_case(words)) for hours, words in LADDER_HOURS.items()],
        hint="When the office is open has a page of its own.",
        validators=[Required("Choose at what hours")],
    )
    first = SelectField("Who hears of it first?", [])
    section = section_field()

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Write out what the format takes for granted."""
        return {"about": LadderAbout.ALL.value, "hours": LadderHours.ALWAYS.value, **here.old}

    def offer(self, here: Here) -> None:
        """Ask who hears first of a new one only: it cannot be without anybody."""
        if not here.is_new:
            del self.first
            return
        self.first.offer([("", "Choose who"), *party_names(here.document).items()])
        self.first.validators = [Required("Choose who hears of it first")]
        if not party_names(here.document):
            self.first.description = "Nobody is in the policy yet. Add its people first."

    def entry(self, here: Here) -> Plain:
        """Start a new ladder with its first rung."""
        entry = super().entry(here)
        first = entry.pop("first", None)
        if here.needs_own_id:
            taken = {ladder["id"] for ladder in here.entries}
            entry["id"] = id_from(self.sentence.data or "", taken)
        return {**entry, "rungs": [{"to": first}]} if here.is_new else entry


class LadderRungForm(AmendForm):
    """Who is reached, how, and after how long without an answer."""

    to = SelectField("Who is reached?", [], validators=[Required("Choose who is reached")])
    channels = CheckboxField(
        "How?",
        [(channel.value, words.capitalize()) for channel, words in CHANNELS.items()],
        hint="This service itself sends e-mails and text messages; the rest is for people to do.",
        validators=[Required("Tick at least one way")],
    )
    after_hours = NumberField(
        "After how many hours without an answer?",
        low=0,
        high=720,
        suffix="hours",
        hint="0 for at once. Count from the report.",
        validators=[Required("Enter a number of hours, like 4, or 0 for at once")],
    )

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Write out what the format takes for granted."""
        return {"channels": [Channel.EMAIL.value], "after_hours": 0, **here.old}

    def offer(self, here: Here) -> None:
        """Offer the policy's own people."""
        self.to.offer(
            [("", "Choose who"), *known_parties(here.document, [here.old.get("to")]).items()]
        )


def party_names(document: Entry) -> dict[str, str]:
    """Return the council's own name for each party, by its id."""
    return {party["id"]: party["name"] for party in document.get("parties", ())}


def known_parties(document: Entry, named: Any) -> dict[str, str]:
    """Return the parties, and after them whoever is named but is in the policy no longer."""
    names = party_names(document)
    gone = {each: f"{each} (no longer in the policy)" for each in named if each}
    return {**names, **{each: words for each, words in gone.items() if each not in names}}


def party_item(here: Here) -> Item:
    """Say what a party is called and what its place is."""
    party = here.old
    place = PLACES[Place(party.get("place", "outside"))]
    role = party.get("data_role")
    said = f"; {DATA_ROLES[DataRole(role)]} in the law's words" if role else ""
    return Item(party["name"], (f"{place}{said}.",))


def ladder_item(here: Here) -> Item:
    """Say who hears of something in which order."""
    rungs = [_rung_words(rung, here.document) for rung in here.old["rungs"]]
    about = LADDER_ABOUT[LadderAbout(here.old.get("about", LadderAbout.ALL))]
    hours = LADDER_HOURS[LadderHours(here.old.get("hours", LadderHours.ALWAYS))]
    return Item(here.old["sentence"], (*rungs, f"{about}, {hours}."))


def ladder_rung_item(here: Here) -> Item:
    """Say who is reached, how and when."""
    return Item(known_parties(here.document, [here.old["to"]])[here.old["to"]], (_how(here.old),))


def _rung_words(rung: Entry, document: Entry) -> str:
    return f"{known_parties(document, [rung['to']])[rung['to']]}: {_how(rung)}"


def _how(rung: Entry) -> str:
    hours = rung.get("after_hours", 0)
    ways = [CHANNELS[Channel(way)] for way in rung.get("channels", [Channel.EMAIL])]
    when = f"after {hours} {'hour' if hours == 1 else 'hours'} without an answer"
    return f"by {listed(ways)}, {when if hours else 'at once'}."


def _parties_words(document: Plain) -> str:
    return f"{', '.join(party_names(document).values()) or 'Nobody is named yet'}."


def count_of(key: str, one: str, many: str) -> Callable[[Plain], str]:
    """Return what says in one sentence how many entries a part has."""

    def words(document: Plain) -> str:
        count = len(document.get(key, ()))
        return f"{count} {one if count == 1 else many}." if count else "None yet."

    return words


RUNGS: Final = Part(
    name="rungs",
    title="Who is reached, in order",
    at=("rungs",),
    form=LadderRungForm,
    item=ladder_rung_item,
    noun="contact",
    intro="The first hears of it at once; the others when nobody has answered.",
    keyed_by="",
)
PARTIES: Final = Part(
    name="parties",
    title="Who has a part",
    at=("parties",),
    form=PartyForm,
    item=party_item,
    noun="party",
    intro="People and bodies under the names that the council itself uses.",
    summary=_parties_words,
)
LADDERS: Final = Part(
    name="ladders",
    title="Who hears of a report, and who next",
    at=("ladders",),
    form=LadderForm,
    item=ladder_item,
    noun="contact list",
    inner=(RUNGS,),
    summary=count_of("ladders", "contact list", "contact lists"),
)
