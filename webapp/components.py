"""GOV.UK Frontend's component macros, callable from our templates and from form widgets.

They live in a Jinja environment of their own, because they test for parameters that nobody gave;
our own templates stay strict, and a misspelt variable of ours still fails at once.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask import Flask
from jinja2 import Environment, PackageLoader, PrefixLoader, Undefined
from markupsafe import Markup

_PACKAGE = "govuk_frontend_jinja"
_macros = Environment(
    loader=PrefixLoader({_PACKAGE: PackageLoader(_PACKAGE)}),
    autoescape=True,
    undefined=Undefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

COMPONENTS = {
    "govukBackLink": "back-link",
    "govukButton": "button",
    "govukCharacterCount": "character-count",
    "govukCheckboxes": "checkboxes",
    "govukDetails": "details",
    "govukErrorMessage": "error-message",
    "govukErrorSummary": "error-summary",
    "govukFieldset": "fieldset",
    "govukFileUpload": "file-upload",
    "govukInput": "input",
    "govukInsetText": "inset-text",
    "govukNotificationBanner": "notification-banner",
    "govukPagination": "pagination",
    "govukPanel": "panel",
    "govukPasswordInput": "password-input",
    "govukRadios": "radios",
    "govukSelect": "select",
    "govukSkipLink": "skip-link",
    "govukSummaryList": "summary-list",
    "govukTable": "table",
    "govukTag": "tag",
    "govukTextarea": "textarea",
    "govukWarningText": "warning-text",
}


def component(name: str, params: Mapping[str, Any], **extra: Any) -> Markup:
    """Render one GOV.UK component, `component("govukButton", {"text": "Continue"})`."""
    return Markup(_macro(name)(params, **extra).strip())  # noqa: S704 - the macros escape


@cache
def _macro(name: str) -> Any:
    template = _macros.get_template(f"{_PACKAGE}/components/{COMPONENTS[name]}/macro.html")
    return getattr(template.module, name)


def register(app: Flask) -> None:
    """Give every template the macros as functions of the same names."""
    for name in COMPONENTS:
        app.jinja_env.globals[name] = _callable(name)


def _callable(name: str) -> Any:
    def render(params: Mapping[str, Any], **extra: Any) -> Markup:
        return component(name, params, **extra)

    return render
