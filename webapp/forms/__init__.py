"""Forms: WTForms fields that render as GOV.UK components and give clean values to views.

Knows no database and no council. A form of ours subclasses `Form`; see `webapp.forms.form`.
"""

from webapp.forms.choices import CheckboxField, RadioField, SelectField, choices_of
from webapp.forms.fields import (
    CountField,
    EmailField,
    LongTextField,
    Optional,
    Required,
    SecretField,
    TextField,
    ToTheMinute,
    VersionField,
    WhenField,
)
from webapp.forms.form import Form, render_form, takes_form
from webapp.forms.refusing import Refusing
from webapp.forms.uploads import Chosen, FormWithFile, UploadField, takes_file
from webapp.forms.when import When

__all__ = [
    "CheckboxField",
    "Chosen",
    "CountField",
    "EmailField",
    "Form",
    "FormWithFile",
    "LongTextField",
    "Optional",
    "RadioField",
    "Refusing",
    "Required",
    "SecretField",
    "SelectField",
    "TextField",
    "ToTheMinute",
    "UploadField",
    "VersionField",
    "When",
    "WhenField",
    "choices_of",
    "render_form",
    "takes_file",
    "takes_form",
]
