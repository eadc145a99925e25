"""What others give as an address is called on the public internet only, and never by a detour."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.integrations.guarded import GuardedHttp, NotReached
from bot.integrations.public_address import is_public

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "0.1.2.3",  # this machine
    "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",  # the house
    "100.64.0.1", "100.100.100.200",  # the carrier's, and Alibaba's metadata
    "169.254.169.254", "169.254.0.1",  # the link, and most clouds' metadata
    "168.63.129.16", "192.0.0.192",  # Azure's and Oracle's metadata
    "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",  # examples and benchmarks
    "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",  # many, nobody, all
    "::", "::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1",
    "2001:db8::1", "100::1", "64:ff9b:1::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",  # IPv4 in IPv6's clothes
    "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",  # Teredo to 127.0.0.1
    "localhost", "", "1", "127.1", "0x7f.0.0.1",
]  # fmt: skip
PUBLIC = ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_of_the_public_internet_is_known_as_such(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_may_be_called(address):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_changes_nothing_about_it(address):
    wrapped = [f"::ffff:{address}", f"64:ff9b::{address}"]

    assert {is_public(each) for each in wrapped} == {is_public(str(address))}


class FakeNames:
    """Answers look-ups from a table, each time with the next of several answers, and counts them."""

    def __init__(self, **hosts: Sequence[str]) -> None:
        self.hosts = {name.replace("_", "."): list(answers) for name, answers in hosts.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        answers = self.hosts.get(host)
        if not answers:
            raise socket.gaierror("Name or service not known")
        return (answers.pop(0) if len(answers) > 1 else answers[0]).split()


@asynccontextmanager
async def guarded(names: FakeNames | None = None, **options) -> AsyncIterator[GuardedHttp]:
    http = GuardedHttp(lookup=names or FakeNames(), **options)
    try:
        yield http
    finally:
        await http.close()


@asynccontextmanager
async def serving(answer) -> AsyncIterator[int]:
    site = web.Application()
    site.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(site)
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def tell_all(request: web.Request) -> web.Response:
    body = await request.text()
    return web.json_response({"host": request.host, "path": request.path, "body": body})


async def refused(http: GuardedHttp, url: str) -> NotReached:
    with pytest.raises(NotReached) as fault:
        await http.get(url)
    return fault.value


@pytest.mark.parametrize("address", [each for each in PRIVATE if each and not each[0].isalpha()])
async def test_a_private_address_written_out_is_refused_without_a_connection(address):
    written = f"[{address}]" if ":" in address else address
    async with guarded() as http:
        fault = await refused(http, f"http://{written}/latest/meta-data")

    assert fault.permanent or "cannot be reached" in str(fault)


@pytest.mark.parametrize("address", PRIVATE[:-5])
async def test_a_name_that_leads_into_a_private_network_is_refused(address):
    names = FakeNames(inside_example=[address], mixed_example=[f"1.1.1.1 {address}"])
    async with guarded(names) as http:
        for host in ("inside.example", "mixed.example"):
            fault = await refused(http, f"https://{host}/")

            assert fault.permanent
            assert "ALLOWED_HOSTS" in str(fault)


@pytest.mark.parametrize(
    "url",
    [
        "", "no address", "/path", "file:///etc/passwd", "ftp://example.com/", "gopher://example.com/",
        "javascript:alert(1)", "http://", "http://ana:secret@example.com/", "http://ana@example.com/",
        "http://[::1", "http://example.com:99999/", "http://example.com\\@10.0.0.1/",
    ],
)  # fmt: skip
async def test_what_is_no_plain_web_address_is_refused(url):
    async with guarded(FakeNames(example_com=["10.0.0.1"])) as http:
        fault = await refused(http, url)

    assert fault.permanent
    assert "secret" not in str(fault)


@pytest.mark.parametrize(
    "url", ["http://１２７.0.0.1/", "http://0x7f000001/", "http://2130706433/", "http://127.1/"]
)
async def test_other_ways_of_writing_this_machine_are_seen_through(url):
    async with guarded(FakeNames(**{"0x7f000001": ["127.0.0.1"]})) as http:
        assert (await refused(http, url)).permanent


async def test_the_connection_goes_to_the_address_that_was_checked_under_the_hosts_own_name():
    names = FakeNames(gateway_example=["127.0.0.1", "10.0.0.1"])
    async with serving(tell_all) as port, guarded(names, allowed=["Gateway.example."]) as http:
        answer = await http.post(f"http://gateway.example:{port}/send", b"hello")

    assert answer.is_good
    assert f'"host": "gateway.example:{port}"' in answer.body.decode()
    assert names.asked == ["gateway.example"], "the second answer is never asked for"


async def test_a_name_that_turns_private_later_is_refused_then():
    names = FakeNames(rebinding_example=["127.0.0.1"])
    async with guarded(names) as http:
        assert (await refused(http, "http://rebinding.example/")).permanent


async def test_a_redirect_is_an_answer_and_is_not_followed():
    seen = []

    async def away(request: web.Request) -> web.Response:
        seen.append(request.path)
        return web.Response(status=302, headers={"Location": "/elsewhere"})

    async with serving(away) as port, guarded(allowed=["127.0.0.1"]) as http:
        fault = await refused(http, f"http://127.0.0.1:{port}/here")

    assert (fault.permanent, seen) == (True, ["/here"])


@pytest.mark.parametrize(("status", "permanent"), [(404, True), (429, False), (500, False), (503, False)])
async def test_a_refusal_says_whether_asking_again_may_help(status, permanent):
    async def refuse(request: web.Request) -> web.Response:
        return web.Response(status=status)

    async with serving(refuse) as port, guarded(allowed=["127.0.0.1"]) as http:
        fault = await refused(http, f"http://127.0.0.1:{port}/")

    assert (fault.permanent, fault.unsure) == (permanent, False)
    assert f"answered {status}" in str(fault)


@pytest.mark.parametrize("told", [True, False])
async def test_an_answer_that_is_too_long_is_cut_off(told):
    async def flood(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        if told:
            response.content_length = 50_000
        await response.prepare(request)
        await response.write(b"x" * 50_000)
        return response

    async with serving(flood) as port, guarded(allowed=["127.0.0.1"], most_bytes=49_999) as http:
        fault = await refused(http, f"http://127.0.0.1:{port}/")

    assert "more than 49,999 bytes" in str(fault)


async def test_a_packed_answer_is_refused_before_it_unfolds():
    async def pack(request: web.Request) -> web.Response:
        response = web.Response(body=b"y" * 9_000)
        response.enable_compression(web.ContentCoding.gzip)
        return response

    async with serving(pack) as port, guarded(allowed=["127.0.0.1"]) as http:
        assert (await refused(http, f"http://127.0.0.1:{port}/")).permanent


async def test_what_takes_too_long_may_have_arrived():
    async def dawdle(request: web.Request) -> web.Response:
        await asyncio.sleep(0.5)
        return web.Response()

    async with serving(dawdle) as port, guarded(allowed=["127.0.0.1"], seconds=0.1) as http:
        fault = await refused(http, f"http://127.0.0.1:{port}/")

    assert (fault.unsure, fault.permanent) == (True, False)


async def test_what_nobody_listens_to_has_not_arrived():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        async with guarded(allowed=["127.0.0.1"]) as http:
            fault = await refused(http, f"http://127.0.0.1:{port}/")

    assert (fault.unsure, fault.permanent) == (False, False)


async def test_a_host_that_is_unknown_may_be_known_later():
    async with guarded() as http:
        fault = await refused(http, "https://nowhere.example/")

    assert (fault.unsure, fault.permanent) == (False, False)


async def test_environment_proxies_are_no_way_around(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    async with serving(tell_all) as port, guarded(allowed=["127.0.0.1"]) as http:
        assert (await http.get(f"http://127.0.0.1:{port}/")).startswith(b"{")
