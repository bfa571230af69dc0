"""What lies on the disk: whether it is for nobody else."""

import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from cli.doctor.finding import Finding, ok, warning
from core.settings import Settings
from storage.engine import address, file_of, is_sqlite

KEY_FILES = ("LATCHKEY_MASTER_KEY_FILE", "LATCHKEY_MASTER_KEY_PREVIOUS_FILE")
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def of_files(settings: Settings, given: Mapping[str, str]) -> list[Finding]:
    too_open = [path for path in _ours(settings, given) if _is_open(path)]
    if not too_open:
        return [ok("files", "Data folder, database and key are for nobody else.")]
    return [warning("files", f"{path} can be read by others. Run: chmod go= {path}") for path in too_open]


def _ours(settings: Settings, given: Mapping[str, str]) -> Iterable[Path]:
    folder, url = Path(settings.data), address(settings.database)
    yield folder
    # In a closed folder a file needs no closing of its own.
    if is_sqlite(url) and (file_of(url).parent != folder.absolute() or _is_open(folder)):
        yield file_of(url)
    yield from (Path(given[name]) for name in KEY_FILES if given.get(name))


def _is_open(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & OTHERS)
