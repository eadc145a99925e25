"""Cards and forms about who may do what, and about breaches, each drawn from any extreme of view data."""

from bot.blocks.permissions import Named, PermissionView, WhoView, who_may
from models.permission import Act
from models.vocabulary import Severity
from tests.blocks.samples import ANA, Words


def _who(words: Words, *, is_private: bool = False, is_guest: bool = False) -> WhoView:
    named = (
        Named(words="the commander"),
        Named(words=words.text or "@leads", people=(ANA,) * 30),
        Named(words="", people=(ANA,)),
    )
    return WhoView(
        permissions=(
            *(PermissionView(act=act, named=named, may=act is Act.CLOSE) for act in Act),
            PermissionView(act=Act.RESPOND, named=None, may=not is_guest),
        ),
        severity=Severity.SEV1,
        is_private=is_private,
        is_guest=is_guest,
    )


CARDS = {
    "who may do what": lambda w: who_may(_who(w, is_private=True)),
    "who may do what, as a guest": lambda w: who_may(_who(w, is_guest=True)),
}
