"""The gateways of docs/gateways that can run here, as they are documented but for their addresses."""

import getpass
import importlib.util
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cli.serving import serving
from tests.gateways.standing import DOCS, HERE, Addresses, Gateway, protected, running

NGINX = """
daemon off; pid nginx.pid; error_log stderr notice; worker_processes 1; {user}
events {{}}
http {{
    access_log off;
    client_body_temp_path a; proxy_temp_path b; fastcgi_temp_path c; uwsgi_temp_path d; scgi_temp_path e;
    include latchkey.conf;
}}
"""


@asynccontextmanager
async def nginx(addresses: Addresses, folder: Path) -> AsyncIterator[str]:
    documented = addresses.put_into((DOCS / "nginx.conf").read_text())
    documented = documented.replace("/etc/nginx/latchkey-credential", str(folder / "credential"))
    (folder / "latchkey.conf").write_text(documented)
    credential = f'proxy_set_header X-Gateway-Authorization "Basic {addresses.credential}";\n'
    (folder / "credential").write_text(credential)
    # Started by root, its workers would be somebody who may not look into the test's folder.
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(user=user))
    words = (program("nginx"), "-p", str(folder), "-c", "nginx.conf", "-e", "stderr")
    async with running(*words, ready=b"start worker process "):
        yield f"http://{addresses.gateway}"


@asynccontextmanager
async def caddy(addresses: Addresses, folder: Path) -> AsyncIterator[str]:
    file = folder / "Caddyfile"
    file.write_text("{\n\tadmin off\n}\n" + addresses.put_into((DOCS / "Caddyfile").read_text()))
    words = (program("caddy"), "run", "--config", str(file), "--adapter", "caddyfile")
    given = {"HOME": str(folder), "LATCHKEY_GATEWAY": addresses.credential}
    async with running(*words, ready=b"serving initial configuration", **given):
        yield f"http://{addresses.gateway}"


@asynccontextmanager
async def middleware(addresses: Addresses, _folder: Path) -> AsyncIterator[str]:
    module = the_middleware()
    latchkey = module.Latchkey(
        protected, f"http://{addresses.latchkey}", addresses.name, addresses.secret.reveal(), needs
    )
    try:
        async with serving(latchkey, HERE, "") as url:
            yield url
    finally:
        await latchkey.close()


def needs(scope: Any) -> frozenset[str]:
    """The same as in the other gateways' files."""
    if not scope["path"].startswith("/contacts"):
        return frozenset()
    reading = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
    return frozenset({"contacts.readonly" if reading else "contacts.write"})


def the_middleware() -> ModuleType:
    """From where it is documented, which is no package."""
    spec = importlib.util.spec_from_file_location("latchkey_middleware", DOCS / "middleware.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def program(name: str) -> str:
    """Where it is. Skips the test where it is not; `.ci/run` installs it."""
    for folder in (None, "/usr/sbin:/usr/local/sbin"):  # which are not on everybody's path
        found = shutil.which(name, path=folder)
        if found:
            return found
    pytest.skip(f"{name} is not here: on Debian or Ubuntu, apt install {name}")


GATEWAYS: dict[str, Gateway] = {"nginx": nginx, "caddy": caddy, "middleware": middleware}
