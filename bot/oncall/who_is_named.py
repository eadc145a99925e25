"""Whom the words of an escalation name now: people, user groups, whoever is on call, and roles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.oncall.await_people import people_known_at
from bot.oncall.find_people import find_people
from bot.oncall.on_duty import find_duty
from bot.playbook import Playbook
from bot.playbook.fields import ON_CALL, names_someone
from models.vocabulary import Role, label


@dataclass(slots=True)
class Named:
    """Ids of people, and what there is to say: who was not found, and who stands in for whom."""

    people: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    #: Words that may mean somebody, or somebody else, once people have been read from Slack.
    awaited: list[str] = field(default_factory=list)

    def add(self, people: Iterable[str], remark: str = "") -> None:
        """Each once, in their order."""
        self.people += [each for each in people if each not in self.people]
        if remark and remark not in self.remarks:
            self.remarks.append(remark)


async def who_is_named(
    session: AsyncSession,
    playbook: Playbook,
    words: Iterable[str],
    holders: Mapping[Role, str],
    at: datetime,
) -> Named:
    """All of them; `holders` are those of the incident's roles."""
    words, named = list(words), Named()
    found = await find_people(session, [word for word in words if names_someone(word)])
    for word in words:
        if names_someone(word):
            people, remark = found[word], "" if found[word] else f"{word} is nobody who can be called."
        elif word in set(Role):
            holder_id = holders.get(Role(word))
            people, remark = _one(holder_id), "" if holder_id else f"Nobody is {label(Role(word))}."
        else:
            people, remark = await _on_duty(session, playbook, word.removeprefix(ON_CALL), at)
        named.add(people, remark)
        if remark and word not in set(Role):
            named.awaited.append(word)
    if named.awaited and await people_known_at(session) is not None:
        named.awaited.clear()
    return named


def _one(person_id: str | None) -> tuple[str, ...]:
    return (person_id,) if person_id else ()


async def _on_duty(
    session: AsyncSession, playbook: Playbook, team: str, at: datetime
) -> tuple[tuple[str, ...], str]:
    """Who is on call for a team; what is odd about it is to be said."""
    duty = await find_duty(session, playbook, team, at, now=at)
    is_odd = duty.is_fallback or not duty.people_ids
    return duty.people_ids, f"{duty.because[:1].upper()}{duty.because[1:]}." if is_odd else ""
