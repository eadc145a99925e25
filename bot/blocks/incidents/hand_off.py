"""A role offered to someone: the offer itself, and what became of it."""

from bot.blocks.kit import Message, actions, button, message, quote, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, channel_link, line, moment, person, strong
from bot.blocks.views import HandOffView
from models.vocabulary import label


def hand_off_offer(offer: HandOffView) -> Message:
    """Draw the direct message to whom it is offered; once answered it says how."""
    asked = line(person(offer.from_id), " offers you ", strong(label(offer.role)), " of ", *_of(offer))
    answer = _answer(offer)
    blocks = [rich(asked, answer)]
    if offer.note:
        blocks.append(quote(clip(offer.note, 1_500)))
    if not answer:
        accept = button("Accept", "handoff_accept", offer.id, style="primary")
        blocks.append(actions(accept, button("Decline", "handoff_decline", offer.id)))
    return message(blocks, asked, line(offer.note), answer)


def hand_off_notice(offer: HandOffView) -> Message:
    """Tell the incident's channel of the offer, or of the answer."""
    role = strong(label(offer.role))
    if offer.accepted is None:
        told = line(person(offer.from_id), " offers ", role, " to ", person(offer.to_id), ".")
    elif offer.accepted:
        told = line(person(offer.to_id), " took over ", role, " from ", person(offer.from_id), ".")
    else:
        told = line(person(offer.to_id), " declined ", role, "; it stays with ", person(offer.from_id), ".")
    return message([rich(told)], told)


def hand_off_declined(offer: HandOffView) -> Message:
    """Tell whoever offered that they still have the role."""
    told = line(person(offer.to_id), " declined ", strong(label(offer.role)), " of ", *_of(offer))
    still = line("It stays with you. Offer it to someone else with ", strong("Hand off"), " on the card.")
    return message([rich(told, still)], told, still)


def handed_over(offer: HandOffView) -> Message:
    """Tell a steward whom to ask from now on."""
    moved = line(person(offer.to_id), " is ", strong(label(offer.role)), " of ", *_of(offer))
    before = line("They took it over from ", person(offer.from_id), ".")
    return message([rich(moved, before)], moved, before)


def _of(offer: HandOffView) -> Line:
    room: Line = (" in ", channel_link(offer.channel_id)) if offer.channel_id else ()
    return line(strong(offer.ref), f" {clip(one_line(offer.title), 200)}", *room, ".")


def _answer(offer: HandOffView) -> Line:
    if offer.accepted is None:
        return ()
    word = "accepted" if offer.accepted else "declined"
    when: Line = (" ", moment(offer.answered_at)) if offer.answered_at else ()
    return line(f"You {word}", *when, ".")
