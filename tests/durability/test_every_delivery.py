"""What use cases put into the outbox is known to whoever takes it out."""

import importlib
import pkgutil
from inspect import isabstract

from bot.outbox import deliveries
from bot.outbox.deliveries.every import every_delivery
from bot.outbox.delivery import Delivery
from tests.durability.lived_through import BREACH, CALLS, LIKE_OTHERS, MAIN_ROAD, RESPONSE, STORM


def test_every_kind_of_delivery_is_delivered() -> None:
    for module in pkgutil.walk_packages(deliveries.__path__, f"{deliveries.__name__}."):
        importlib.import_module(module.name)

    written = {kind.kind for kind in _kinds_of(Delivery) if kind.__module__.startswith(deliveries.__name__)}

    assert set(every_delivery()) == written


def test_every_kind_of_delivery_is_lived_through_or_is_like_another() -> None:
    tried = RESPONSE | BREACH | MAIN_ROAD | CALLS | STORM

    assert set(every_delivery()) == tried | LIKE_OTHERS.keys(), (
        "a new kind belongs on a road that is killed on"
    )
    assert not tried & LIKE_OTHERS.keys()


def _kinds_of(base: type[Delivery]) -> list[type[Delivery]]:
    below = [kind for direct in base.__subclasses__() for kind in (direct, *_kinds_of(direct))]
    return [kind for kind in below if not isabstract(kind)]
