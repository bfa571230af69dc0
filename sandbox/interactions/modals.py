"""A person sends or closes a modal, and what the app's answer does to it."""

from sandbox import payloads
from sandbox.blocks import problems_in_view
from sandbox.elements import interactive
from sandbox.errors import NotAcknowledgedError, NotPossibleError, SlackError
from sandbox.input_checks import wrong_inputs
from sandbox.interactions.telling import tell_the_bot
from sandbox.json_types import Json
from sandbox.notices import CONNECTION_TROUBLE
from sandbox.refusals import refuse_problems
from sandbox.views import View
from sandbox.workspace import User
from sandbox.world import World


async def submit(world: World, user: User, view: View) -> None:
    _refuse_unless_on_top(world, user, view)
    if view.definition.get("submit") is None:
        raise NotPossibleError("this modal has no button to send it")
    if view.busy:
        raise NotPossibleError("it is being sent already")
    view.errors = wrong_inputs(view)
    if not view.errors:
        await _send(world, user, view)
    world.changed()


async def close(world: World, user: User, view: View, *, clear_all: bool = False) -> None:
    """Cancel closes this view. The X, or `clear_on_close`, clears the stack and names its root."""
    _refuse_unless_on_top(world, user, view)
    if not (clear_all or view.definition.get("clear_on_close")):
        world.views.close(view)
        closed, is_cleared = view, False
    else:
        closed, is_cleared = world.views.clear(user.id)[0], True
    world.changed()
    if closed.notifies_on_close:
        payload = payloads.view_closed(world, user, closed, is_cleared=is_cleared)
        await world.courier.deliver("interactive", payload)


def _refuse_unless_on_top(world: World, user: User, view: View) -> None:
    if user.deleted or view not in world.views.stack(user.id)[-1:]:
        raise NotPossibleError("that modal is not on the screen any more")


async def _send(world: World, user: User, view: View) -> None:
    payload = payloads.view_submission(world, user, view)
    view.busy = True
    world.changed()
    try:
        answer = await tell_the_bot(world, user, payload, accepts_answer=True)
        _apply(world, user, view, answer)
    except SlackError as refusal:
        world.problem(
            f"A submission was answered with what Slack refuses: {refusal.error} {refusal.messages}"
        )
        world.tell(user.id, CONNECTION_TROUBLE)
        raise NotAcknowledgedError(refusal.error) from refusal
    finally:
        view.busy = False


def _apply(world: World, user: User, view: View, answer: Json) -> None:
    if view not in world.views.stack(user.id):
        return  # closed while the bot was thinking
    match answer.get("response_action"):
        case None if not answer:
            world.views.close(view)
        case "clear":
            world.views.clear(user.id)
        case "errors":
            view.errors = _errors(world, view, answer.get("errors"))
        case "update":
            world.views.update(view, _checked(answer))
        case "push":
            world.views.push(world.views.make(user.id, _checked(answer)))
        case unknown:
            raise SlackError("invalid_response_action", messages=[f"[ERROR] {unknown!r}"])


def _checked(answer: Json) -> Json:
    definition: Json = answer.get("view") or {}
    refuse_problems(problems_in_view(definition))
    return definition


def _errors(world: World, view: View, errors: object) -> dict[str, str]:
    """Only for inputs that are there; Slack drops the others and the person is told nothing."""
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_errors", messages=["[ERROR] `errors` must name at least one block"])
    inputs = {placed.key[0] for placed in interactive(view.blocks) if placed.is_input}
    for block_id in errors.keys() - inputs:
        world.problem(f"A submission was answered with an error for {block_id!r}, which is no input block.")
    return {block_id: str(text) for block_id, text in errors.items() if block_id in inputs}
