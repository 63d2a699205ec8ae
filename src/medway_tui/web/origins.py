"""Which pages may open the reader: only those of this server, whatever name a browser was led to it by."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach a server at this name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_own_origin(origin: str | None, host_header: str | None, names: Collection[str]) -> bool:
    """Return whether a request comes from a page of this server itself.

    ``names`` are the host names that the server goes by. Without a check of the name, a page elsewhere whose
    name is made to lead to this machine (DNS rebinding) would be of the same origin as the server. A client
    that names no origin is no browser, and is refused as well.
    """
    if not origin or not host_header:
        return False
    try:
        parts, host = urlsplit(origin), urlsplit(f"//{host_header}")
        same = parts.netloc.lower() == host_header.lower() and host.port == parts.port
    except ValueError:
        return False
    return same and parts.scheme in ("http", "https") and is_own_host(host_header, names)


def is_own_host(host_header: str | None, names: Collection[str]) -> bool:
    """Return whether a request names this server by one of its names, or by an address, where it has any."""
    try:
        name = urlsplit(f"//{host_header or ''}").hostname or ""
    except ValueError:
        return False
    if name in names:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return "*" in names
