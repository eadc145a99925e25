"""Post-mortems at the extremes."""

from datetime import timedelta

from bot.blocks.views import RoleView
from bot.prose.post_mortem import PostMortem, Walked
from models.vocabulary import Role
from tests.blocks.samples import ANA, AT, BEN, EXTREMES, Words, closed, entries

SMALLEST, FULLEST, HOSTILE, LONGEST, BLANK = EXTREMES
NAMES = {ANA: "Ana Silva", BEN: "Ben Okafor"}


def post_mortem(words: Words) -> PostMortem:
    if words.text is None:
        return PostMortem(incident=closed(words), drafted_at=AT)
    text = words.text
    return PostMortem(
        incident=closed(words),
        drafted_at=AT,
        names={
            user_id: f"{name} {text}" if words is not FULLEST else name for user_id, name in NAMES.items()
        },
        severity_means=text,
        roles=tuple(
            RoleView(role=role, user_id=BEN, since_at=AT, until_at=AT + timedelta(hours=1)) for role in Role
        ),
        entries=entries(words),
        impact=(text,),
        noticed_by=text,
        supported=(text,),
        ruled_out=(text,),
        changes=(text,),
        causes=(Walked(title=text, lines=(text, text)),),
        bad_data=(text,),
        computed_anew=(text,),
        helped=(text,),
        hindered=(text,),
        follow_ups=(text,),
        questions=(text,),
    )
