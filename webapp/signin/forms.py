"""The forms of the doors."""

from wtforms import HiddenField

from webapp.forms import EmailField, Form, Required, SecretField


class SignInForm(Form):
    """Who somebody is, and their password."""

    email = EmailField("Email address", validators=[Required("Enter your email address")])
    password = SecretField("Password", validators=[Required("Enter your password")])
    carried = HiddenField()


class ForgottenPasswordForm(Form):
    """Where to send a link."""

    email = EmailField("Email address", validators=[Required("Enter your email address")])


class NewPasswordForm(Form):
    """The password to use from now on."""

    password = SecretField(
        "New password",
        hint="12 characters or more. Three random words are easy to remember and hard to guess.",
        is_new=True,
        validators=[Required("Enter a password of 12 characters or more")],
    )
