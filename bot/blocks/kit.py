"""Block Kit in small keyword helpers: what the SDK leaves unchecked (sizes, escaping, counts) is kept here.

Blocks hold outside text only as plain text or rich text, never as markup. Parts of lines are in `parts`,
limits and cleaning in `limits`, the inputs of forms in `inputs`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    DividerBlock,
    HeaderBlock,
    InteractiveElement,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    PlainTextObject,
    RichTextBlock,
    RichTextElement,
    RichTextElementParts,
    RichTextListElement,
    RichTextQuoteElement,
    RichTextSectionElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.blocks.limits import (
    ACTION_ELEMENTS,
    BUTTON_TEXT,
    BUTTON_VALUE,
    CONFIRM_BUTTON,
    CONFIRM_TEXT,
    CONFIRM_TITLE,
    FALLBACK_TEXT,
    HEADER_TEXT,
    MESSAGE_BLOCKS,
    OPTION_TEXT,
    OPTION_VALUE,
    OPTIONS,
    OVERFLOW_OPTIONS,
    PLACEHOLDER,
    PRIVATE_METADATA,
    SECTION_TEXT,
    VIEW_BLOCKS,
    VIEW_TITLE,
    TooLarge,
    clean,
    clip,
    one_line,
)
from bot.blocks.parts import Code, Inert, Line, Part, Strong, Typed, spoken, width
from bot.blocks.payload import as_dict

Style = Literal["primary", "danger"]


@dataclass(frozen=True)
class Message:
    """What is posted: blocks for the eye, and the same in words for screen readers and notifications."""

    text: str
    blocks: tuple[Block, ...] = ()

    def as_payload(self) -> dict[str, Any]:
        """Return `text` and `blocks` as Slack takes them. Raises TooLarge, or ValueError without a text."""
        if not self.text.strip():
            raise ValueError("a message needs a text: it is all that a screen reader gets")
        if len(self.blocks) > MESSAGE_BLOCKS:
            raise TooLarge(f"{len(self.blocks)} blocks, Slack takes {MESSAGE_BLOCKS}")
        return {"text": self.text, "blocks": [as_dict(block) for block in self.blocks]}


def message(blocks: Iterable[Block], *says: Line) -> Message:
    """Build a message whose fallback text says `says`."""
    return Message(text=spoken(*(each for each in says if each), limit=FALLBACK_TEXT), blocks=tuple(blocks))


def note(*lines: Line) -> Message:
    """Build a message of a few lines and nothing else."""
    return message([rich(*lines)], *lines)


def modal(
    *,
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    submit: str | None,
    private_metadata: str = "",
    close: str = "Cancel",
) -> dict[str, Any]:
    """Build a modal's payload; without `submit` it only shows."""
    _refuse_above(VIEW_BLOCKS, blocks)
    _refuse_above(PRIVATE_METADATA, private_metadata)
    view = View(
        type="modal",
        callback_id=callback_id,
        title=_plain(title, VIEW_TITLE),
        submit=_plain(submit, VIEW_TITLE) if submit else None,
        close=_plain(close, VIEW_TITLE),
        blocks=list(blocks),
        private_metadata=private_metadata or None,
    )
    return as_dict(view)


def home_view(blocks: Sequence[Block]) -> dict[str, Any]:
    """Build the payload of App Home."""
    _refuse_above(VIEW_BLOCKS, blocks)
    return as_dict(View(type="home", callback_id="home", blocks=list(blocks)))


def header(words: str) -> Block:
    """A large line; Slack takes plain text only."""
    return HeaderBlock(text=_plain(one_line(words), HEADER_TEXT))


def rich(*lines: Line) -> Block:
    """Lines of text, one below the other; empty ones fall out."""
    return RichTextBlock(elements=[_section(*(each for each in lines if each))])


def bullets(*lines: Line, under: Line = ()) -> Block:
    """A bulleted list, under a line of its own where given."""
    # Where all of it is too much, every line gives way alike, so that none falls out unseen.
    fits = sum(width(each) for each in lines) <= SECTION_TEXT
    room = SECTION_TEXT if fits else SECTION_TEXT // len(lines)
    rows = RichTextListElement(style="bullet", elements=[_section(each, room=room) for each in lines])
    return RichTextBlock(elements=[_section(under), rows] if under else [rows])


def quote(words: str, *, under: Line = ()) -> Block:
    """Somebody's own words, set off as such."""
    said = RichTextQuoteElement(elements=_elements(((words,),), SECTION_TEXT))
    return RichTextBlock(elements=[_section(under), said] if under else [said])


def text(markup: str) -> Block:
    """Text in Slack's markup: only for what `prose` rendered, which escapes."""
    return SectionBlock(text=MarkdownTextObject(text=clip(clean(markup), SECTION_TEXT) or "—"))


def plain(words: str) -> Block:
    """A paragraph of inert text."""
    return SectionBlock(text=_plain(words, SECTION_TEXT))


def divider() -> Block:
    """A thin line."""
    return DividerBlock()


def actions(*elements: InteractiveElement, name: str | None = None) -> Block:
    """A row of buttons and menus."""
    _refuse_above(ACTION_ELEMENTS, elements)
    return ActionsBlock(elements=list(elements), block_id=name)


def button(
    label: str,
    action_id: str,
    value: object = None,
    *,
    style: Style | None = None,
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    """A button; `value` is the id of the thing that it acts on."""
    return ButtonElement(
        text=_plain(label, BUTTON_TEXT),
        action_id=action_id,
        value=None if value is None else clip(str(value), BUTTON_VALUE),
        style=style,
        confirm=confirm,
    )


def link_button(label: str, url: str, action_id: str, value: object = None) -> ButtonElement:
    """A button that opens an address; the press is reported all the same."""
    press = button(label, action_id, value)
    press.url = url
    return press


def confirm(
    title: str, words: str, yes: str, no: str = "Cancel", style: Style | None = None
) -> ConfirmObject:
    """Ask before something far-reaching."""
    return ConfirmObject(
        title=_plain(title, CONFIRM_TITLE),
        text=_plain(words, CONFIRM_TEXT),
        confirm=_plain(yes, CONFIRM_BUTTON),
        deny=_plain(no, CONFIRM_BUTTON),
        style=style,
    )


def overflow(action_id: str, choices: Mapping[str, str]) -> OverflowMenuElement:
    """The menu behind the three dots; `choices` are values and their words."""
    _refuse_above(OVERFLOW_OPTIONS, choices)
    return OverflowMenuElement(action_id=action_id, options=options(choices))


def menu(
    action_id: str,
    label: str,
    choices: Mapping[str, str],
    *,
    initial: str | None = None,
    about: Mapping[str, str] | None = None,
) -> StaticSelectElement:
    """A menu that acts as soon as something is chosen."""
    offered = options(choices, about)
    return StaticSelectElement(
        action_id=action_id,
        options=offered,
        initial_option=next((option for option in offered if option.value == initial), None),
        placeholder=_plain(label, PLACEHOLDER),
    )


def options(choices: Mapping[str, str], about: Mapping[str, str] | None = None) -> list[Option]:
    """Make options of values and words, each with a short description where `about` has one."""
    return [
        Option(
            value=clip(value, OPTION_VALUE),
            text=_plain(one_line(words), OPTION_TEXT),
            description=_plain(one_line(about[value]), OPTION_TEXT) if about and about.get(value) else None,
        )
        for value, words in list(choices.items())[:OPTIONS]
    ]


def _plain(words: str, limit: int) -> PlainTextObject:
    # emoji=False: an outside `:fire:` stays as written.
    return PlainTextObject(text=clip(clean(words).strip(), limit) or "—", emoji=False)


def _section(*lines: Line, room: int = SECTION_TEXT) -> RichTextSectionElement:
    return RichTextSectionElement(elements=_elements(lines, room))


def _elements(lines: Sequence[Line], room: int) -> list[RichTextElement]:
    """Make the elements of some lines until the room is used up."""
    made: list[RichTextElement] = []
    for number, each in enumerate(lines):
        for part in ("\n", *each) if number else each:
            if room <= 1:
                return made
            if fitting := _fitted(part, room):
                made.append(fitting.rich())
                room -= width((fitting,))
    return made or [RichTextElementParts.Text(text="—")]


def _fitted(part: Part, room: int) -> Typed | None:
    """Cut words to the room there is; none when nothing is left of them."""
    match part:
        case str():
            words = clip(clean(part), room)
            return Inert(words) if words else None
        case Strong() | Code():
            words = clip(clean(part.words), room)
            return replace(part, words=words) if words else None
        case _:
            return part


def _refuse_above(limit: int, things: Iterable[object]) -> None:
    if (count := len(list(things))) > limit:
        raise TooLarge(f"{count}, Slack takes {limit}")
