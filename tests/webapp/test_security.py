import pytest
from flask import Flask, request

from tests.webapp.conftest import PageClient, settings_without_servers, with_token_page
from webapp import create_app
from webapp.scope import safe_next


@pytest.mark.parametrize(
    ("wanted", "allowed"),
    [
        ("/councils/scotton/breaches?page=2", "/councils/scotton/breaches?page=2"),
        ("/", "/"),
        ("//elsewhere.example", None),
        ("///elsewhere.example", None),
        ("/\\elsewhere.example", None),
        ("https://elsewhere.example/", None),
        ("elsewhere", None),
        ("/\n/elsewhere.example", None),
        ("/\t/elsewhere.example", None),
        ("/" + "x" * 3000, None),
        ("", None),
        (None, None),
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(wanted: str | None, allowed: str | None) -> None:
    assert safe_next(wanted) == allowed


def test_pages_run_nothing_from_elsewhere_and_nothing_inline(lonely_client: PageClient) -> None:
    policy = lonely_client.get("/").headers["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


def test_pages_are_kept_out_of_caches_and_referrers(lonely_client: PageClient) -> None:
    headers = lonely_client.get("/").headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in headers


def test_over_https_the_cookie_and_the_host_are_bound_to_it() -> None:
    app = with_token_page(create_app(settings_without_servers(BASE_URL="https://example.org")))

    answer = app.test_client().get("/tests/token", base_url="https://example.org")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-parish_breach=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax"))
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_a_button_from_a_strangers_page_does_nothing(lonely_client: PageClient) -> None:
    answer = lonely_client.post_without_token("/sign-out", {})

    assert answer.status_code == 400
    assert "Press the button again" in answer.text


def test_a_form_that_is_too_large_is_refused_in_words(lonely_client: PageClient) -> None:
    answer = lonely_client.post("/sign-out", {"text": "x" * 5_000_000})

    assert answer.status_code == 413
    assert "larger than 4 megabytes" in answer.text


def test_addresses_behind_a_proxy_are_believed_only_when_it_is_declared() -> None:
    seen = []
    for hops in ("0", "1"):
        app: Flask = create_app(settings_without_servers(TRUSTED_PROXIES=hops))
        with app.test_client() as client:
            client.get("/healthz", headers={"X-Forwarded-For": "192.0.2.7"})
            seen.append(request.remote_addr)

    assert seen == ["127.0.0.1", "192.0.2.7"]
