"""What the Web API answers when blocks are bad."""

from kit import longest, modal, mrkdwn, plain, section
from world import World


async def test_the_answer_tells_every_problem_as_slack_words_it(world: World) -> None:
    blocks = [section(text=mrkdwn("x" * 3001)), {"type": "marquee"}]
    answer = await world.call("chat.postMessage", {"channel": "$room", "text": "a", "blocks": blocks})
    problems = [
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
        "unsupported type: marquee [json-pointer:/blocks/1/type]",
    ]
    assert answer == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": problems,
        "response_metadata": {"messages": [f"[ERROR] {problem}" for problem in problems]},
    }


async def test_blocks_can_be_validated_without_posting(world: World) -> None:
    assert (await world.call("blocks.validate", {"blocks": [section(), {"type": "divider"}]}))["ok"] is True
    answer = await world.call("blocks.validate", {"view": modal(title=plain("x" * 25))})
    assert answer["errors"] == [
        {
            "pointer": "/view/title/text",
            "code": "failed_constraint",
            "message": longest(24),
        }
    ]
