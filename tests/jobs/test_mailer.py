"""What somebody who stands between the service and its mail server gets to read."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.local.addresses import free_port
from jobs.mailer import conversation
from jobs.refusals import LetterRefused
from tenants.messages import Letter
from tenants.settings import Settings, SmtpSecurity
from tests.jobs.conftest import MailServer

# An address, not a name: a bare machine may not know its own.
HERE = "127.0.0.1"
LETTER = Letter(
    to="clerk@example.org",
    subject="Choose a new password",
    text="https://example.org/password/secret",
    html="<p>https://example.org/password/secret</p>",
    letter_id="one",
)


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A certificate that somebody wrote for themselves in the name of the mail server."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HERE)])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(HERE))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path_factory.mktemp("certificate") / "both.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(pem)
    return made


@pytest.fixture(params=[SmtpSecurity.STARTTLS, SmtpSecurity.IMPLICIT])
def impostor(
    request: pytest.FixtureRequest, context: ssl.SSLContext, settings: Settings
) -> Iterator[tuple[MailServer, Settings]]:
    """A server with such a certificate, and the settings that lead to it."""
    server, port = MailServer(), free_port()
    tls = (
        {"tls_context": context}
        if request.param == SmtpSecurity.STARTTLS
        else {"ssl_context": context}
    )
    controller = Controller(server, hostname=HERE, port=port, **tls)
    controller.start()
    yield (
        server,
        replace(settings, smtp_host=HERE, smtp_port=port, smtp_security=request.param),
    )
    controller.stop()


def test_an_impostor_in_the_mail_servers_place_reads_no_letter(
    impostor: tuple[MailServer, Settings],
) -> None:
    server, settings = impostor

    with conversation(settings) as mailer, pytest.raises(LetterRefused) as refused:
        mailer.send(LETTER, now=datetime.now(UTC))

    assert server.letters == []
    assert (refused.value.problem, refused.value.is_for_all) == ("certificate not trusted", True)
