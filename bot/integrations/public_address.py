"""Which addresses belong to the public internet: only these may be called on someone else's word."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

#: All that is in use of IPv6; what lies outside is ours, the link's, or nobody's.
_GLOBAL_V6: Final = IPv6Network("2000::/3")

#: A network that speaks IPv6 only reaches IPv4 through these: the address is in the last 32 bits.
_NAT64: Final = IPv6Network("64:ff9b::/96")

#: Kept for protocols: Python's releases disagree about it, and Oracle's machines ask there who they are.
_PROTOCOLS: Final = IPv4Network("192.0.0.0/24")

#: Public by its number, but answered inside Azure only, with what a machine may know of itself.
_METADATA: Final = IPv4Address("168.63.129.16")


def is_public(written: str) -> bool:
    """Whether this is an address of the public internet, whatever it is wrapped in."""
    try:
        address = ip_address(written)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _is_public_v4(address)
    inner = _inner_v4(address)
    if inner is not None:
        return _is_public_v4(inner)
    return address in _GLOBAL_V6 and address.is_global and not address.scope_id


def _is_public_v4(address: IPv4Address) -> bool:
    odd = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not odd and address not in _PROTOCOLS and address != _METADATA


def _inner_v4(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that is meant in truth: mapped, translated, or tunnelled (6to4, Teredo)."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    tunnel = address.teredo
    return address.ipv4_mapped or address.sixtofour or (tunnel[1] if tunnel else None)
