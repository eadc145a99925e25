"""Every way to call someone keeps the same contract, and the fake no other one than the real ones."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from typing import Any

import pytest
from pydantic import SecretStr

from bot.call_settings import Mailbox
from bot.integrations.guarded import GuardedHttp, NotReached
from bot.integrations.ways.fake import FakeWay
from bot.integrations.ways.gateway import Gateway
from bot.integrations.ways.mail import Mail
from bot.integrations.ways.pagerduty import PagerDuty
from bot.integrations.ways.port import CallNote, CallWay, Ending
from tests.integrations.outside import Outside, PostOffice, certificate, outside, post_office

NOTE = CallNote(
    key="4f1c",
    to="ana",
    phone="+351 900 000 000",
    person="Ana Silva",
    ref="INC-12",
    severity="sev1",
    subject="SEV1 · INC-12 · Orders are late",
    text="You are called as level 1.",
    link="https://northwind.slack.com/archives/C012",
)


@dataclass
class Trial:
    """A way, somebody whom it reaches and somebody whom it does not, and what has arrived."""

    way: CallWay
    to: str
    unknown: str
    there: Any

    def keys(self) -> set[str]:
        """The calls that the other side can tell apart."""
        match self.there:
            case FakeWay():
                return set(self.there.placed)
            case Outside() if isinstance(self.way, PagerDuty):
                return {json.loads(each.body)["dedup_key"] for each in self.there.taken}
            case Outside():
                return {each.headers["webhook-id"] for each in self.there.taken}
            case PostOffice():
                return {str(read(each)["Message-ID"]) for each in self.there.mails}
        raise AssertionError

    def fail(self, *, for_good: bool) -> None:
        """The next call is refused."""
        match self.there:
            case FakeWay():
                self.there.faults.append(NotReached("no", permanent=for_good))
            case Outside():
                self.there.statuses = [400 if for_good else 503]
            case PostOffice():
                self.there.refuses[self.to] = "550 no such user" if for_good else "451 try later"


def read(envelope: Any) -> Any:
    return message_from_bytes(envelope.original_content, policy=policy.default)


def mailbox(port: int, **more: Any) -> Mailbox:
    given: dict[str, Any] = {"tls_at_once": False, "user": None, "password": None} | more
    return Mailbox(host="localhost", port=port, sender="breakwater@example.org", **given)


@asynccontextmanager
async def trial(kind: str) -> AsyncIterator[Trial]:
    http = GuardedHttp(allowed=["127.0.0.1"], seconds=20.0)
    key = {"ana": SecretStr("R0KEY")}
    async with outside() as there, post_office() as office:
        fake = FakeWay(["ana"])
        trials = {
            "fake": Trial(fake, "ana", "ben", fake),
            "pagerduty": Trial(PagerDuty(http, f"{there.url}/v2/enqueue", key), "ana", "ben", there),
            "gateway": Trial(Gateway(http, {"ana": f"{there.url}/sms"}, key), "ana", "ben", there),
            "mail": Trial(Mail(mailbox(office.port)), "ana@example.org", "ben@example.org", office),
        }
        office.refuses["ben@example.org"] = "550 no such user"
        yield trials[kind]
    await http.close()


KINDS = pytest.mark.parametrize("kind", ["fake", "pagerduty", "gateway", "mail"])


@KINDS
async def test_a_call_arrives(kind):
    async with trial(kind) as here:
        await here.way.place(replace(NOTE, to=here.to))

        assert len(here.keys()) == 1


@KINDS
async def test_what_is_placed_again_is_known_for_the_same_call(kind):
    async with trial(kind) as here:
        for key in ("one", "one", "two"):
            await here.way.place(replace(NOTE, to=here.to, key=key))

        assert len(here.keys()) == 2


@KINDS
async def test_whom_nobody_knows_cannot_be_called_ever(kind):
    async with trial(kind) as here:
        with pytest.raises(NotReached) as fault:
            await here.way.place(replace(NOTE, to=here.unknown))

        assert (fault.value.permanent, fault.value.unsure) == (True, False)
        assert here.keys() == set()


@KINDS
@pytest.mark.parametrize("for_good", [True, False])
async def test_a_refusal_says_whether_it_may_pass(kind, for_good):
    async with trial(kind) as here:
        here.fail(for_good=for_good)
        with pytest.raises(NotReached) as fault:
            await here.way.place(replace(NOTE, to=here.to))

        assert fault.value.permanent is for_good
        assert "R0KEY" not in str(fault.value)


@KINDS
async def test_settling_is_harmless_where_the_way_knows_no_such_thing(kind):
    async with trial(kind) as here:
        await here.way.settle(replace(NOTE, to=here.to), Ending.ANSWERED)


async def test_pagerduty_rings_acknowledges_and_resolves_under_one_key():
    async with trial("pagerduty") as here:
        await here.way.place(NOTE)
        await here.way.settle(NOTE, Ending.ANSWERED)
        await here.way.settle(NOTE, Ending.OVER)

        events = [json.loads(each.body) for each in here.there.taken]

    assert [each["event_action"] for each in events] == ["trigger", "acknowledge", "resolve"]
    assert {(each["dedup_key"], each["routing_key"]) for each in events} == {("breakwater-4f1c", "R0KEY")}
    assert events[0]["payload"] == {
        "summary": "SEV1 · INC-12 · Orders are late",
        "source": "Breakwater",
        "severity": "critical",
        "component": "INC-12",
        "custom_details": {"called": "Ana Silva", "text": "You are called as level 1."},
    }
    assert events[0]["links"][0]["href"] == NOTE.link


@pytest.mark.parametrize("secret", ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "any words at all"])
async def test_a_gateway_can_check_whose_call_it_is(secret):
    http = GuardedHttp(allowed=["127.0.0.1"])
    async with outside() as there:
        way = Gateway(http, {"sms": there.url}, {"sms": SecretStr(secret)}, clock=lambda: 1_763_460_000.9)
        await way.place(replace(NOTE, to="sms"))
    await http.close()

    (sent,) = there.taken
    said = json.loads(sent.body)
    assert (said["type"], said["data"]["to"]) == ("call.placed", "+351 900 000 000")
    signed = f"{sent.headers['webhook-id']}.{sent.headers['webhook-timestamp']}.".encode() + sent.body
    key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
    code = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert sent.headers["webhook-timestamp"] == "1763460000"
    assert sent.headers["webhook-signature"] == f"v1,{code}"


async def test_a_gateway_in_a_private_network_is_not_called_unless_it_is_allowed():
    http = GuardedHttp()
    async with outside() as there:
        way = Gateway(http, {"sms": there.url}, {"sms": SecretStr("s")})
        with pytest.raises(NotReached, match="ALLOWED_HOSTS") as fault:
            await way.place(replace(NOTE, to="sms"))
    await http.close()

    assert fault.value.permanent
    assert there.taken == []


async def test_what_lacks_its_secret_names_the_variable():
    http = GuardedHttp()
    for way, named in (
        (PagerDuty(http, "https://example.org", {}), "PAGERDUTY_KEY_ANA"),
        (Gateway(http, {"ana": "https://example.org"}, {}), "WEBHOOK_SECRET_ANA"),
        (Mail(None), "SMTP_URL"),
    ):
        with pytest.raises(NotReached, match=named) as fault:
            await way.place(NOTE)
        assert fault.value.permanent


async def test_a_mail_says_all_of_it_and_no_title_can_add_a_header():
    async with trial("mail") as here:
        await here.way.place(replace(NOTE, to=here.to, subject="Orders\r\nBcc: eve@example.org"))

        (mail,) = map(read, here.there.mails)

    assert (mail["Subject"], mail["Bcc"]) == ("Orders Bcc: eve@example.org", None)
    assert (mail["To"], mail["From"]) == ("ana@example.org", "breakwater@example.org")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().splitlines() == [NOTE.text, "", NOTE.link]


async def test_a_mail_that_may_have_arrived_is_unsure():
    async with trial("mail") as here:
        here.there.breaks = 1
        with pytest.raises(NotReached) as fault:
            await here.way.place(replace(NOTE, to=here.to))

    assert (fault.value.unsure, fault.value.permanent) == (True, False)


@pytest.mark.parametrize("at_once", [True, False], ids=["smtps", "starttls"])
async def test_a_password_goes_over_tls_only(tmp_path, at_once):
    shown, trusted = certificate(tmp_path)
    given = {"user": "bot", "password": SecretStr("s3cret"), "tls_at_once": at_once}
    async with post_office(shown, "s3cret", at_once=at_once) as office:
        await Mail(mailbox(office.port, **given), tls=trusted).place(replace(NOTE, to="ana@example.org"))
        assert len(office.mails) == 1

        wrong = Mail(mailbox(office.port, **{**given, "password": SecretStr("guess")}), tls=trusted)
        with pytest.raises(NotReached) as fault:
            await wrong.place(replace(NOTE, to="ana@example.org"))
        assert fault.value.permanent
        assert "guess" not in str(fault.value)


async def test_a_server_without_tls_gets_no_password():
    async with post_office() as office:
        way = Mail(mailbox(office.port, user="bot", password=SecretStr("s3cret")))
        with pytest.raises(NotReached, match="no TLS") as fault:
            await way.place(replace(NOTE, to="ana@example.org"))

    assert fault.value.permanent


async def test_a_server_that_nobody_vouches_for_gets_no_password(tmp_path):
    shown, _ = certificate(tmp_path)
    given = {"user": "bot", "password": SecretStr("s3cret"), "tls_at_once": True}
    async with post_office(shown, "s3cret", at_once=True) as office:
        with pytest.raises(NotReached):
            await Mail(mailbox(office.port, **given)).place(replace(NOTE, to="ana@example.org"))

        assert office.mails == []
