"""Where the data-issue register is kept beside the database."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.playbook.part import Part


class DataIssues(Part):
    """The data-issue register as files: which data was bad when, and what to do about it."""

    folder: Annotated[
        Path | None,
        Field(description="a folder for a Markdown file of each asset, relative to the playbook; null: none"),
    ] = None
    commit: Annotated[
        bool, Field(description="whether each change is committed to the git repository the folder is in")
    ] = False
