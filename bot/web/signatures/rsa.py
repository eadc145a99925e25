"""RSA signatures (PKCS #1 v1.5) checked with the key of an X.509 certificate; only what SNS needs.

The library is loaded when the first certificate is read: few teams have SNS, and it takes memory.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

#: Shorter keys can be broken; longer ones cost time to whoever checks.
_LEAST_BITS, _MOST_BITS = 2048, 8192

#: As long as a certificate may be that anybody could have named.
_LONGEST: Final = 64_000


class NoKey(ValueError):
    """It is no certificate of an RSA key."""


@dataclass(frozen=True, slots=True)
class RsaKey:
    """A public key."""

    key: "RSAPublicKey"

    def holds(self, signature: bytes, message: bytes, algorithm: str) -> bool:
        """Whether this key's owner signed the message; `algorithm` is sha1 or sha256."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

        hashed = {"sha1": hashes.SHA1, "sha256": hashes.SHA256}[algorithm]()
        try:
            self.key.verify(signature, message, PKCS1v15(), hashed)
        except InvalidSignature:
            return False
        return True


def key_of(pem: bytes) -> RsaKey:
    """The key of the first certificate. Raises NoKey."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.x509 import load_pem_x509_certificate

    try:
        key = load_pem_x509_certificate(pem[:_LONGEST]).public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm) as broken:
        raise NoKey("this is no certificate of an RSA key") from broken
    if not isinstance(key, RSAPublicKey):
        raise NoKey("its key is not one of RSA")
    if not _LEAST_BITS <= key.key_size <= _MOST_BITS:
        raise NoKey("its key is none that we trust")
    return RsaKey(key)
