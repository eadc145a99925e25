"""Block Kit objects as the dictionaries that Slack takes: what slack_sdk makes of them, several times faster.

The SDK looks for the validators of every object anew, by walking all its attributes, and copies what lies
inside once for every level above it; for a card that took longer than everything else done for it.
Here validators and attributes are looked up once per class, and each object is turned into a dictionary once.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from slack_sdk.models.basic_objects import EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST, JsonObject
from slack_sdk.models.blocks import Option

#: The few lists that Slack takes empty: the type of the object, and the name of the property.
_MAY_BE_EMPTY: Final = frozenset(
    (each["type"], each["property"]) for each in EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST
)

#: What objects of a class may say, as far as one was asked already.
_ATTRIBUTES: Final[dict[type[JsonObject], tuple[str, ...]]] = {}


def as_dict(thing: JsonObject) -> dict[str, Any]:
    """The same as `thing.to_dict()`. Raises SlackObjectFormationError when the SDK would."""
    kind = type(thing)
    if isinstance(thing, Option) and thing._text:
        return _option(thing)
    if kind.to_dict is not JsonObject.to_dict:
        return dict(thing.to_dict())  # confirmations and the like have ways of their own
    _validate(thing)
    made: dict[str, Any] = {}
    for name in _attributes(thing):
        value = thing.get_object_attribute(name)
        if value is not None and _is_said(thing, name, value):
            made[name] = _plain(value)
    return made


def _option(option: Option) -> dict[str, Any]:
    """Forms have many, and the SDK keeps their words elsewhere than what other objects say."""
    _validate(option)
    made: dict[str, Any] = {"text": _plain(option._text), "value": option.value}
    if option._block_description:
        made["description"] = _plain(option._block_description)
    if option.url:
        made["url"] = option.url
    return made


def _validate(thing: JsonObject) -> None:
    for name in _validators(type(thing)):
        getattr(thing, name)()


def _attributes(thing: JsonObject) -> tuple[str, ...]:
    """Asked of an object, though they are those of its class, and put together anew each time."""
    kind = type(thing)
    if kind not in _ATTRIBUTES:
        _ATTRIBUTES[kind] = tuple(sorted(thing.attributes))
    return _ATTRIBUTES[kind]


@cache
def _validators(kind: type[JsonObject]) -> tuple[str, ...]:
    found: list[str] = []
    for name in dir(kind):
        method: Callable[..., Any] | None = getattr(kind, name, None)
        if not name.startswith("__") and callable(method) and hasattr(method, "validator"):
            found.append(name)
    return tuple(found)


def _is_said(thing: JsonObject, name: str, value: Any) -> bool:
    """Nothing empty is said, but for those few lists."""
    if not hasattr(value, "__len__") or len(value) > 0:
        return True
    return (getattr(thing, "type", None), name) in _MAY_BE_EMPTY


def _plain(value: Any) -> Any:
    if isinstance(value, str | bool):  # nearly all of them, and asking after the SDK's classes is slow
        return value
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, JsonObject):
        return as_dict(value)
    if callable(getattr(value, "to_dict", None)):
        return value.to_dict()
    return value
