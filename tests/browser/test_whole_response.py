"""The whole response with the page's own buttons: every gate holds, and its refusal leads on."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import BrowserContext, expect

from bot.playbook import Playbook
from tests.browser.window import Window, window
from tests.stories.test_whole_response import HELD
from tests.stories.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: What people did, as the exported ledger tells it, in its order.
TOLD = (
    ("role.taken", "ana", ""),
    ("containment.recorded", "ana", "The board pack is held back"),
    ("stage.advanced", "ana", ""),
    ("hypothesis.added", "ana", "The loader stopped half-way"),
    ("hypothesis.supported", "ana", "Its log ends in the middle of a file"),
    ("cause.recorded", "ana", "What it was: The loader stopped half-way; Kind: operations"),
    ("stage.advanced", "ana", ""),
    ("change.recorded", "chen", "Run the load of Tuesday again"),
    ("change.approved", "ana", ""),
    ("change.applied", "chen", ""),
    ("change.held", "ana", "12,040 rows"),
    ("stage.advanced", "ana", ""),
    ("check.held", "ana", "12,040 rows, as last Tuesday"),
    ("signoff.given", "chen", ""),
    ("signoff.given", "ben", ""),
    ("incident.closed", "ana", "The loader stopped half-way"),
    ("close_notice.sent", "ana", "to 2 places"),
)


@pytest.fixture
def playbook() -> Playbook:
    return HELD


async def test_a_stale_table_is_closed_and_signed_by_pressing_what_the_refusals_offer(
    browser: BrowserContext, here: Town
) -> None:
    async with (
        window(browser, here, "ana") as ana,
        window(browser, here, "ben") as ben,
        window(browser, here, "chen") as chen,
    ):
        await _alert_opens_an_incident(ben)
        await _ana_contains_it(ana)
        await _ana_finds_the_cause(ana)
        await _something_is_changed(ana, chen)
        await _it_is_verified_and_signed(ana, ben, chen)
        await _ana_sends_the_close_notice(ana)
        assert sum(each.interactions for each in (ana, ben, chen)) < 30

        told = await _exported(ana)
        assert told["incident"]["outcome"] == "fixed"
        assert _by_people(told) == [(kind, here.people[name].user_id, text) for kind, name, text in TOLD]
        await here.advance(hours=3)
        await _it_fails_again(ana, ben)


async def _alert_opens_an_incident(ben: Window) -> None:
    await ben.page.get_by_test_id("samples").click()
    await ben.page.get_by_test_id("sample-grafana-firing").click()
    await ben.page.keyboard.press("Escape")


async def _ana_contains_it(ana: Window) -> None:
    """She would go on to find the cause at once; the gate asks first what keeps bad data from being read."""
    await ana.goes_to("data-incidents")
    await ana.presses("Take command", ana.message("INC-1"))
    await ana.goes_to(re.compile("inc-"))
    await expect(ana.card).to_contain_text("Commander @Ana Silva")
    await ana.presses("Advance", ana.card)
    await ana.form.get_by_label("Analysis").check()
    await ana.page.get_by_test_id("modal-submit").click()
    await expect(ana.form).to_contain_text("Still missing")
    await ana.presses("Say what contains it", ana.form)
    await ana.form.get_by_label("What does, or why nothing can").fill("The board pack is held back")
    await ana.sends_back_to("Advance INC-1")
    await expect(ana.form).not_to_contain_text("Still missing")
    await expect(ana.form.get_by_label("Analysis")).to_be_checked()
    await ana.sends()
    await expect(ana.card).to_contain_text("Analysis since")


async def _ana_finds_the_cause(ana: Window) -> None:
    await ana.presses("Advance", ana.card)
    await expect(ana.form).to_contain_text("a hypothesis that evidence supports")
    await ana.presses("Hypotheses", ana.form)
    await ana.form.get_by_label("What may be the cause").fill("The loader stopped half-way")
    await ana.form.get_by_label("What supports it").fill("Its log ends in the middle of a file")
    await ana.sends_back_to("Advance INC-1")
    await expect(ana.form).not_to_contain_text("a hypothesis that evidence supports")
    await ana.presses("Cause", ana.form)
    await expect(ana.form.get_by_label("What it was, in a sentence")).to_have_value(
        "The loader stopped half-way"
    )
    await ana.form.get_by_label("Operations").check()
    await ana.sends_back_to("Advance INC-1")
    await expect(ana.form).not_to_contain_text("Still missing")
    await ana.sends()
    await expect(ana.card).to_contain_text("Remediation since")


async def _something_is_changed(ana: Window, chen: Window) -> None:
    """Where the playbook wants approval, a change begins as planned; the gate asks whether it worked."""
    await chen.goes_to(re.compile("inc-"))
    await chen.presses("Add to ledger", chen.card)
    await chen.chooses("What it is", "Change")
    await chen.form.get_by_label("What is changed").fill("Run the load of Tuesday again")
    await chen.sends()
    await ana.presses("Approve", ana.message("Change, planned: Run the load of Tuesday again"))
    await chen.presses("Applied", chen.message("Approved"))
    await expect(ana.card).to_contain_text("whether it worked: Run the load of Tuesday again")
    await ana.presses("It held", ana.message("Change, applied"))
    await ana.form.get_by_label("What you saw").fill("12,040 rows")
    await ana.sends()
    await expect(ana.message("Change, holds")).to_contain_text("12,040 rows")
    await ana.presses("Advance", ana.card)
    await ana.sends()
    await expect(ana.card).to_contain_text("Verification since")


async def _it_is_verified_and_signed(ana: Window, ben: Window, chen: Window) -> None:
    """Ana's form waits, with what she typed, while others sign."""
    await ben.page.get_by_test_id("samples").click()
    await ben.page.get_by_test_id("sample-grafana-resolved").click()
    await ben.page.keyboard.press("Escape")
    await expect(ana.message("Recovered, says the tool")).to_be_visible()
    await ana.presses("Close", ana.card)
    await ana.form.get_by_label("Effect on decisions").fill("None that we know of")
    await ana.presses("Verify", ana.form)
    await ana.form.get_by_label("What you saw").fill("12,040 rows, as last Tuesday")
    await ana.sends_back_to("Close INC-1")
    await expect(ana.form.get_by_label("Effect on decisions")).to_have_value("None that we know of")
    await expect(ana.form).not_to_contain_text("checks of")
    await ben.goes_to(re.compile("inc-"))
    for steward, name in ((chen, "Chen Wei"), (ben, "Ben Okafor")):
        await steward.presses("Sign off", steward.message("is the data right again?"))
        await steward.presses("Sign off", steward.page.get_by_test_id("confirm"))
        await expect(steward.message(f"signed off by @{name}")).to_be_visible()
    await ana.sends()
    await expect(ana.card).to_contain_text("Closed as fixed")
    await expect(ana.card).to_contain_text("What was done Run the load of Tuesday again")
    await expect(ana.card.get_by_role("button", name="Reopen")).to_be_visible()


async def _ana_sends_the_close_notice(ana: Window) -> None:
    await ana.presses("Close notice", ana.message("INC-1 closed"))
    await expect(ana.form).to_contain_text("It goes to all who had been told")
    await expect(ana.form.get_by_label("Close notice")).to_have_value(
        re.compile("What was done: Run the load of Tuesday again\n")
    )
    await ana.sends()
    await expect(ana.message("Close notice sent")).to_contain_text("#data-incidents")
    await ana.goes_to("data-incidents")
    await expect(ana.message("INC-1 is over")).to_be_visible()
    told = await ana.message("INC-1 is over").inner_text()
    assert "The loader stopped half-way\nWhat was done: Run the load of Tuesday again\n" in told
    await ana.goes_to(re.compile("inc-"))


async def _it_fails_again(ana: Window, ben: Window) -> None:
    """Within its probation: the same incident goes on, and what was proven has to be proven again."""
    await ben.page.get_by_test_id("samples").click()
    await ben.page.get_by_test_id("sample-grafana-firing").click()
    await ben.page.keyboard.press("Escape")
    await expect(ana.message("It failed again")).to_be_visible()
    await expect(ana.card).to_contain_text("Verification since")
    await ana.presses("Close", ana.card)
    await expect(ana.form).to_contain_text("the sign-off of the technical steward and the business steward")


async def _exported(ana: Window) -> dict[str, Any]:
    """What the file holds, read in the page."""
    await ana.runs("/incident export json")
    await ana.page.get_by_test_id("file").filter(has_text="JSON").click()
    shown = await ana.page.get_by_test_id("file-preview").locator("pre").text_content()
    await ana.page.keyboard.press("Escape")
    document: dict[str, Any] = json.loads(shown or "")
    return document


def _by_people(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (each["kind"], each["actor_id"], each["text"]) for each in document["entries"] if each["actor_id"]
    ]
