"""What all parts of a playbook have in common."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of the playbook: never changed after reading, and without room for unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
