"""What each role does and each word means, in the few words that forms and briefs have room for."""

from collections.abc import Mapping
from typing import Final

from models.vocabulary import Outcome, Role, Stage

#: What the stage is for.
STAGE_MEANS: Final[Mapping[Stage, str]] = {
    Stage.TRIAGE: "Find out what is wrong, how bad, and whom it reaches",
    Stage.CONTAINMENT: "Keep bad data from being read or passed on",
    Stage.ANALYSIS: "Find the cause",
    Stage.REMEDIATION: "Fix it, and recompute what is wrong downstream",
    Stage.VERIFICATION: "Check the figures against a baseline",
    Stage.CLOSED: "Nobody works on it any more",
}

#: What someone with the role does, as sentences addressed to them.
DUTIES: Final[Mapping[Role, tuple[str, ...]]] = {
    Role.COMMANDER: (
        "You decide what happens next and who does it; you need not fix anything yourself.",
        "Keep stage and severity true, and see that the promised updates are posted.",
        "Hand off before you get tired.",
    ),
    Role.LEAD_ENGINEER: (
        "You find the cause and lead the fix.",
        "Record each change before you make it, with the way back.",
    ),
    Role.LEAD_ANALYST: (
        "You say which figures are wrong, since when, and by how much.",
        "You check them against a baseline before the incident is closed.",
    ),
    Role.COMMUNICATIONS: (
        "You post the updates when they are due; reminders come to you.",
        "Say what is known, what is not, and when the next word comes.",
    ),
    Role.SCRIBE: (
        "You keep the ledger: decisions, what was tried, what was ruled out.",
        "React with 📌 💡 ⚖️ 🔧 🧪 ☑️ on messages, or press Add to ledger.",
    ),
    Role.BUSINESS_STEWARD: (
        "You say which decisions rest on this data, and whether the figures can be used.",
        "Tell the people who read them.",
    ),
    Role.TECHNICAL_STEWARD: (
        "You know this asset: what feeds it, what reads it, how to rerun it.",
        "Help the lead engineer find the cause and undo the harm.",
    ),
}

#: The same in one line, beside a choice.
ROLE_MEANS: Final[Mapping[Role, str]] = {
    Role.COMMANDER: "Decides what happens next and who does it",
    Role.LEAD_ENGINEER: "Finds the cause and leads the fix",
    Role.LEAD_ANALYST: "Says which figures are wrong, and checks them",
    Role.COMMUNICATIONS: "Posts the updates when they are due",
    Role.SCRIBE: "Keeps the ledger",
    Role.BUSINESS_STEWARD: "Says whether the figures can be used",
    Role.TECHNICAL_STEWARD: "Knows the asset and how to rerun it",
}

OUTCOME_MEANS: Final[Mapping[Outcome, str]] = {
    Outcome.FIXED: "Something was wrong and has been put right",
    Outcome.EXPECTED: "It looked wrong and was meant to be so",
    Outcome.NO_ACTION: "Something was wrong; it went away or is accepted",
    Outcome.FALSE_ALARM: "Nothing was wrong",
}
