"""What the service tells browsers about itself, and what it accepts from them."""

from datetime import timedelta
from typing import Any

from flask import Flask, current_app, g, request
from flask_talisman import Talisman
from flask_wtf.csrf import CSRFProtect, ValidationError, validate_csrf
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix

from tenants.settings import Settings
from webapp.forms.uploads import MOST_SENT

_SELF = "'self'"
CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": _SELF,
    "style-src": _SELF,
    "img-src": _SELF,
    "font-src": _SELF,
    "form-action": _SELF,
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
SESSION_LIFETIME = timedelta(hours=12)
_MEGABYTE = 1024 * 1024
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


class TokenRefused(BadRequest):
    """The form's token does not belong to this session: too old, or from somewhere else."""


def secure(app: Flask, settings: Settings) -> None:
    """Set cookies, headers, sizes and proxies, and check each form's token before its view."""
    is_https = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-parish_breach" if is_https else "parish_breach",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=SESSION_LIFETIME,
        MAX_CONTENT_LENGTH=4 * _MEGABYTE,
        # A megabyte of text is answered beside its field, not with a page that has lost it.
        MAX_FORM_MEMORY_SIZE=4 * _MEGABYTE,
        # The token lives as long as the session: a form left open over lunch still works.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    CSRFProtect(app)
    # Runs after Talisman's own: what is registered first has the last word.
    app.after_request(_seal_downloads)
    Talisman(
        app,
        force_https=False,
        strict_transport_security=is_https,
        strict_transport_security_include_subdomains=False,
        frame_options="DENY",
        content_security_policy=CONTENT_SECURITY_POLICY,
        referrer_policy="same-origin",
        session_cookie_secure=is_https,
        permissions_policy={"camera": "()", "geolocation": "()", "microphone": "()"},
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # the way that Flask documents
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    app.before_request(check_token)
    app.after_request(_keep_private)


def check_token() -> None:
    """Refuse a form whose token does not count, before its view runs.

    Only a view marked `@takes_form` runs all the same: its form refuses the token again and
    shows everything typed once more. `scope.commit` refuses such a request in any case.
    """
    g.is_token_refused = False
    if request.method in _SAFE_METHODS or request.endpoint is None:
        return
    if _is_from_elsewhere():
        raise TokenRefused
    view = current_app.view_functions[request.endpoint]
    if getattr(view, "takes_file", False):
        # Said before the body is read: what is larger is refused by its length alone.
        request.max_content_length = MOST_SENT
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError as refused:
        g.is_token_refused = True
        if not getattr(view, "takes_form", False):
            raise TokenRefused from refused


def _is_from_elsewhere() -> bool:
    """Whether the browser says that another site's page sent this form.

    Such a form comes without our cookie, as from somebody whose sign-in ran out: it must not be
    carried through the door, nor may the answer put a new cookie in the place of theirs.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    settings: Settings = current_app.extensions["settings"]
    own = {request.host, settings.base_url.partition("://")[2]}
    return origin.partition("://")[2] not in own


def _seal_downloads(response: Any) -> Any:
    """Let nothing that is sent as a file run, in case a browser shows it all the same."""
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _keep_private(response: Any) -> Any:
    """Keep pages out of shared and disk caches; built files may stay, and what says so itself."""
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
