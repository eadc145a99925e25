"""Cards and forms of proof, each drawn from any extreme of view data."""

from bot.blocks.verification.checks import checks_list, verify_form
from bot.blocks.verification.sign_offs import all_signed, refuse_form, sign_offs
from bot.blocks.verification.views import ProofView
from models.verification import LAYERS, SIGNERS, Check, Look, Proven, Seen, SignsAs, Word
from models.vocabulary import Role, Stage
from tests.blocks.samples import ANA, AT, BEN, LINK, Words, closed, incident

_CHECKS = (Check.ALERTS, *LAYERS)


def _look(words: Words, check: Check, *, holds: bool = True) -> Look:
    text = words.text or "counts agree"
    return Look(
        check=check,
        holds=holds,
        seen=text,
        by_id=ANA,
        at=AT,
        baseline=words.text,
        link=LINK if words.text else None,
        query=words.text,
        count=12_040,
    )


def _word(words: Words, role: Role, *, is_given: bool = True, signs_as: SignsAs = SignsAs.HOLDER) -> Word:
    return Word(role=role, is_given=is_given, by_id=ANA, at=AT, why=words.text or "", signs_as=signs_as)


def proof(w: Words, *, is_over: bool = False, **proven: object) -> ProofView:
    """Nothing asked and nothing said, or everything that can be."""
    view = closed(w) if is_over else incident(w, stage=Stage.VERIFICATION)
    if w.text is None and not proven:
        return ProofView(incident=view, proven=Proven())
    facts: dict[str, object] = {"asked_checks": _CHECKS, "asked_roles": SIGNERS, **proven}
    return ProofView(
        incident=view,
        proven=Proven(**facts),  # type: ignore[arg-type]
        holders={Role.BUSINESS_STEWARD: BEN},
        stewards={Role.TECHNICAL_STEWARD: ANA},
    )


def _both(words: Words, **more: object) -> dict[Role, Word]:
    return {role: _word(words, role, **more) for role in SIGNERS}  # type: ignore[arg-type]


CARDS = {
    "checks": lambda w: checks_list(proof(w)),
    "checks seen": lambda w: checks_list(
        proof(w, looks={each: _look(w, each) for each in Check}, alerts=Seen(total=1, fine=1))
    ),
    "checks failed": lambda w: checks_list(
        proof(w, looks={each: _look(w, each, holds=False) for each in Check}, alerts=Seen(total=4, fine=3))
    ),
    "checks of before": lambda w: checks_list(
        proof(w, earlier_looks={each: _look(w, each) for each in Check}, is_over=True)
    ),
    "sign-offs asked": lambda w: sign_offs(proof(w)),
    "sign-offs given": lambda w: sign_offs(proof(w, words=_both(w))),
    "sign-offs stood in": lambda w: sign_offs(proof(w, words=_both(w, signs_as=SignsAs.STAND_IN))),
    "sign-offs refused": lambda w: sign_offs(proof(w, words=_both(w, is_given=False))),
    "sign-offs of before": lambda w: sign_offs(proof(w, earlier_words=_both(w))),
    "sign-offs over": lambda w: sign_offs(proof(w), is_over=True),
    "all signed": lambda w: all_signed(incident(w)),
}

FORMS = {
    "verify": lambda w: verify_form(incident(w), Check.STORAGE, goes_back=True),
    "refuse_sign_off": lambda w: refuse_form(incident(w), Role.BUSINESS_STEWARD, why=w.text or ""),
}
