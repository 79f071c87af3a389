"""How our fields look: each WTForms field becomes the GOV.UK component of its kind.

A template says `{{ form.name() }}`. Options: `heading=True` makes the label the page's h1,
`legend_size="m"` sets another size; radios and checkboxes take `reveal={value: html}`.
"""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from wtforms import Field

from webapp.components import component
from webapp.forms.typed import readable


def typed_back(field: Field) -> str:
    """Return what the person typed into a field, or what it starts with."""
    if field.raw_data:
        return readable(str(field.raw_data[0]))
    return str(field._value())  # type: ignore[attr-defined]  # noqa: SLF001 - WTForms names it so


class GovukWidget:
    """Renders a field of one line."""

    component = "govukInput"

    def __call__(self, field: Field, **options: Any) -> Markup:
        """Return the label, hint, error and control as one group."""
        return component(self.component, self.params(field, options))

    def params(self, field: Field, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the component's macro is to be told."""
        return {
            **_common(field),
            **_given(field),
            "label": {
                "text": field.label.text,
                "classes": _size("label", options),
                "isPageHeading": bool(options.get("heading")),
            },
            "value": typed_back(field),
        }


class LongWidget(GovukWidget):
    """Renders a text of many lines; the count appears as the limit comes near."""

    component = "govukCharacterCount"

    def params(self, field: Field, options: Mapping[str, Any]) -> dict[str, Any]:
        """Add the limit, shown from four fifths of it on."""
        limit = getattr(field, "limit", 10_000)
        return {
            **super().params(field, options),
            "maxlength": str(limit),
            "threshold": "80",
            "rows": options.get("rows", 6),
        }


class SecretWidget(GovukWidget):
    """Renders a password with its show button; never sends one back to the page."""

    component = "govukPasswordInput"

    def params(self, field: Field, options: Mapping[str, Any]) -> dict[str, Any]:
        """Leave the value out."""
        return {**super().params(field, options), "value": ""}


class ChoiceWidget:
    """Renders radios, or checkboxes where several may be picked."""

    def __init__(self, macro: str) -> None:
        self.macro = macro

    def __call__(self, field: Any, **options: Any) -> Markup:
        """Return a fieldset whose legend is the field's label."""
        params = _common(field)
        return component(
            self.macro,
            {
                "idPrefix": params.pop("id"),
                **params,
                **_given(field),
                "fieldset": {
                    "legend": {
                        "text": field.label.text,
                        "classes": _size("fieldset__legend", options),
                        "isPageHeading": bool(options.get("heading")),
                    }
                },
                "items": _items(field, options),
            },
        )


class SelectWidget(GovukWidget):
    """Renders a drop-down list, for choices too many for radios."""

    component = "govukSelect"

    def params(self, field: Any, options: Mapping[str, Any]) -> dict[str, Any]:
        """Add the choices."""
        return {**super().params(field, options), "items": _items(field, options)}


def _common(field: Field) -> dict[str, Any]:
    params: dict[str, Any] = {"id": field.id, "name": field.name}
    if field.description:
        params["hint"] = {"text": field.description}
    if field.errors:
        params["errorMessage"] = {"text": field.errors[0]}
    return params


def _given(field: Field) -> dict[str, Any]:
    """Return the component's parameters that the form's author set by `render_kw`."""
    return dict(field.render_kw or {})


def _size(part: str, options: Mapping[str, Any]) -> str:
    size = options.get("legend_size") or ("l" if options.get("heading") else "s")
    return f"govuk-{part}--{size}"


def _items(field: Any, options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return one item for each choice, with its hint and what picking it reveals."""
    reveal = options.get("reveal", {})
    hints = getattr(field, "hints", {})
    items: list[dict[str, Any]] = []
    for choice in field.iter_choices():
        if choice.value == getattr(field, "divided", None):
            items.append({"divider": "or"})
        items.append(
            {
                "value": choice.value,
                "text": field.offered[choice.value],
                "checked": choice.selected,
                "selected": choice.selected,
                **({"hint": {"text": hints[choice.value]}} if choice.value in hints else {}),
                **({"behaviour": "exclusive"} if _stands_alone(field, choice.value) else {}),
                **(
                    {"conditional": {"html": reveal[choice.value]}}
                    if choice.value in reveal
                    else {}
                ),
            }
        )
    return items


def _stands_alone(field: Any, value: str) -> bool:
    """Whether picking this box unpicks the others, as "not yet known" does."""
    return value == getattr(field, "alone", None)
