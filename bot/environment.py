"""One reading of the environment, which collects mistakes instead of stopping at the first."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from pydantic import SecretStr


class Environment:
    """The variables as they are written, and what is wrong with them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        #: The variable and the sentence of each mistake.
        self.problems: list[tuple[str, str]] = []

    def text(self, name: str) -> str:
        """A variable that is set to nothing counts as not set."""
        return self._environ.get(name, "").strip()

    def secrets(self, name: str) -> tuple[SecretStr, ...]:
        """One, or several with commas between while they are being rotated."""
        return tuple(SecretStr(part.strip()) for part in self.text(name).split(",") if part.strip())

    def url(self, name: str, default: str) -> str:
        """A web address."""
        url = self.text(name) or default
        if url and not _is_web_address(url):
            self.mistake(
                name, f"is no web address; write it as {default or 'https://breakwater.example.com'}"
            )
        return url

    def names(self, prefix: str) -> Iterable[str]:
        """The variables that begin so, in order."""
        return sorted(name for name in self._environ if name.startswith(prefix))

    def mistake(self, name: str, said: str) -> None:
        """Something is wrong with a variable."""
        self.problems.append((name, f"{name} {said}"))


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that are no IPv6 address
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
