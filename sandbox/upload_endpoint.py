"""`/upload/v1/<secret>`: where the bytes of a file go. It belongs to no method and takes no token."""

from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sandbox.world import World


@dataclass(frozen=True)
class UploadEndpoint:
    world: World

    async def serve(self, http: Request) -> Response:
        upload = self.world.uploads.at(http.path_params["secret"])
        content = await http.body()
        if upload is None or upload.content is not None:
            return PlainTextResponse("no such upload", HTTPStatus.NOT_FOUND)
        if len(content) != upload.length:
            announced = f"{upload.length} bytes of {upload.name!r} were announced"
            self.world.problem(f"{announced}, {len(content)} came.")
            return PlainTextResponse("wrong length", HTTPStatus.BAD_REQUEST)
        upload.content = content
        return PlainTextResponse(f"OK - {len(content)}")
