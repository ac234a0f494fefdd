"""A city network's own authority, and the certificates that it hands out."""

import datetime as dt
import ssl
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Authority:
    """Keeps its files in a folder."""

    folder: Path
    called: str = "滨州市政务外网根证书"

    @cached_property
    def key(self) -> ec.EllipticCurvePrivateKey:
        return ec.generate_private_key(ec.SECP256R1())

    @cached_property
    def certificate(self) -> x509.Certificate:
        name = _named(self.called)
        usage = x509.KeyUsage(*(position in {5, 6} for position in range(9)))  # signs certificates and their lists
        made = _certificate(name, name, self.key, since=-DAY, until=30 * DAY)
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        return made.add_extension(usage, critical=True).sign(self.key, hashes.SHA256())

    @property
    def file(self) -> str:
        """As an operator names it to the portal."""
        path = self.folder / "authority.pem"
        path.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        return str(path)

    def server(self, *names: str, since: dt.timedelta = -DAY, until: dt.timedelta = DAY) -> ssl.SSLContext:
        """What a server of these names or addresses shows, good between these two from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _certificate(_named(names[0]), self.certificate.subject, key, since=since, until=until)
        made = made.add_extension(x509.SubjectAlternativeName([_alternative(name) for name in names]), critical=False)
        made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        return self._shown(made.sign(self.key, hashes.SHA256()), key)

    def _shown(self, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
        path = self.folder / f"{certificate.serial_number}.pem"
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    *,
    since: dt.timedelta,
    until: dt.timedelta,
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    numbered = made.serial_number(x509.random_serial_number())
    return numbered.not_valid_before(now + since).not_valid_after(now + until)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
