"""One table of what each method refuses: method, arguments, error, and what has to happen before."""

from refused_channels import CHANNEL_ERRORS, CHANNELS, MEMBERS
from refused_marks import BOOKMARKS, FILES, MARKS, PINS, REACTIONS
from refused_messages import CHANGING, POSTING, READING
from refused_others import PEOPLE, VALIDATION

EVERY_REFUSAL = [
    *CHANNEL_ERRORS,
    *POSTING,
    *CHANGING,
    *CHANNELS,
    *MEMBERS,
    *READING,
    *MARKS,
    *PINS,
    *REACTIONS,
    *BOOKMARKS,
    *FILES,
    *PEOPLE,
    *VALIDATION,
]
