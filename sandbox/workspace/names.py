"""What a channel may be called."""

from sandbox.errors import SlackError

NAME_LIMIT = 80


def checked_name(name: str) -> str:
    """Return the name, or refuse it with the error that says why.

    Slack lowers nothing and folds nothing: capitals and spaces are refused. Letters of any script are taken.
    """
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > NAME_LIMIT:
        raise SlackError("invalid_name_maxlength")
    if not all(_allowed(character) for character in name):
        raise SlackError("invalid_name_specials")
    if all(character in "-_" for character in name):
        raise SlackError("invalid_name_punctuation")
    return name


def _allowed(character: str) -> bool:
    return character in "-_" or (character.isalnum() and character == character.lower())
