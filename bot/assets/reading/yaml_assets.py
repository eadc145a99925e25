"""A plain YAML of ours, for what no tool knows: who uses a board pack, what feeds it, what is due by when.

docs/assets.md shows one. Entries that are wrong are skipped by name and line; the others count.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

import yaml
from pydantic import Field, ValidationError

from bot.assets.told import Told, ToldAsset, ToldEdge, Tool
from bot.playbook.document import Document
from bot.playbook.mistakes import sentence
from bot.playbook.part import Part
from models.vocabulary import AssetType

#: Of an entry, what goes into its meta as it is.
_META: Final = (
    "deadlines",
    "used_by",
    "url",
    "maturity",
    "loaded_at_field",
    "money",
    "regulator",
    "reversible",
    "columns_not_needed",
)

_Word = Annotated[str, Field(min_length=1, max_length=500)]
_Words = tuple[_Word, ...]


class Entry(Part):
    """One asset, or what there is to add about one that a tool knows."""

    key: _Word | None = None
    name: _Word | None = None
    type: AssetType | None = None
    relation: _Word | None = None
    also: _Words = ()
    schema_: Annotated[_Word | None, Field(alias="schema")] = None
    domain: _Word | None = None
    tags: _Words = ()
    group: _Word | None = None
    owner: _Word | None = None
    owner_email: _Word | None = None
    channel: _Word | None = None
    description: str | None = None
    importance: Annotated[int | None, Field(ge=0, le=10)] = None
    upstream: _Words = ()
    downstream: _Words = ()
    deadlines: tuple[str | Mapping[str, Any], ...] = ()
    used_by: str | _Words = ()
    url: _Word | None = None
    maturity: _Word | None = None
    loaded_at_field: _Word | None = None
    money: bool | None = None
    regulator: bool | None = None
    reversible: bool | None = None
    columns_not_needed: _Words = ()
    meta: Mapping[str, Any] = {}

    @property
    def called(self) -> str | None:
        """Its key, or else its name, which may be any name of an asset that a tool knows."""
        return self.key or self.name


class NoYaml(ValueError):
    """It cannot be read as YAML; the message says where and why."""


def recognises(body: Any) -> bool:
    """A mapping whose `assets` are a list, or a mapping from names."""
    return isinstance(body, Document) and _is_ours(body.content)


def parse(text: str) -> Document:
    """Read YAML. Raises NoYaml."""
    try:
        # A few lines of aliases to aliases would unfold to more than any memory holds.
        if "*" in text and any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text)):
            raise NoYaml("it uses aliases (*name); write out what they stand for")
        document = Document(text)
    except RecursionError as error:
        raise NoYaml("it is nested too deeply") from error
    except (yaml.YAMLError, ValueError) as error:
        raise error if isinstance(error, NoYaml) else NoYaml(" ".join(str(error).split())) from error
    for place, said in document.problems:
        if place == ():
            raise NoYaml(f"line {document.line(place) or 1} {said}")
    return document


def read(document: Document, source: str) -> Told:
    """All that the file says: what it names no more is no longer its claim."""
    skipped: list[str] = []
    entries = list(_entries(document, skipped))
    return Told(
        source=str(document.content.get("source") or source),
        tool=Tool.YAML,
        assets=[_asset(entry) for entry in entries],
        edges=[edge for entry in entries for edge in _edges(entry)],
        complete=True,
        skipped=skipped,
    )


def _is_ours(content: Any) -> bool:
    if not isinstance(content, dict) or not {*content} <= {"assets", "source", "version"}:
        return False
    return isinstance(content.get("assets"), list | dict)


def _entries(document: Document, skipped: list[str]) -> Iterator[Entry]:
    given = document.content["assets"]
    for place, entry in given.items() if isinstance(given, dict) else enumerate(given):
        line = document.line(("assets", place))
        is_named = isinstance(place, str) and isinstance(entry, dict | None)
        try:
            read = Entry.model_validate({"name": place, **(entry or {})} if is_named else entry)
        except ValidationError as error:
            skipped.append(f"{_shown(entry, place)} (line {line}): {_mistakes(error)}")
            continue
        if read.called:
            yield read
        else:
            skipped.append(f"{_shown(entry, place)} (line {line}): it has no name; give it a name or a key")


def _asset(entry: Entry) -> ToldAsset:
    given = entry.model_dump(include={*_META})
    return ToldAsset(
        key=" ".join((entry.called or "").split()),
        name=entry.name or "" if entry.key or entry.type else "",
        type=entry.type,
        relation=entry.relation,
        other_names=entry.also,
        by_any_name=True,
        schema=entry.schema_,
        domain=entry.domain,
        tags=entry.tags,
        group=entry.group,
        owner=entry.owner,
        owner_email=entry.owner_email,
        channel=entry.channel,
        description=entry.description,
        importance=entry.importance,
        meta={
            **entry.meta,
            **{name: value for name, value in given.items() if value is not None and value != ()},
        },
    )


def _edges(entry: Entry) -> Iterator[ToldEdge]:
    called = " ".join((entry.called or "").split())
    for upstream in entry.upstream:
        yield ToldEdge(upstream, called)
    for downstream in entry.downstream:
        yield ToldEdge(called, downstream)


def _shown(entry: Any, place: str | int) -> str:
    named = entry.get("key") or entry.get("name") if isinstance(entry, dict) else None
    return str(named or place if isinstance(place, str) else named or f"entry {place + 1}")[:80]


def _mistakes(error: ValidationError) -> str:
    said = []
    for detail in error.errors():
        where = ".".join(str(part) for part in detail["loc"][:1])
        if detail["type"] == "extra_forbidden":
            said.append(f"{where} is no word of an asset; put what is your own under meta")
        else:
            said.append(f"{where}: {sentence(detail)}" if where else sentence(detail))
    return "; ".join(dict.fromkeys(said))
