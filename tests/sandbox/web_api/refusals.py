"""One row of the table of documented errors, and what may have to happen before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from world import GENERAL, World

from sandbox.seed import ANA, APP_USER_ID, BEN, CHEN, EMIL
from sandbox.workspace import Draft
from sandbox.workspace.emoji import emoji_names


def nothing(_world: World) -> None:
    """The world as it is."""


@dataclass(frozen=True)
class Refused:
    method: str
    args: dict[str, Any]
    error: str
    before: Callable[[World], None] = field(default=nothing)

    def __str__(self) -> str:
        before = "" if self.before is nothing else f"-{self.before.__name__}"
        return f"{self.method}-{self.error}{before}"


def ben_is_deactivated(world: World) -> None:
    world.workspace.people.set_deleted(BEN, deleted=True)


def chen_is_deactivated(world: World) -> None:
    world.workspace.people.set_deleted(CHEN, deleted=True)


def bot_is_in_general(world: World) -> None:
    world.workspace.membership.join(APP_USER_ID, GENERAL)


def may_not_post_outside(world: World) -> None:
    world.scoped(without="chat:write.public")


def may_not_customize(world: World) -> None:
    world.scoped(without="chat:write.customize")


def may_not_read_groups(world: World) -> None:
    world.scoped(without="groups:read")


def own_is_pinned(world: World) -> None:
    world.workspace.pins.add(APP_USER_ID, world.room, world.own)


def a_hundred_are_pinned(world: World) -> None:
    for number in range(100):
        world.workspace.pins.add(APP_USER_ID, world.room, world.says(ANA, f"{number}"))


def own_is_a_tombstone(world: World) -> None:
    world.says(ANA, "a reply", thread_ts=world.own)
    world.workspace.messages.delete(APP_USER_ID, world.room, world.own)


def bot_reacted_with_eyes(world: World) -> None:
    world.workspace.reactions.add(APP_USER_ID, world.room, world.own, "eyes")


def bot_reacted_23_times(world: World) -> None:
    for name in sorted(emoji_names() - {"eyes"})[:23]:
        world.workspace.reactions.add(APP_USER_ID, world.room, world.own, name)


def fifty_emoji_stand_there(world: World) -> None:
    for number, name in enumerate(sorted(emoji_names() - {"eyes"})[:50]):
        person = (ANA, BEN, EMIL)[number // 20]
        world.workspace.channels.find(world.room).members.setdefault(person, 0)
        world.workspace.reactions.add(person, world.room, world.own, name)


def a_hundred_bookmarks(world: World) -> None:
    for number in range(100):
        world.workspace.bookmarks.add(APP_USER_ID, world.room, f"{number}", "https://a.example", None)


def a_file_of_ana(world: World) -> None:
    file = world.workspace.files.announce(ANA, "hers.txt", 3)
    file.id = "F0ANA"
    world.workspace.files.all["F0ANA"] = world.workspace.files.upload(_known(world, file), b"abc")


def a_file_was_announced(world: World) -> None:
    _known(world, world.workspace.files.announce(APP_USER_ID, "late.txt", 3), "F0LATE")


def a_file_was_uploaded(world: World) -> None:
    file = world.workspace.files.announce(APP_USER_ID, "here.txt", 3)
    world.workspace.files.upload(_known(world, file, "F0HERE"), b"abc")


def _known(world: World, file: Any, file_id: str = "F0ANA") -> str:
    file.id = file_id
    world.workspace.files.all[file_id] = file
    return file_id


def a_file_was_deleted(world: World) -> None:
    a_file_was_uploaded(world)
    world.workspace.files.delete(APP_USER_ID, "F0HERE")


def an_ephemeral_stands_there(world: World) -> None:
    shown = world.workspace.ephemerals.post(APP_USER_ID, world.room, ANA, Draft("only you see this"))
    world.own = shown.ts


def bot_is_alone(world: World) -> None:
    for person in (ANA, BEN):
        world.workspace.membership.leave(person, world.room)


def somebody_else_is_in_a_dm(world: World) -> None:
    world.workspace.membership.open_im(ANA, BEN)[0].id = "D0THEIRS"


HEADER = {"type": "header", "text": {"type": "mrkdwn", "text": "no"}}
NO_TS = "1700000000.000001"
