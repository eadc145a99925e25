"""The load: a process of its own that keeps some connections busy with requests made beforehand.

Bare sockets and epoll, because what the generator costs is taken from the server on the other side of the
same two cores. Each connection sends its next request when the last one is answered.

    python -m bench.load --form webhook --port 3000 --path /alerts/alertmanager --alerts 10 --seconds 3
"""

import argparse
import json
import select
import socket
import time
from typing import Any

#: Stands where each request has a number of its own: no two are the same, and none is a redelivery.
MARK = b"@@@@@@@@@@@@"

#: Distinct alerts: Prometheus repeats those that fire, and does not invent new ones for ever.
DISTINCT = 2_000

LABELS = ("prod", "eu-west-1", "warehouse")


def main() -> None:
    """Send for a while, and print what came back."""
    asked = _arguments()
    requests = _Requests(asked)
    connections = {}
    poll = select.epoll()
    for _ in range(asked.connections):
        connection = socket.create_connection(("127.0.0.1", asked.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        connections[connection.fileno()] = connection
        poll.register(connection, select.EPOLLIN)
    print(json.dumps(_drive(asked.seconds, connections, poll, requests)), flush=True)


def _drive(
    seconds: float, connections: dict[int, socket.socket], poll: select.epoll, requests: "_Requests"
) -> dict[str, Any]:
    accepted = refused = 0
    waits: list[float] = []
    sent_at = dict.fromkeys(connections, 0.0)
    clock = time.perf_counter
    began = clock()
    end = began + seconds
    for number, connection in connections.items():
        sent_at[number] = clock()
        connection.sendall(requests.next())
    under_way = len(connections)
    while under_way:
        for number, _ in poll.poll():
            connection = connections[number]
            answer = _whole(connection)
            now = clock()
            if answer.startswith(b"HTTP/1.1 20"):
                accepted += 1
                waits.append(now - sent_at[number])
            elif answer.startswith(b"HTTP/1.1"):
                refused += 1
            else:
                raise SystemExit(f"bench.load: an answer that is none: {answer[:80]!r}")
            if now < end:
                sent_at[number] = now
                connection.sendall(requests.next())
            else:
                under_way -= 1
    took = clock() - began
    waits.sort()
    return {
        "accepted": accepted,
        "refused": refused,
        "seconds": took,
        "median_ms": waits[len(waits) // 2] * 1000 if waits else 0,
        "p99_ms": waits[len(waits) * 99 // 100] * 1000 if waits else 0,
    }


def _whole(connection: socket.socket) -> bytes:
    """One answer; a server may send its head and its body apart."""
    answer = connection.recv(65536)
    while b"\r\n\r\n" not in answer:
        answer += _more(connection)
    head, _, body = answer.partition(b"\r\n\r\n")
    _, found, after = head.lower().partition(b"content-length: ")
    missing = int(after.partition(b"\r\n")[0]) - len(body) if found else 0
    while missing > 0:
        more = _more(connection)
        missing -= len(more)
    return answer


def _more(connection: socket.socket) -> bytes:
    more = connection.recv(65536)
    if not more:
        raise SystemExit("bench.load: the server hung up")
    return more


class _Requests:
    """Requests that differ by their number and by which alerts they tell of."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self._number = asked.first
        variants = max(1, DISTINCT // asked.alerts)
        self._variants = [self._variant(asked, place * asked.alerts) for place in range(variants)]

    def next(self) -> bytes:
        self._number += 1
        head, tail = self._variants[self._number % len(self._variants)]
        return b"%s%012d%s" % (head, self._number, tail)

    def _variant(self, asked: argparse.Namespace, first: int) -> tuple[bytes, bytes]:
        alerts = [alert(first + place, asked.form) for place in range(asked.alerts)]
        alerts[0]["annotations"]["run"] = MARK.decode()
        body = json.dumps(_body(alerts) if asked.form == "webhook" else alerts).encode()
        head = (
            f"POST {asked.path} HTTP/1.1\r\nHost: 127.0.0.1:{asked.port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        )
        if asked.secret:
            head += f"Authorization: Bearer {asked.secret}\r\n"
        before, _, after = (head.encode() + b"\r\n" + body).partition(MARK)
        return before, after


def alert(number: int, form: str) -> dict[str, Any]:
    """One alert as a warehouse's monitors have it; `webhook` adds what Alertmanager adds to it."""
    found: dict[str, Any] = {
        "labels": {
            "alertname": f"TableIsLate{number % 50}",
            "severity": "warning",
            "table": f"finance.orders_{number}",
            **dict(zip(("env", "region", "job"), LABELS, strict=True)),
        },
        "annotations": {
            "summary": f"finance.orders_{number} was not updated for 3 hours",
            "description": "The newest row is older than the freshness that its owners promised.",
        },
        "startsAt": "2026-11-20T11:58:00Z",
        "generatorURL": f"http://prometheus.example.com/graph?g0.expr=age%28orders_{number}%29",
    }
    if form == "webhook":
        found |= {"status": "firing", "endsAt": "0001-01-01T00:00:00Z", "fingerprint": f"{number:016x}"}
    return found


def _body(alerts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "version": "4",
        "groupKey": "{}:{}",
        "truncatedAlerts": 0,
        "status": "firing",
        "receiver": "breakwater",
        "groupLabels": {},
        "commonLabels": {},
        "commonAnnotations": {},
        "externalURL": "http://alertmanager.example.com",
        "alerts": alerts,
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.load")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--path", required=True)
    parser.add_argument("--form", choices=("webhook", "alertmanager"), required=True)
    parser.add_argument("--alerts", type=int, default=1)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--secret", default="")
    parser.add_argument("--first", type=int, default=0, help="the number after which requests are counted")
    return parser.parse_args()


if __name__ == "__main__":
    main()
