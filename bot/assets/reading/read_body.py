"""Which reader knows a body; a tool that is added has its line here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.assets.reading import datahub, dbt_manifest, openmetadata
from bot.assets.told import Told


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of export that tells of assets or lineage."""

    #: As people call such a file.
    name: str
    recognises: Callable[[Any], bool]
    #: Of a body that it recognises; the name of the source may be given.
    read: Callable[[Any, str | None], Told]


READERS: Final[Sequence[Reader]] = (
    Reader("dbt's manifest.json", dbt_manifest.recognises, dbt_manifest.read),
    Reader("DataHub's change records", datahub.recognises, datahub.read),
    Reader("OpenMetadata's lineage", openmetadata.recognises, openmetadata.read),
)


def find_reader(body: Any) -> Reader | None:
    """The first that knows it."""
    return next((reader for reader in READERS if reader.recognises(body)), None)
