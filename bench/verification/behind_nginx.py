"""The same through nginx as in docs/gateways/nginx.conf, beside nginx with the bare application behind."""

import asyncio
import getpass
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.verification.servers import CLIENTS, Server, answers, bare, free, pin, product
from bench.verification.speed import CONNECTIONS, compared, mixed, show, warm
from bench.verification.stock import Stock

CONFIGURATION = Path(__file__).parents[2] / "docs" / "gateways" / "nginx.conf"
MAIN = """
daemon off; pid nginx.pid; error_log stderr crit; worker_processes 1; {user}
events {{}}
http {{
    access_log off; keepalive_requests 10000000;
    client_body_temp_path a; proxy_temp_path b; fastcgi_temp_path c; uwsgi_temp_path d; scgi_temp_path e;
    include latchkey.conf;
}}
"""


async def measure(stock: Stock) -> None:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        print("nginx is not here, so nothing is measured behind it. On Debian or Ubuntu: apt install nginx")
        return
    async with (
        product(stock.folder) as ours,
        bare() as other,
        _nginx(program, stock, ours, "ours") as first,
        _nginx(program, stock, other, "bare") as second,
    ):
        requests = mixed(stock, asked)
        warm(first, requests)
        rows = [compared(first, second, requests, connections) for connections in CONNECTIONS]
    show("Through nginx, beside the bare one through nginx", rows)


def asked(_credential: bytes, token: bytes) -> bytes:
    """What the end caller sends; nginx adds the rest."""
    return b"GET /hello HTTP/1.1\r\nHost: api\r\nAuthorization: Bearer %b\r\n\r\n" % token


@asynccontextmanager
async def _nginx(program: str, stock: Stock, behind: Server, name: str) -> AsyncIterator[Server]:
    folder, port = stock.folder / f"nginx-{name}", free()
    folder.mkdir()
    text = CONFIGURATION.read_text()
    for documented, real in (
        ("127.0.0.1:8025", f"127.0.0.1:{behind.address[1]}"),
        ("127.0.0.1:8080", f"127.0.0.1:{port}"),
        ("/etc/nginx/latchkey-credential", str(folder / "credential")),
        ("proxy_pass http://api;", "empty_gif;"),  # nginx itself is the API
    ):
        text = text.replace(documented, real)
    (folder / "latchkey.conf").write_text(text)
    credential = stock.credential.decode()
    (folder / "credential").write_text(f'proxy_set_header X-Gateway-Authorization "{credential}";\n')
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(user=user))
    words = (program, "-p", str(folder), "-c", "nginx.conf", "-e", "stderr")
    process = await asyncio.create_subprocess_exec(*words)
    pin(process.pid, CLIENTS)
    try:
        await answers(port, "/hello", process)
        yield Server(("127.0.0.1", port), behind.pid)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
