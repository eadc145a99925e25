"""Sample alerts, as other integrations would post them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Sample:
    """One alert: which integration posts it, and in which of the two styles."""

    id: str
    title: str
    app: str
    style: str
    message: Mapping[str, Any]


def read_samples(folder: Path) -> dict[str, Sample]:
    """Read every sample of a folder, in the order of the file names."""
    samples = {}
    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        samples[path.stem] = Sample(
            id=path.stem,
            title=content.get("title", path.stem),
            app=content["app"],
            style=content.get("style", "app"),
            message=content["message"],
        )
    return samples
