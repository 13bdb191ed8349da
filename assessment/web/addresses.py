"""Addresses: what counts as one place that people come from."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

_HOME_NETWORK = 64  # bits: what one IPv6 line is given


def network_of(address: str) -> str:
    """What is counted as one: an IPv4 address, or the /64 that one home has of IPv6.

    An IPv4 address that is written as an IPv6 one counts as itself. Empty for this
    machine, which is a kiosk or a proxy that we were not told of, and for what is no
    address.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.is_loopback:
        return ""
    if isinstance(found, IPv6Address):
        return str(ip_network((int(found), _HOME_NETWORK), strict=False))
    return str(found)
