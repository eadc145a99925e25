"""RSA signatures (PKCS #1 v1.5) checked with the key of an X.509 certificate; only what SNS needs.

Checking needs no secret and one power: what the signer must have written is built and compared as a whole,
so there is nothing in a forged one to be misread.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Final

#: What precedes a hash in a signature (RFC 8017, section 9.2).
_PREFIXES: Final = {
    "sha1": bytes.fromhex("3021300906052b0e03021a05000414"),
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
}

_BEGIN, _END = b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----"

_SEQUENCE, _INTEGER, _BITS, _VERSION = 0x30, 0x02, 0x03, 0xA0

#: Shorter keys can be broken; longer ones cost time to whoever checks.
_LEAST_BITS, _MOST_BITS = 2048, 8192

#: The object identifier of RSA keys.
_RSA: Final = bytes.fromhex("06092a864886f70d010101")


class NoKey(ValueError):
    """It is no certificate of an RSA key."""


@dataclass(frozen=True, slots=True)
class RsaKey:
    """A public key."""

    modulus: int
    exponent: int

    def holds(self, signature: bytes, message: bytes, algorithm: str) -> bool:
        """Whether this key's owner signed the message; `algorithm` is sha1 or sha256."""
        length = (self.modulus.bit_length() + 7) // 8
        if len(signature) != length:
            return False
        number = int.from_bytes(signature, "big")
        if number >= self.modulus:
            return False
        digest = _PREFIXES[algorithm] + hashlib.new(algorithm, message, usedforsecurity=False).digest()
        padded = b"\x00\x01" + b"\xff" * (length - len(digest) - 3) + b"\x00" + digest
        return pow(number, self.exponent, self.modulus).to_bytes(length, "big") == padded


def key_of(pem: bytes) -> RsaKey:
    """The key of the first certificate. Raises NoKey."""
    try:
        written = pem.partition(_BEGIN)[2].partition(_END)[0]
        certificate = base64.b64decode(b"".join(written.split()), validate=True)
        to_be_signed = _parts(_inside(_parts(certificate)[0], _SEQUENCE))[0]
        fields = [each for each in _parts(_inside(to_be_signed, _SEQUENCE)) if each[0] != _VERSION]
        # serial, signature, issuer, validity, subject, and then the key
        return _key(_parts(_inside(fields[5], _SEQUENCE)))
    except (IndexError, ValueError, binascii.Error) as broken:
        raise NoKey("this is no certificate of an RSA key") from broken


def _key(parts: list[tuple[int, bytes]]) -> RsaKey:
    if not _inside(parts[0], _SEQUENCE).startswith(_RSA):
        raise NoKey("its key is not one of RSA")
    numbers = _parts(_inside(_parts(_inside(parts[1], _BITS)[1:])[0], _SEQUENCE))
    modulus, exponent = (int.from_bytes(_inside(each, _INTEGER), "big") for each in numbers)
    if not _LEAST_BITS <= modulus.bit_length() <= _MOST_BITS or not 2 < exponent < 2**32:
        raise NoKey("its key is none that we trust")
    return RsaKey(modulus, exponent)


def _inside(part: tuple[int, bytes], tag: int) -> bytes:
    if part[0] != tag:
        raise NoKey("a part of it is not what belongs there")
    return part[1]


def _parts(content: bytes) -> list[tuple[int, bytes]]:
    """Tag and content of each part, one after the other (DER)."""
    parts: list[tuple[int, bytes]] = []
    while content:
        tag, length, start = content[0], content[1], 2
        if length >= 0x80:
            start += length & 0x7F
            length = int.from_bytes(content[2:start], "big")
        if len(content) < start + length:
            raise NoKey("it ends too soon")
        parts.append((tag, content[start : start + length]))
        content = content[start + length :]
    return parts
