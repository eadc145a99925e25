"""Which views each person has open: a stack of at most three modals, and one Home."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sandbox.errors import SlackError
from sandbox.interactions.view import View

MAX_STACK: Final = 3


class ViewStacks:
    """All open views; `on_stack` and `on_home` are told whose changed."""

    def __init__(
        self,
        now: Callable[[], float],
        on_stack: Callable[[str], None],
        on_home: Callable[[str], None],
    ) -> None:
        self._now = now
        self._on_stack = on_stack
        self._on_home = on_home
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}
        self._by_id: dict[str, View] = {}

    def stack(self, user_id: str) -> list[View]:
        """The person's modals, the visible one last."""
        return self._stacks.get(user_id, [])

    def home(self, user_id: str) -> View | None:
        """The person's Home, if the app published one."""
        return self._homes.get(user_id)

    def people(self) -> set[str]:
        """Everybody with a view."""
        return {user for user, stack in self._stacks.items() if stack} | set(self._homes)

    def find(self, view_id: str = "", external_id: str = "") -> View:
        """Find an open view by either of its names, or raise not_found."""
        if view_id and view_id in self._by_id:
            return self._by_id[view_id]
        for view in self._by_id.values() if external_id else ():
            if view.external_id == external_id:
                return view
        raise SlackError("not_found")

    def open(self, user_id: str, body: Mapping[str, Any]) -> View:
        """Open a modal; what was open before makes room."""
        self._refuse_known_external_id(body)
        self._drop(self._stacks.pop(user_id, []))
        view = View(user_id, dict(body), self._now())
        self._stacks[user_id] = [view]
        return self._shown(view)

    def push(self, user_id: str, body: Mapping[str, Any]) -> View:
        """Put a modal on top of the person's stack."""
        stack = self.stack(user_id)
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MAX_STACK:
            raise SlackError("push_limit_reached")
        self._refuse_known_external_id(body)
        view = View(
            user_id,
            dict(body),
            self._now(),
            root_view_id=stack[0].id,
            previous_view_id=stack[-1].id,
        )
        stack.append(view)
        return self._shown(view)

    def update(self, view: View, body: Mapping[str, Any], expected_hash: str = "") -> View:
        """Change what a view shows; with a hash only if nobody changed it since."""
        if expected_hash and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        if body.get("external_id") != view.external_id:
            self._refuse_known_external_id(body)
        view.replace(body, self._now())
        return self._shown(view)

    def publish(self, user_id: str, body: Mapping[str, Any], expected_hash: str = "") -> View:
        """Show a Home; the person keeps one Home view whose content changes."""
        home = self._homes.get(user_id)
        if expected_hash and (home is None or expected_hash != home.hash):
            raise SlackError("hash_conflict")
        if home is None or body.get("external_id") != home.external_id:
            self._refuse_known_external_id(body)
        if home is None:
            home = self._homes[user_id] = View(user_id, dict(body), self._now())
            self._by_id[home.id] = home
        else:
            home.replace(body, self._now())
        self._on_home(user_id)
        return home

    def close(self, view: View) -> None:
        """Close a modal and whatever lies on it; the one below shows again."""
        stack = self.stack(view.user_id)
        if view in stack:
            position = stack.index(view)
            self._drop(stack[position:])
            del stack[position:]
            self._on_stack(view.user_id)

    def clear(self, user_id: str) -> None:
        """Close all modals of a person."""
        self._drop(self._stacks.pop(user_id, []))
        self._on_stack(user_id)

    def is_open(self, view: View) -> bool:
        """Say whether the person still has the modal before them."""
        return self._by_id.get(view.id) is view

    def _shown(self, view: View) -> View:
        self._by_id[view.id] = view
        self._on_stack(view.user_id)
        return view

    def _drop(self, views: list[View]) -> None:
        for view in views:
            self._by_id.pop(view.id, None)

    def _refuse_known_external_id(self, body: Mapping[str, Any]) -> None:
        external_id = body.get("external_id")
        if external_id and any(view.external_id == external_id for view in self._by_id.values()):
            raise SlackError("duplicate_external_id")
