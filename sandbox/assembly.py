"""Putting one workspace together. The only place that knows how the pieces fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sandbox.app_definition import AppDefinition
from sandbox.cast import default_workspace
from sandbox.changes import Changes
from sandbox.delivery.courier import Courier
from sandbox.delivery.socket_mode import SocketMode
from sandbox.faults import Faults
from sandbox.http_server import HttpServer
from sandbox.messages import Board
from sandbox.notices import Notices
from sandbox.record import Record
from sandbox.response_urls import ResponseUrls
from sandbox.triggers import Triggers
from sandbox.views import Views
from sandbox.world import Credentials, World


@dataclass(frozen=True)
class Options:
    clock: Callable[[], datetime]
    team_id: str
    team_domain: str
    org_wide: bool
    ack_within: float
    event_retries: Sequence[float]


def assemble(app: AppDefinition, options: Options, server: HttpServer) -> World:
    clock, credentials, changes = options.clock, Credentials(org_wide=options.org_wide), Changes()
    workspace = default_workspace(options.team_id, options.team_domain, app.name)
    ids = workspace.ids
    faults = Faults(changes.announce)
    sockets = SocketMode(
        credentials.app_id, ids, faults, server, ack_within=options.ack_within, changed=changes.announce
    )
    faults.sockets = sockets
    return World(
        clock=clock,
        app=app,
        credentials=credentials,
        workspace=workspace,
        ids=ids,
        board=Board(ids),
        views=Views(ids),
        triggers=Triggers(ids, clock),
        response_urls=ResponseUrls(lambda: f"http://{server.authority}/response/", clock),
        notices=Notices(),
        record=Record(),
        faults=faults,
        changes=changes,
        sockets=sockets,
        courier=Courier(sockets, faults, options.event_retries, changes.announce),
        scopes=frozenset(app.scopes),
        authority=lambda: server.authority,
    )
