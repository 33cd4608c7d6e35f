"""Encrypted connections, implicit and by STARTTLS, to servers with certificates that are checked."""

import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cadence.channels.provider import Accepted, NotSent
from cadence.channels.smtp.provider import SmtpCarrier
from cadence.domain.errors import UnavailableError
from cadence.local.stack.ports import free_port
from tests.integration.channels.smtp.conftest import MailWorld, email
from tests.waiting import PATIENCE


@dataclass(frozen=True)
class Certificate:
    """A certificate for this machine, signed by itself, and its key."""

    file: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """What a server with this certificate uses."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate that only those who are given it accept."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, key_file = folder / "server.pem", folder / "server.key"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return Certificate(file, key_file)


@contextmanager
def encrypted(port: int, certificate: Certificate) -> Iterator[int]:
    """A port that speaks TLS in front of a port that does not."""
    context = certificate.context()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            """Carry the bytes of one connection both ways."""
            connected = socket.create_connection(("127.0.0.1", port))
            with suppress(OSError), connected as inner, context.wrap_socket(self.request, server_side=True) as outer:
                back = threading.Thread(target=carry, args=(inner, outer))
                back.start()
                carry(outer, inner)
                back.join(PATIENCE)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join(PATIENCE)


def carry(source: socket.socket, target: socket.socket) -> None:
    """Carry what comes until one side is closed."""
    with suppress(OSError, ValueError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError, ValueError):
        target.shutdown(socket.SHUT_RDWR)


class Relay:
    """A relay that takes an e-mail only after STARTTLS and a password."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        """Keep it."""
        assert session.ssl
        assert session.authenticated
        self.taken.append(envelope.original_content or b"")
        return "250 OK"


@contextmanager
def relay(certificate: Certificate | None) -> Iterator[tuple[int, Relay]]:
    """A relay with STARTTLS, or one that does not offer it."""
    handler, port = Relay(), free_port()
    options = {"tls_context": certificate.context(), "require_starttls": True} if certificate else {}
    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=port,
        authenticator=lambda *_: AuthResult(success=True),
        auth_required=certificate is not None,
        ready_timeout=PATIENCE,
        **options,  # type: ignore[arg-type]
    )
    controller.start()
    try:
        yield port, handler
    finally:
        controller.stop()


def test_starttls_comes_before_the_password(world: MailWorld, certificate: Certificate) -> None:
    """The e-mail too goes through the encrypted connection."""
    with relay(certificate) as (port, kept):
        account = replace(world.account, port=port, tls="starttls", ca_file=str(certificate.file))

        assert isinstance(SmtpCarrier(account).send(email("ana@example.org")), Accepted)
        assert len(kept.taken) == 1


@pytest.mark.parametrize("trusted", [True, False])
def test_a_relay_that_cannot_encrypt_gets_nothing(world: MailWorld, certificate: Certificate, trusted: bool) -> None:
    """Neither one without STARTTLS nor one with a certificate that nobody vouches for."""
    with relay(None if trusted else certificate) as (port, kept):
        account = replace(world.account, port=port, tls="starttls", ca_file=str(certificate.file) if trusted else "")

        assert isinstance(SmtpCarrier(account).send(email("ana@example.org")), NotSent)
        assert kept.taken == []


def test_both_servers_are_reached_by_tls(world: MailWorld, certificate: Certificate) -> None:
    """The usual way to a mailbox, and to some relays."""
    with encrypted(world.account.port, certificate) as smtp, encrypted(world.account.imap_port, certificate) as imap:
        account = replace(
            world.account, port=smtp, tls="tls", imap_port=imap, imap_tls="tls", ca_file=str(certificate.file)
        )
        carrier = SmtpCarrier(account)
        carrier.check()

        assert isinstance(carrier.send(email("reads.tls@example.org")), Accepted)
        assert isinstance(list(carrier.received(world.since)), list)

        strangers = SmtpCarrier(replace(account, ca_file=""))
        assert isinstance(strangers.send(email("reads.tls@example.org")), NotSent)
        with pytest.raises(UnavailableError, match="relay"):
            strangers.check()
        with pytest.raises(UnavailableError, match="mailbox"):
            list(strangers.received(world.since))


def test_a_port_that_speaks_no_tls_gets_nothing(world: MailWorld, certificate: Certificate) -> None:
    """Such as the wrong port of the two."""
    account = replace(world.account, tls="tls", imap_tls="tls", ca_file=str(certificate.file))

    assert isinstance(SmtpCarrier(account).send(email("reads.tls@example.org")), NotSent)
    with pytest.raises(UnavailableError, match="mailbox"):
        list(SmtpCarrier(account).received(world.since))
