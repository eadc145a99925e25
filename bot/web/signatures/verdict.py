"""What looking at a signature may come to, and the parts that every way of signing shares."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import Final

#: Seconds that a signed moment may lie before or after our clock.
TOLERANCE: Final = 300.0

#: A Unix time has ten digits for the next two centuries, thirteen in milliseconds.
_MOST_DIGITS: Final = 13

_MILLISECONDS: Final = 100_000_000_000


class Verdict(Enum):
    """What came of looking."""

    #: The request bears no signature of this kind.
    ABSENT = auto()
    GOOD = auto()
    WRONG = auto()
    #: Signed, but so long ago that somebody else may be repeating it.
    STALE = auto()
    #: It cannot be told right now; the sender has to try again.
    UNSURE = auto()


def good_if(holds: bool) -> Verdict:
    """Good or wrong."""
    return Verdict.GOOD if holds else Verdict.WRONG


def any_equal(given: Iterable[bytes], expected: Iterable[bytes]) -> bool:
    """Whether one of these is one of those, in a time that tells nothing of where they differ."""
    wanted = list(expected)
    equal = [hmac.compare_digest(each, other) for each in given for other in wanted]
    return any(equal)


def hex_digests(secrets: Sequence[bytes], message: bytes, algorithm: str = "sha256") -> list[bytes]:
    """The HMAC of a message with each secret."""
    return [hmac.new(secret, message, getattr(hashlib, algorithm)).hexdigest().encode() for secret in secrets]


def is_recent(timestamp: bytes, now: float) -> bool:
    """Whether a moment in seconds or milliseconds lies within five minutes of now."""
    if not (timestamp.isdigit() and len(timestamp) <= _MOST_DIGITS):
        return False
    moment = float(timestamp)
    return abs(now - (moment / 1000 if moment > _MILLISECONDS else moment)) <= TOLERANCE
