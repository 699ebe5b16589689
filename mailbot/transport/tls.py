"""TLS at both ends: the certificate our doors show, and the checks we make of the smarthost's.
TLS 1.2 or newer, names verified, and no way back to plain text (RFC 8314, reliability row 108)."""

from __future__ import annotations

import ssl
from pathlib import Path


class TlsFault(Exception):
    """A certificate or key that cannot be used; the message says which file and what to do."""


def server_context(certificate: str, key: str) -> ssl.SSLContext:
    """The context of a door that shows the certificate chain in PEM file `certificate` with its private key in `key`.

    Raises TlsFault."""
    for name, path in (("tls_certificate", certificate), ("tls_key", key)):
        if not path or not Path(path).is_file():
            raise TlsFault(f"[listen] {name}: there is no file {path!r}; expected the path of a PEM file")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except (ssl.SSLError, OSError) as error:
        raise TlsFault(
            f"[listen] tls_certificate {certificate!r} and tls_key {key!r} cannot be used ({error}): expected a certificate "
            "chain and its own, unencrypted key, both in PEM and readable by mailbot"
        ) from error
    return context


def client_context() -> ssl.SSLContext:
    """The context for the smarthost: the machine's certificate authorities, name verified, no fallback."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
