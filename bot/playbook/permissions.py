"""Who may do what: by role in the incident, by person or user group, and by severity."""

import re
from typing import Annotated, Any, Final

from pydantic import Field, PlainSerializer, PlainValidator

from bot.playbook.fields import names_someone
from bot.playbook.part import Part
from models.permission import Act, Permitted
from models.vocabulary import Role, Severity

_EXAMPLE: Final = 'write a list such as [commander, "@data-leads"], or one by severity: {sev1: [commander]}'


def _permitted(value: object) -> Permitted:
    """A list that holds at every severity, or a list for each severity that is named."""
    if isinstance(value, Permitted):
        return value
    if isinstance(value, dict):
        return Permitted({_severity(key): _named(who) for key, who in value.items()})
    return Permitted(dict.fromkeys(Severity, _named(value)))


def _outside(value: object) -> Permitted:
    """The same, for what happens outside of any incident."""
    if isinstance(value, dict):
        raise ValueError(
            "this happens outside of any incident too, so it cannot go by severity; write a list"
        )
    found = _permitted(value)
    if roles := [name for name in found.at(None) or () if name in set(Role)]:
        raise ValueError(
            f"“{roles[0]}” is a role in an incident, and this happens outside of any; name people or groups"
        )
    return found


def _severity(word: object) -> Severity:
    try:
        return Severity(str(word).strip().lower())
    except ValueError:
        raise ValueError(f"“{word}” is no severity; they are {', '.join(Severity)}") from None


def _named(value: object) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list | tuple) or not listed:
        raise ValueError(f"nobody is named; {_EXAMPLE}")
    return tuple(_who(each) for each in listed)


def _who(value: object) -> str:
    name = str(value).strip()
    role = re.sub(r"[\s-]+", "_", name.lower())
    if role in set(Role):
        return role
    if names_someone(name):
        return name
    raise ValueError(f"“{name}” is neither a role, a @handle nor an id; the roles are {', '.join(Role)}")


def _written(permitted: Permitted) -> Any:
    return {severity.value: list(who) for severity, who in permitted.by_severity.items()}


Inside = Annotated[Permitted, PlainValidator(_permitted), PlainSerializer(_written)]
Outside = Annotated[Permitted, PlainValidator(_outside), PlainSerializer(_written)]


class Permissions(Part):
    """Who may do what; what is not named here may be done by whoever sees the incident.

    Each is a list of roles in the incident, `@handles` of people and user groups, and ids, any of which is
    enough; or such a list by severity, `{sev1: [commander], sev2: [commander, "@leads"]}`, and everybody at
    the severities that are left out. Guests read and note, whatever is written here.
    """

    declare: Annotated[Outside | None, Field(description="opening incidents")] = None
    respond: Annotated[
        Inside | None, Field(description="all that changes an incident and is not below it")
    ] = None
    advance: Annotated[Inside | None, Field(description="moving it to another stage, and its clocks")] = None
    severity: Annotated[Inside | None, Field(description="saying how bad it is")] = None
    close: Annotated[Inside | None, Field(description="closing, reopening, merging and splitting")] = None
    override: Annotated[Inside | None, Field(description="leaving a stage against a gate that holds")] = None
    page: Annotated[Inside | None, Field(description="calling people, and escalating")] = None
    notify: Annotated[Inside | None, Field(description="telling owners and stakeholders")] = None
    triage: Annotated[Outside | None, Field(description="deciding about alerts and suspicions")] = None
    silence: Annotated[Outside | None, Field(description="hiding alerts for a time")] = None
    duty: Annotated[Outside | None, Field(description="changing who is on call")] = None
    export: Annotated[Inside | None, Field(description="taking the ledger out as a file")] = None
    breach: Annotated[Inside | None, Field(description="moving an incident to a private channel")] = None
    see_private: Annotated[
        Inside | None,
        Field(description="who may be brought into private incidents; only its channel's members see one"),
    ] = None

    def of(self, act: Act) -> Permitted | None:
        """For whom an act is; none: for whoever sees the incident."""
        found: Permitted | None = getattr(self, act.value, None)
        return found
