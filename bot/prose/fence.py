"""Templates run fenced in: no reach into Python, no runaway output.

They come from the team, not from strangers: the fence keeps out accidents and the plain ways of abuse,
and does not bound the time of a render.
"""

import types
from collections.abc import Iterator
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from jinja2.loaders import BaseLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.prose.markdown import paragraphs

#: Longer output is a fault of the template (a team's), or is cut (a built-in's).
OUTPUT_LIMIT: Final = 2_000_000

_FILTERS: Final = frozenset(
    {
        *("capitalize", "count", "d", "default", "e", "escape", "first", "float", "groupby", "int", "items"),
        *("join", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse"),
        *("round", "select", "selectattr", "sort", "string", "sum", "title", "trim", "truncate", "unique"),
        *("upper",),
    }
)
_METHODS: Final = frozenset({"get", "items", "keys", "values"})
#: Each could repeat itself without end, or needs other files: a template stands alone.
_REFUSED: Final = (
    nodes.Macro,
    nodes.CallBlock,
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.AssignBlock,
    nodes.Concat,
)
_DEEPEST_LOOP: Final = 2

#: All that running somebody's template may raise.
FAULTS: Final = (
    TemplateError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    RuntimeError,
    MemoryError,
    OSError,
)


class Fence(ImmutableSandboxedEnvironment):
    """A Jinja2 environment without globals, with few filters, and without ways to multiply text."""

    intercepted_binops = frozenset({"*", "**", "+", "%"})

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.globals.clear()
        self.filters = {name: each for name, each in self.filters.items() if name in _FILTERS}
        self.filters["paragraphs"] = paragraphs

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Add numbers only; text is put together by writing it side by side."""
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "+" and numbers:
            return left + right
        raise SecurityError(f"“{operator}” is not available in templates")

    def is_safe_callable(self, obj: Any) -> bool:
        """Refuse the methods of strings and numbers, which could pad or repeat without bound."""
        if isinstance(obj, types.BuiltinMethodType):
            return obj.__name__ in _METHODS
        return super().is_safe_callable(obj)

    def wrap_str_format(self, value: Any) -> None:
        """Leave `str.format` among the refused methods: a width in it can be without bound."""

    def checked(self, name: str) -> None:
        """Raise TemplateSyntaxError, with its line, for what no template may use."""
        source, file, _ = self.loader.get_source(self, name) if self.loader else ("", None, None)
        tree = self.parse(source, name, file)
        for node in tree.find_all(_REFUSED):
            word = type(node).__name__.lower()
            raise TemplateSyntaxError(f"“{word}” is not available in templates", node.lineno, name, file)
        for loop, depth in _loops(tree, 1):
            if loop.recursive or depth > _DEEPEST_LOOP:
                raise TemplateSyntaxError("loops go two deep at most", loop.lineno, name, file)


def _loops(node: nodes.Node, depth: int) -> Iterator[tuple[nodes.For, int]]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.For):
            yield child, depth
            yield from _loops(child, depth + 1)
        else:
            yield from _loops(child, depth)


def rendered(fence: Fence, name: str, context: dict[str, Any], *, cut: bool = False) -> str:
    """Run a template. What is longer than the limit is cut, or a fault; may raise any of FAULTS."""
    fence.checked(name)
    pieces, size = [], 0
    for piece in fence.get_template(name).generate(context):
        pieces.append(piece)
        size += len(piece)
        if size > OUTPUT_LIMIT and cut:
            pieces.append("\n\nCut here: it is longer than a file of ours may be.\n")
            break
        if size > OUTPUT_LIMIT:
            raise OverflowError(f"the text is longer than {OUTPUT_LIMIT} characters")
    # Slack and Markdown want only & < > escaped; quotes stay quotes.
    return "".join(pieces).replace("&#39;", "'").replace("&#34;", '"')


def line_of(fault: BaseException, name: str) -> int | None:
    """Find the line of the template that a fault comes from, where it can be told."""
    if isinstance(fault, TemplateSyntaxError):
        return fault.lineno
    line, step = None, fault.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename.endswith(name):
            line = step.tb_lineno
        step = step.tb_next
    return line
