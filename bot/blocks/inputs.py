"""The inputs of forms. Each block's id is the field's name, and its element's action id is `value`."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DateTimePickerElement,
    InputBlock,
    InputInteractiveElement,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserMultiSelectElement,
    UserSelectElement,
)

from bot.blocks.kit import options
from bot.blocks.limits import FEW_OPTIONS, INPUT_LABEL, INPUT_TEXT, PLACEHOLDER, clean, clip

VALUE = "value"


def text_input(
    name: str,
    label: str,
    *,
    initial: str | None = None,
    optional: bool = False,
    multiline: bool = False,
    placeholder: str | None = None,
    hint: str | None = None,
    max_length: int = INPUT_TEXT,
) -> Block:
    """Free text."""
    element = PlainTextInputElement(
        action_id=VALUE,
        initial_value=clip(clean(initial), max_length) if initial else None,
        multiline=multiline,
        max_length=max_length,
        placeholder=_words(placeholder, PLACEHOLDER),
    )
    return as_input(name, label, element, optional=optional, hint=hint)


def select_input(
    name: str,
    label: str,
    choices: Mapping[str, str],
    *,
    initial: str | None = None,
    about: Mapping[str, str] | None = None,
    optional: bool = False,
    placeholder: str | None = None,
    hint: str | None = None,
) -> Block:
    """One of several, in a menu; `about` puts a short description under each."""
    offered = options(choices, about)
    element = StaticSelectElement(
        action_id=VALUE,
        options=offered,
        initial_option=next((option for option in offered if option.value == initial), None),
        placeholder=_words(placeholder or "Choose", PLACEHOLDER),
    )
    return as_input(name, label, element, optional=optional, hint=hint)


def several_input(
    name: str,
    label: str,
    choices: Mapping[str, str],
    *,
    ticked: Collection[str] = (),
    placeholder: str | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Some of many, in a menu; at least one, unless it is optional."""
    offered = options(choices)
    element = StaticMultiSelectElement(
        action_id=VALUE,
        options=offered,
        initial_options=[option for option in offered if option.value in set(ticked)] or None,
        placeholder=_words(placeholder or "Choose", PLACEHOLDER),
    )
    return as_input(name, label, element, optional=optional, hint=hint)


def radio_input(
    name: str,
    label: str,
    choices: Mapping[str, str],
    *,
    initial: str | None = None,
    about: Mapping[str, str] | None = None,
    optional: bool = False,
    hint: str | None = None,
) -> Block:
    """One of a few, all in sight."""
    offered = options(choices, about)[:FEW_OPTIONS]
    chosen = next((option for option in offered if option.value == initial), None)
    element = RadioButtonsElement(action_id=VALUE, options=offered, initial_option=chosen)
    return as_input(name, label, element, optional=optional, hint=hint)


def checkbox_input(
    name: str, label: str, choices: Mapping[str, str], *, ticked: Iterable[str] = (), hint: str | None = None
) -> Block:
    """Things to tick; none need be."""
    offered = options(choices)[:FEW_OPTIONS]
    chosen = [option for option in offered if option.value in set(ticked)]
    element = CheckboxesElement(action_id=VALUE, options=offered, initial_options=chosen or None)
    return as_input(name, label, element, optional=True, hint=hint)


def person_input(
    name: str,
    label: str,
    *,
    initial: str | None = None,
    optional: bool = False,
    hint: str | None = None,
) -> Block:
    """Someone of the workspace."""
    return as_input(
        name,
        label,
        UserSelectElement(
            action_id=VALUE, initial_user=initial, placeholder=_words("Choose someone", PLACEHOLDER)
        ),
        optional=optional,
        hint=hint,
    )


def time_input(
    name: str,
    label: str,
    *,
    initial: datetime | None = None,
    optional: bool = True,
    hint: str | None = None,
) -> Block:
    """A day and an hour, in the zone of whoever fills in the form."""
    epoch = int(initial.timestamp()) if initial else None
    element = DateTimePickerElement(action_id=VALUE, initial_date_time=epoch)
    return as_input(name, label, element, optional=optional, hint=hint)


def people_input(
    name: str, label: str, *, ticked: Collection[str] = (), placeholder: str = "Choose people"
) -> Block:
    """Several people of the workspace."""
    element = UserMultiSelectElement(
        action_id=VALUE, initial_users=list(ticked) or None, placeholder=_words(placeholder, PLACEHOLDER)
    )
    return as_input(name, label, element)


def as_input(
    name: str,
    label: str,
    element: InputInteractiveElement,
    *,
    optional: bool = False,
    hint: str | None = None,
) -> Block:
    """The block around an element."""
    return InputBlock(
        block_id=name,
        label=PlainTextObject(text=clip(label, INPUT_LABEL), emoji=False),
        element=element,
        optional=optional,
        hint=_words(hint, INPUT_LABEL),
    )


def _words(words: str | None, limit: int) -> PlainTextObject | None:
    return PlainTextObject(text=clip(clean(words), limit), emoji=False) if words else None
