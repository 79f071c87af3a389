"""The forms of an association's officer: publishing a model policy, and taking one back."""

from typing import Any

from wtforms import HiddenField

from tenants.policy.council_policy import shipped_policies, shipped_policy
from webapp.forms import LongTextField, RadioField, Required, SelectField
from webapp.policy.documents import DocumentForm

DOCUMENT, SHIPPED = "document", "shipped"
CHECK, CHANGE, PUBLISH = "check", "change", "publish"


class PublishForm(DocumentForm):
    """A model policy and the note that councils read beside it; `step` says which button it was."""

    source = RadioField(
        "What do you want to publish?",
        ((DOCUMENT, "A document of ours"), (SHIPPED, "A policy that comes with this service")),
        validators=[Required("Choose what you want to publish")],
    )
    shipped = SelectField("Which one?", ())
    note = LongTextField(
        "What should councils know about it?",
        hint="For example, what is new in this version, and why you recommend it. Every council"
        " of the association reads this.",
        limit=2_000,
        validators=[Required("Write what councils should know about it, in a sentence or two")],
    )
    step = HiddenField(default=CHECK)

    def __init__(self, **start: Any) -> None:
        super().__init__(**start)
        self.shipped.offer((name, shipped_policy(name).title) for name in shipped_policies())

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a document, or for one of the list, only where that was chosen."""
        if self.source.data != SHIPPED:
            self.shipped.data = next(iter(self.shipped.offered))
        is_valid = bool(super().validate(extra_validators))
        if not is_valid or self.source.data != DOCUMENT:
            return is_valid
        return self.require_text()

    @property
    def chosen(self) -> str:
        """Return the text that is to be published."""
        if self.source.data == SHIPPED:
            return shipped_policy(str(self.shipped.data)).as_text()
        return self.text
