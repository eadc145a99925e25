"""Silence: not now, for this alert, asset, rule or source, until a time, because. Never for ever.

A known failure is a silence that somebody owns. Whoever is second is told who was first.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.alerts.load_facts import folded_under, lock_deciding
from bot.alerts.quiet_now import rule_of
from bot.alerts.redraw_quiet import redraw_quiet
from bot.uow import UnitOfWork
from models.alert import Alert
from models.errors import FieldRefused, NotFound, NothingToChange
from models.quiet import EXPECTED_FOR, LONGEST_SILENCE, WARN_BEFORE, said
from models.silence import Silence
from models.vocabulary import SilenceKind, SilenceScope

#: Of a pattern, and of the reason.
LONGEST_PATTERN = 300
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What someone asks for."""

    scope: SilenceScope
    pattern: str
    until_at: datetime
    because: str = ""
    kind: SilenceKind = SilenceKind.SILENCED
    #: Who answers for a known failure; without a word whoever asks.
    owner_id: str | None = None
    #: The alert on whose card, or by whose link, it was asked for.
    alert_id: int | None = None


async def silence(uow: UnitOfWork, wish: Wish, *, by_id: str) -> Silence:
    """Hide what fits, from now on. Raises FieldRefused, NothingToChange where it is hidden anyway."""
    wish = _sound(wish, uow.now)
    await lock_deciding(uow.session)  # of two who ask for the same at once, one is second
    await _require_news(uow, wish)
    made = _row(wish, uow.now, by_id)
    uow.session.add(made)
    await uow.session.flush()
    await _tell_owner(uow, made)
    await redraw_quiet(uow, [rule_of(made)])
    return made


async def expect(
    uow: UnitOfWork,
    alert_id: int,
    *,
    by_id: str,
    owner_id: str | None = None,
    until_at: datetime | None = None,
    because: str = "",
) -> Silence:
    """Put an alert down as a known failure, with all that its card speaks for; the caller has locked it.

    By default for a week, and whoever says so owns it. Raises NotFound, FieldRefused, NothingToChange.
    """
    alert = await uow.session.get(Alert, alert_id)
    if alert is None:
        raise NotFound("There is no such alert.", "Look at the newest card in the channel.")
    wish = Wish(
        scope=SilenceScope.FINGERPRINT,
        pattern=alert.fingerprint,
        until_at=until_at or uow.now + EXPECTED_FOR,
        because=because,
        kind=SilenceKind.EXPECTED,
        owner_id=owner_id,
        alert_id=alert.id,
    )
    wish = _sound(wish, uow.now, needs_reason=False)
    await _require_news(uow, wish)
    alike = {alert.fingerprint, *(each.fingerprint for each in await folded_under(uow.session, alert.id))}
    made = {name: _row(replace(wish, pattern=name), uow.now, by_id) for name in sorted(alike)}
    uow.session.add_all(made.values())
    await uow.session.flush()
    own = made[alert.fingerprint]
    await _tell_owner(uow, own)
    await redraw_quiet(uow, [rule_of(each) for each in made.values()])
    return own


async def end_silence(uow: UnitOfWork, silence_id: int, *, by_id: str) -> Silence:
    """Let it be heard again; what fires still is red again. Raises NotFound, NothingToChange."""
    found = await _standing(uow, silence_id)
    found.ended_at, found.ended_by_id = uow.now, by_id
    await uow.session.flush()
    await redraw_quiet(uow, [rule_of(found)])
    return found


async def renew_silence(uow: UnitOfWork, silence_id: int, *, by_id: str) -> Silence:
    """Another week; whoever says so owns it from now on. Raises NotFound, NothingToChange."""
    found = await _standing(uow, silence_id)
    until_at = uow.now + EXPECTED_FOR
    if found.until_at >= until_at:
        raise NothingToChange(
            f"It lasts until {_utc(found.until_at)} already.", "End it there if that is too long."
        )
    found.until_at, found.warned_at = until_at, None
    found.owner_id = by_id if found.kind is SilenceKind.EXPECTED else None
    await uow.session.flush()
    await redraw_quiet(uow, [rule_of(found)])
    return found


def _row(wish: Wish, now: datetime, by_id: str) -> Silence:
    is_expected = wish.kind is SilenceKind.EXPECTED
    return Silence(
        kind=wish.kind,
        scope=wish.scope,
        pattern=wish.pattern,
        alert_id=wish.alert_id,
        since_at=now,
        until_at=wish.until_at,
        because=wish.because,
        by_id=by_id,
        owner_id=(wish.owner_id or by_id) if is_expected else None,
        # Of what lasts no longer than that, a warning would come with the silence itself.
        warned_at=None if is_expected and wish.until_at - now > WARN_BEFORE else now,
    )


def _sound(wish: Wish, now: datetime, *, needs_reason: bool = True) -> Wish:
    """The same, tidied. Raises FieldRefused."""
    pattern = " ".join(wish.pattern.split())
    if wish.scope is SilenceScope.EVERYTHING:
        pattern = "*"
    if not pattern:
        raise FieldRefused("pattern", "There is nothing to silence.", "Name an asset, such as finance.*")
    if len(pattern) > LONGEST_PATTERN:
        raise FieldRefused("pattern", "That pattern is very long.", "Shorten it with a *.")
    if wish.until_at <= now:
        raise FieldRefused("until", "That time is over.", "Choose one that is still to come.")
    if wish.until_at - now > LONGEST_SILENCE + timedelta(minutes=1):  # forms show whole minutes
        raise FieldRefused("until", "Nothing is silenced for more than 90 days.", "Choose an earlier end.")
    because = " ".join(wish.because.split())[:LONGEST_REASON]
    if needs_reason and not because:
        raise FieldRefused("because", "Others will ask why it is quiet.", "Say it in a few words.")
    return replace(wish, pattern=pattern, because=because)


async def _require_news(uow: UnitOfWork, wish: Wish) -> None:
    """Not hidden in the same words for as long already."""
    same = select(Silence).where(
        Silence.scope == wish.scope,
        Silence.pattern == wish.pattern,
        Silence.ended_at.is_(None),
        Silence.until_at >= max(wish.until_at, uow.now),
    )
    there = (await uow.session.scalars(same.limit(1))).one_or_none()
    if there is not None:
        what = said(there.scope, there.pattern)
        raise NothingToChange(
            f"<@{there.by_id}> has silenced {what} until {_utc(there.until_at)} already.",
            "`/incident silences` shows it, and ends it.",
        )


async def _standing(uow: UnitOfWork, silence_id: int) -> Silence:
    """One that holds, for this transaction alone."""
    one = select(Silence).where(Silence.id == silence_id).with_for_update()
    found = (await uow.session.scalars(one)).one_or_none()
    if found is None:
        raise NotFound("There is no such silence.", "`/incident silences` shows what is quiet now.")
    if found.ended_at is not None or found.until_at <= uow.now:
        who = f"<@{found.ended_by_id}> has ended it already" if found.ended_by_id else "It has run out"
        raise NothingToChange(f"{who}.", "`/incident silences` shows what is quiet now.")
    return found


async def _tell_owner(uow: UnitOfWork, made: Silence) -> None:
    """Whoever was made the owner by somebody else hears of it."""
    if made.owner_id is not None and made.owner_id != made.by_id:
        await tell_of_silence(uow, made, "given")


async def tell_of_silence(uow: UnitOfWork, silence: Silence, what: str) -> None:
    """Send its owner a direct message: `given`, `ends_soon`, `still_fires`."""
    await uow.announce(
        "tell_of_silence",
        lane=f"person:{silence.owner_id}",
        person_id=silence.owner_id,
        silence_id=silence.id,
        until_at=silence.until_at.isoformat(),
        what=what,
    )


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
