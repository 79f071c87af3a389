"""The forms about the council's account with GOV.UK Notify."""

from webapp.forms import Form, Required, SecretField, TextField

_ID = {"autocomplete": "off", "spellcheck": False}


class AccountForm(Form):
    """The key and the two templates; the key is never shown again, so empty keeps it."""

    key = SecretField(
        "API key",
        hint="In Notify: API integration, then API keys, then Create an API key. Choose the type"
        " “Live”. It is shown once, so copy it straight in here.",
        is_new=True,
    )
    text_template = TextField(
        "ID of the text message template",
        hint="Leave this empty if you do not want texts.",
        limit=100,
        render_kw=_ID,
    )
    email_template = TextField(
        "ID of the email template (optional)",
        hint="Leave this empty to have emails sent by this service, as they are now.",
        limit=100,
        render_kw=_ID,
    )


class TryForm(Form):
    """Where a test text goes: to whoever asks for it."""

    mobile = TextField(
        "Your mobile number",
        hint="Like 07700 900123.",
        limit=40,
        validators=[Required("Enter your mobile number, like 07700 900123")],
        render_kw={
            "type": "tel",
            "autocomplete": "tel",
            "inputmode": "tel",
            "classes": "govuk-input--width-20",
        },
    )


class StopForm(Form):
    """Nothing but the button."""
