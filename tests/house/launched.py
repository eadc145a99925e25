"""`breakwater sandbox` as a person starts it: another process, in a folder of its own."""

import http.client
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port


class Launched:
    """A running `breakwater sandbox`."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.port = port
        self._process = process
        self._lines: list[str] = []
        self._said = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def words(self) -> str:
        """All that it has said so far."""
        return "".join(self._lines)

    def says(self, words: str, seconds: float = 60) -> bool:
        """Wait until it says this; False when it ends, or a long time passes, without."""
        with self._said:
            return self._said.wait_for(
                lambda: words in self.words or not self._reader.is_alive(), seconds
            ) and (words in self.words)

    def stop(self, signal_number: int = signal.SIGTERM) -> int:
        """Tell it to stop; this is its exit status."""
        self._process.send_signal(signal_number)
        return self.ended()

    def ended(self) -> int:
        """Wait until it has ended; this is its exit status."""
        status = self._process.wait(30)
        self._reader.join(10)
        return status

    def get(self, path: str, *, port: int | None = None) -> int:
        """Ask for a page; this is the status of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=60)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def kill(self) -> None:
        """Make sure that nothing of it is left."""
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(30)
        self._reader.join(10)
        assert self._process.stderr is not None
        self._process.stderr.close()

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            with self._said:
                self._lines.append(line)
                self._said.notify_all()
        with self._said:
            self._said.notify_all()


@contextmanager
def launched(
    command: Sequence[str], folder: Path, environ: Mapping[str, str], port: int | None = None
) -> Iterator[Launched]:
    """Start `breakwater sandbox`; nothing of it is left afterwards."""
    chosen = port or free_port(in_a_row=2)
    process = subprocess.Popen(
        [*command, "sandbox", "--port", str(chosen)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environ},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    running = Launched(process, chosen)
    try:
        yield running
    finally:
        running.kill()
