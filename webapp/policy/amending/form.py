"""The form that every page of a draft descends from: one entry of the document, and nothing else.

A field that bears the name of a key of the format holds that key. The form carries which draft was
seen, at which version, and the entry as it stood then, so that a change by somebody else is shown.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Final, Self
from uuid import UUID

from flask import request
from wtforms import HiddenField

from tenants.policies import SeenDraft
from webapp.forms import Form, VersionField
from webapp.policy.amending.document import Entry, Plain, with_entry, with_value
from webapp.policy.amending.fields import kept, words_of
from webapp.policy.amending.place import Here, carried

NOBODYS: Final = SeenDraft(UUID(int=0), 0)
"""The draft that nobody can have seen."""

_HIDDEN: Final = ("seen_draft", "seen_version", "was")


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer of a form that somebody else changed: what it is, what it was, what it is now."""

    what: str
    was: str
    now: str


class AmendForm(Form):
    """One entry of the draft; subclasses name the fields and, where need be, offer choices.

    ``reveals`` says which fields a choice of another field opens, ``order`` how fields that come
    from several classes follow one another. ``always`` gives keys that the format wants even where
    there is nothing in them; ``says`` is the notice once it is saved.
    """

    seen_draft = HiddenField()
    seen_version = VersionField()
    was = HiddenField()

    always: ClassVar[Mapping[str, Any]] = {}
    reveals: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {}
    order: ClassVar[tuple[str, ...]] = ()
    changes: tuple[Changed, ...] = ()
    is_late, late_words = False, ""
    says = "It is saved in the draft."

    _fields: dict[str, Any]

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        rest = [name for name in self._fields if name not in self.order]
        self._fields = {name: self._fields[name] for name in (*self.order, *rest)}

    @classmethod
    def opened(cls, here: Here, seen: SeenDraft) -> Self:
        """Return the form as it was sent, or filled in with the entry when its page is opened."""
        is_sent = request.method == "POST"
        shape = cls.shaped(here, request.form if is_sent else None)
        if is_sent:
            form = shape()
        else:
            start = {
                "seen_draft": str(seen.id),
                "seen_version": seen.version,
                "was": carried(here),
            }
            form = shape(data={**shape.filled(here), **start})
        form.offer(here)
        return form

    @classmethod
    def shaped(cls, _here: Here, _sent: Mapping[str, str] | None) -> type[Self]:
        """Return the form with the fields that this place needs, or that were sent from it."""
        return cls

    def reshapes(self, _then: str) -> bool:
        """Whether a button only changes the form itself, so that nothing is saved yet."""
        return False

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Return what the fields hold for the entry as it stands."""
        return dict(here.old)

    def offer(self, here: Here) -> None:
        """Offer the choices that depend on the rest of the policy."""

    def entry(self, here: Here) -> Plain:
        """Return the entry as the form has it; keys that the form does not show stay."""
        entry = {**self.always, **here.old}
        for field in self.answers():
            value = kept(field)
            # Not `in`: 0 equals False, and a number may well be 0.
            is_empty = value is None or value is False or value in ("", [])
            if is_empty and field.name not in self.always:
                entry.pop(field.name, None)
            else:
                entry[field.name] = value
        return entry

    def change(self, here: Here) -> Plain:
        """Return the whole document with this entry in its place."""
        entry = self.entry(here)
        if here.is_new:
            return with_entry(here.document, here.way, entry)
        if not here.way:
            rest = {
                name: each for name, each in here.document.items() if name not in here.part.lines
            }
            return {**rest, **entry}
        return with_value(here.document, here.entry_way, entry)

    def goes_on(self, here: Here) -> str:
        """Return which list inside the entry comes next, once it is saved; nothing, mostly."""
        return here.part.then if here.is_new else ""

    def answers(self) -> list[Any]:
        """Return the fields that a person fills in."""
        hidden = (*_HIDDEN, self.meta.csrf_field_name)
        return [field for field in self if field.name not in hidden]

    @property
    def button(self) -> str:
        """Return what the green button says."""
        return "Save"

    def top_fields(self) -> list[Any]:
        """Return the fields that stand on the page by themselves, in their order."""
        inside = {
            name for opened in self.reveals.values() for names in opened.values() for name in names
        }
        return [field for field in self.answers() if field.name not in inside]

    @property
    def seen(self) -> SeenDraft:
        """Return the draft that the person had before them."""
        with suppress(ValueError):
            return SeenDraft(UUID(str(self.seen_draft.data)), self.seen_version.number)
        return NOBODYS

    def come_late(self, words: str) -> None:
        """Say that somebody else was faster, and what to do."""
        self.is_late, self.late_words = True, words
        self.refuse("", words)

    def overtaken(self, here: Here, now: SeenDraft) -> None:
        """Show what changed in this entry since, and go on from the draft as it is now."""
        was = _read(self.was.data)
        self.changes = _differences(self._told(here, was), self._told(here, here.old))
        self.seen_draft.data, self.seen_version.data = str(now.id), str(now.version)
        self.was.data = carried(here)

    def _told(self, here: Here, entry: Entry) -> dict[str, str]:
        """Return what the form says of an entry, question by question."""
        stood = replace(here, stood=entry)
        shape = type(self)
        # What a page carried may be anything: whoever sent nonsense is shown no differences.
        with suppress(LookupError, TypeError, ValueError, AttributeError):
            form = shape(formdata=None, data=shape.filled(stood))
            form.offer(stood)
            return {field.label.text: words_of(field) for field in form.answers()}
        return {}


def day_in(entry: Entry, name: str) -> date | None:
    """Return a day of an entry, which a document writes like 2026-02-26."""
    value = entry.get(name)
    return date.fromisoformat(value) if value else None


def _read(text: str | None) -> Entry:
    """Return the entry that a page carried along; what is not one counts as empty."""
    with suppress(ValueError, RecursionError):
        read = json.loads(text or "{}")
        if isinstance(read, dict):
            return read
    return {}


def _differences(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[Changed, ...]:
    return tuple(
        Changed(what, was.get(what, "Nothing"), now.get(what, "Nothing"))
        for what in dict.fromkeys((*was, *now))
        if was.get(what, "Nothing") != now.get(what, "Nothing")
    )
