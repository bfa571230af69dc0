"""views.*: modals and the Home tab."""

from sandbox.blocks import problems_in_view
from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.refusals import refuse_problems
from sandbox.views import View
from sandbox.web_api.method import Request


def open_view(request: Request) -> Json:
    definition = _definition(request, "modal")
    trigger = request.world.triggers.exchange(request.text("trigger_id"))
    view = request.world.views.make(trigger.user_id, definition)
    if request.shown:
        request.world.views.open(view)
    return _answer(request, view)


def push(request: Request) -> Json:
    """Only onto a stack that is open, with a trigger from within it."""
    definition = _definition(request, "modal")
    world = request.world
    trigger = world.triggers.exchange(request.text("trigger_id"))
    if trigger.view_id not in [view.id for view in world.views.stack(trigger.user_id)]:
        raise SlackError("not_found")
    view = world.views.make(trigger.user_id, definition)
    world.views.push(view)
    return _answer(request, view)


def update(request: Request) -> Json:
    given = [name for name in ("view_id", "external_id") if request.args.get(name)]
    if len(given) != 1:
        raise _invalid("exactly one of `view_id` and `external_id` is needed")
    world = request.world
    if given == ["view_id"]:
        view = world.views.find(request.text("view_id"))
    else:
        view = world.views.find_by_external_id(request.text("external_id"))
    if view is None:
        raise SlackError("not_found")
    definition = _definition(request, str(view.definition["type"]))
    world.views.update(view, definition, request.text("hash") or None)
    return _answer(request, view)


def publish(request: Request) -> Json:
    world = request.world
    if not world.app.home_tab:
        raise SlackError("not_enabled")
    user = world.workspace.users.get(request.text("user_id"))
    if user is None or user.deleted or user.is_bot:
        raise _invalid("invalid `user_id`")
    definition = _definition(request, "home")
    return _answer(request, world.views.publish(user.id, definition, request.text("hash") or None))


def _definition(request: Request, type_: str) -> Json:
    view = request.args["view"]
    if not isinstance(view, dict):
        raise _invalid("`view` must be an object")
    refuse_problems(problems_in_view(view))
    if view.get("type") != type_:
        raise _invalid(f"a view of type `{type_}` is expected [json-pointer:/view/type]")
    return view


def _invalid(sentence: str) -> SlackError:
    return SlackError("invalid_arguments", messages=[f"[ERROR] {sentence}"])


def _answer(request: Request, view: View) -> Json:
    request.world.changed()
    return {"view": request.world.held(view)}
