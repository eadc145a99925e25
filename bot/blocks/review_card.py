"""The one message about a post-mortem: drafted, chased, published."""

from slack_sdk.models.blocks import InteractiveElement

from bot.blocks.kit import Message, actions, bullets, button, confirm, link_button, message, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, link, moment, person, strong
from bot.blocks.views import ReviewView


def review_card(review: ReviewView) -> Message:
    """Say that the draft is there and what it lacks, or that it is published."""
    if review.published_at:
        return _published(review)
    told = line(strong(_name(review)), " is drafted from the ledger.")
    whom: Line = (person(review.asked_id), ", please complete it.") if review.asked_id else ()
    gaps = tuple(line(clip(one_line(gap), 200)) for gap in review.gaps[:10])
    blocks = [rich(told, whom)]
    if gaps:
        blocks.append(bullets(*gaps, under=line("Still missing:")))
    blocks.append(actions(*_buttons(review)))
    return message(blocks, told, whom, *gaps)


def review_chase(review: ReviewView) -> Message:
    """Remind that a draft waits."""
    whom: Line = (person(review.asked_id), ": ") if review.asked_id else ()
    since: Line = (" since ", moment(review.drafted_at)) if review.drafted_at else ()
    told = line(*whom, strong(_name(review)), " waits to be published", *since, ".")
    return message([rich(told), actions(*_buttons(review))], told)


def review_stuck(review: ReviewView) -> Message:
    """Tell whom it waits for that it could not be posted where it belongs."""
    told = line(strong(_name(review)), " is drafted, but nothing can be posted in its channel.")
    remedy = line("Unarchive it in Slack and invite Breakwater again: then the draft comes there.")
    return message([rich(told, remedy)], told, remedy)


def _published(review: ReviewView) -> Message:
    by: Line = (" by ", person(review.published_by_id)) if review.published_by_id else ()
    when: Line = (" ", moment(review.published_at)) if review.published_at else ()
    file: Line = ("  ·  ", link(review.file_link, "read it")) if review.file_link else ()
    told = line("🟢 ", strong(_name(review)), " is published", *by, *when, *file)
    return message([rich(told)], told)


def _name(review: ReviewView) -> str:
    drill = "DRILL · " if review.is_drill else ""
    return f"{drill}Post-mortem of {review.ref} {clip(one_line(review.title), 200)}"


def _buttons(review: ReviewView) -> tuple[InteractiveElement, ...]:
    asks = confirm(
        "Mark it published?",
        "The reminders stop, and your name stands in the ledger. Do it when the team has read it.",
        "Mark published",
    )
    publish = button("Mark published", "review_publish", review.id, confirm=asks)
    if review.file_link:
        return (link_button("Open review", review.file_link, "review_open", review.id), publish)
    return (button("Open review", "review_open", review.id), publish)
