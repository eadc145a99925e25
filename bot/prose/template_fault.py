"""What is told of a template that cannot be used."""


class TemplateFault(Exception):
    """A team's template is broken; the built-in one is used instead until it is mended."""

    def __init__(self, file: str, line: int | None, what: str) -> None:
        self.file, self.line, self.what = file, line, what
        where = f"{file}, line {line}" if line else file
        super().__init__(f"{where}: {what}. The built-in text is used until this is mended.")
