"""What `breakwater assets owner` prints: who answers for an asset, by the playbook alone if need be."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.assets.at_terminal import look
from bot.assets.chart import Chart
from bot.assets.owner_of import owner_of
from bot.assets.show_owner import find_meant
from bot.assets.views import AssetView
from bot.filelock import database_file
from bot.migrate import SchemaRefused, driver_words
from bot.playbook import Playbook
from bot.uow import Store
from models.ownership import Basis, Given, Ownership

_ALONE: Final = "so this goes by the playbook and the name alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The answer, and what has to be said beside it."""

    #: Its key; else the name as it was asked for.
    asset: str
    owned: Ownership
    remarks: tuple[str, ...] = ()


def ask_owner(database_url: str, name: str, playbook: Playbook) -> Asked:
    """Look the asset up, and ask the playbook's rules."""
    file = database_file(database_url)
    if file is not None and not file.exists():
        return _by_name(name, playbook, f"there is no database {file}, {_ALONE}")
    try:
        chart = look(database_url, playbook, _the_chart)
    except (SQLAlchemyError, SchemaRefused) as error:
        why = driver_words(error) if isinstance(error, SQLAlchemyError) else str(error)
        return _by_name(name, playbook, f"the database cannot be asked ({why}), {_ALONE}")
    asset, nearest = find_meant(chart, name)
    if isinstance(asset, AssetView):
        return Asked(asset=asset.key, owned=owner_of(playbook, asset))
    near = f"; near it are {', '.join(nearest)}" if nearest else ""
    return _by_name(name, playbook, f"no import has told of just “{name}”{near}; {_ALONE}")


def lines_of(asked: Asked) -> Iterator[str]:
    """For people."""
    owned = asked.owned
    yield asked.asset
    fields = ("team", "business steward", "technical steward", "channel")
    for name in fields:
        given: Given | None = getattr(owned, name.replace(" ", "_"))
        stands_in = " (stands in)" if given and given.basis is Basis.FALLBACK else ""
        yield f"  {name}: {given.value}{stands_in}" if given else f"  {name}: nobody is named"
    yield f"  {owned.because}"


def _by_name(name: str, playbook: Playbook, remark: str) -> Asked:
    return Asked(asset=name, owned=owner_of(playbook, name), remarks=(remark,))


async def _the_chart(_store: Store, chart: Chart) -> Chart:
    return chart
