"""The counters of the doors: connections, octets in flight, failed log-ins.
They keep a flood outside small; none of them ever touches a mail that was accepted."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

LOCAL = "local"  # the peer of a unix socket


def peer_name(peername: object) -> str:
    """The peer's IP address as text; "local" for a unix socket. An IPv4 address in IPv6 clothes is IPv4."""
    if not isinstance(peername, tuple) or not peername:
        return LOCAL
    host = str(peername[0])
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(address)


def is_loopback(peer: str) -> bool:
    """Whether the peer is this machine."""
    return peer == LOCAL or (_is_address(peer) and ip_address(peer).is_loopback)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


class Peers:
    """A set of addresses and networks, as `[listen] vouching_peers` writes them: "127.0.0.1", "10.0.0.0/8", "::1"."""

    def __init__(self, entries: tuple[str, ...]) -> None:
        self._networks: tuple[IPv4Network | IPv6Network, ...] = tuple(
            ip_network(entry, strict=False) for entry in entries
        )

    def __contains__(self, peer: str) -> bool:
        if peer == LOCAL:
            return True
        return _is_address(peer) and any(ip_address(peer) in network for network in self._networks)


class Connections:
    """How many are connected to one door, in all and from each peer. `spared` peers are not counted one by one."""

    def __init__(self, overall: int, per_peer: int, spared: Peers) -> None:
        self._overall, self._per_peer, self._spared = overall, per_peer, spared
        self._of_peer: Counter[str] = Counter()

    def enter(self, peer: str) -> bool:
        """Count `peer` in. False: there is no room, and nothing was counted."""
        if self._of_peer.total() >= self._overall:
            return False
        if peer not in self._spared and self._of_peer[peer] >= self._per_peer:
            return False
        self._of_peer[peer] += 1
        return True

    def leave(self, peer: str) -> None:
        """Count `peer` out, once for each time it entered."""
        self._of_peer[peer] -= 1
        if self._of_peer[peer] <= 0:
            del self._of_peer[peer]


class InFlight:
    """Octets of mail held in memory by all doors together: read, but not yet kept."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = 0

    def has_room_for(self, octets: int) -> bool:
        return self.held + octets <= self.limit


class Hold:
    """What one mail holds of the octets in flight. Every hold is let go once, whatever becomes of the mail."""

    def __init__(self, in_flight: InFlight) -> None:
        self._in_flight = in_flight
        self._octets = 0

    def grow_to(self, octets: int) -> bool:
        """Hold `octets` in all. False: there is no room, and nothing is held any more."""
        if not self._in_flight.has_room_for(octets - self._octets):
            self.let_go()
            return False
        self._in_flight.held += octets - self._octets
        self._octets = octets
        return True

    def let_go(self) -> None:
        self._in_flight.held -= self._octets
        self._octets = 0


class Lockouts:
    """Failed log-ins by key (a peer or a login): `limit` failures within `period` close it for `period`."""

    _MOST_KEYS = 10_000  # what an attacker can make us remember

    def __init__(self, limit: int, period: timedelta, now: Callable[[], datetime]) -> None:
        self._limit, self._period, self._now = limit, period, now
        self._failures: OrderedDict[str, list[datetime]] = OrderedDict()

    def is_locked(self, key: str) -> bool:
        return len(self._recent(key)) >= self._limit

    def fail(self, key: str) -> None:
        self._failures[key] = [*self._recent(key), self._now()][-self._limit :]
        self._failures.move_to_end(key)
        if len(self._failures) > self._MOST_KEYS:
            self._failures.popitem(last=False)

    def forgive(self, key: str) -> None:
        self._failures.pop(key, None)

    def _recent(self, key: str) -> list[datetime]:
        since = self._now() - self._period
        return [at for at in self._failures.get(key, ()) if at > since]
