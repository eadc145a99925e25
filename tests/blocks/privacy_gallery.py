"""Cards and forms about who may do what, and about breaches, each drawn from any extreme of view data."""

from dataclasses import replace

from bot.blocks.alerts.triage_card import triage_card
from bot.blocks.breach import LeftView, breach_form, handled_elsewhere, left_behind, moved_private
from bot.blocks.incidents.permissions import Named, PermissionView, WhoView, who_may
from models.permission import Act
from models.vocabulary import Severity
from tests.blocks.samples import ANA, BEN, Words, alert, incident


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


def _left() -> LeftView:
    return LeftView(
        address="https://northwind.slack.com/archives/C0OLD00001",
        commander_id=BEN,
        protocol="https://meet.example.com/protocol",
    )


CARDS = {
    "moved to private": lambda w: moved_private(incident(w), _left(), by_id=ANA, why=w.text or ""),
    "left behind": lambda w: left_behind(incident(w), _left(), stayed=3, fault=w.text or ""),
    "handled elsewhere": lambda w: handled_elsewhere(),
    "alert of a breach": lambda w: triage_card(replace(alert(w), incident_id=12, incident_is_breach=True)),
    "who may do what": lambda w: who_may(_who(w, is_private=True)),
    "who may do what, as a guest": lambda w: who_may(_who(w, is_guest=True)),
}

FORMS = {
    "breach": lambda w: breach_form(
        incident(w), (ANA, BEN), w.text or "", protocol="https://meet.example.com/a", private_metadata="{}"
    ),
}
