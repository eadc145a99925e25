"""views.open, push, update, publish: the app shows forms and Homes."""

from typing import Any

from sandbox.api.call import Call
from sandbox.api.registry import TIER_4, Registry
from sandbox.blockkit import check_view
from sandbox.errors import SlackError, argument_error
from sandbox.interactions.switchboard import Switchboard
from sandbox.interactions.view import View


class ViewMethods:
    """The views.* family over the views that people have before them."""

    def __init__(self, board: Switchboard) -> None:
        self._board = board

    def register(self, registry: Registry) -> None:
        """Put the methods on offer."""
        registry.method("views.open", tier=TIER_4)(self.open)
        registry.method("views.push", tier=TIER_4)(self.push)
        registry.method("views.update", tier=TIER_4)(self.update)
        registry.method("views.publish", tier=TIER_4)(self.publish)

    def open(self, call: Call) -> dict[str, Any]:
        """Open a modal for whoever caused the trigger; a refused view does not use the trigger up."""
        view = _modal(call)
        trigger = self._board.triggers.exchange(_trigger_id(call))
        return self._answer(self._board.views.open(trigger.user_id, view))

    def push(self, call: Call) -> dict[str, Any]:
        """Put a modal on the open one."""
        view = _modal(call)
        trigger = self._board.triggers.exchange(_trigger_id(call))
        return self._answer(self._board.views.push(trigger.user_id, view))

    def update(self, call: Call) -> dict[str, Any]:
        """Change a view that is still open."""
        body = _given_view(call)
        view_id, external_id = call.args.text("view_id"), call.args.text("external_id")
        if not view_id and not external_id:
            raise argument_error("missing required field: view_id or external_id")
        view = self._board.views.find(view_id, external_id)
        _check(body, home=view.body.get("type") == "home")
        return self._answer(self._board.views.update(view, body, call.args.text("hash")))

    def publish(self, call: Call) -> dict[str, Any]:
        """Show a Home to a person."""
        body = _given_view(call)
        user_id = call.args.required("user_id")
        self._board.workspace.people.find(user_id)
        if not self._board.manifest.home_tab_enabled:
            raise SlackError("not_enabled")
        _check(body, home=True)
        return self._answer(self._board.views.publish(user_id, body, call.args.text("hash")))

    def _answer(self, view: View) -> dict[str, Any]:
        return {"view": self._board.shown(view)}


def _trigger_id(call: Call) -> str:
    return call.args.text("trigger_id") or call.args.required("interactivity_pointer")


def _modal(call: Call) -> dict[str, Any]:
    view = _given_view(call)
    _check(view, home=False)
    return view


def _given_view(call: Call) -> dict[str, Any]:
    view = call.args.json("view")
    if not isinstance(view, dict):
        raise argument_error("missing required field: view")
    return view


def _check(view: dict[str, Any], *, home: bool) -> None:
    wanted = "home" if home else "modal"
    if view.get("type") != wanted:
        raise argument_error(f"the view must be of type {wanted} [json-pointer:/view/type]")
    check_view(view, home=home)
