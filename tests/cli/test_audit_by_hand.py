"""The audit record can be checked and taken out, and whoever tampered with it is found out."""

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.commands import Latchkey, settings
from tests.cli.filled import Filled


def _tamper(filled: Filled, statement: str) -> None:
    with sqlite3.connect(filled.folder / "latchkey.db") as connection:
        assert connection.execute(statement).rowcount > 0
    connection.close()


def _export(latchkey: Latchkey, filled: Filled, to: Path) -> Path:
    ended = latchkey("audit", "export", **settings(filled.folder))
    assert ended.code == 0
    to.write_text(ended.out)
    return to


def test_an_untouched_record_holds(latchkey: Latchkey, filled: Filled) -> None:
    ended = latchkey("audit", "verify", **settings(filled.folder))
    assert (ended.code, ended.err) == (0, "")
    assert "T1: 2 entries" in ended.out
    (checked,) = json.loads(latchkey("audit", "verify", "--json", **settings(filled.folder)).out)
    assert checked == {"workspace": "T1", "entries": 2, "flaw": None}


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit SET actor = 'UMALLORY' WHERE sequence = 1", "was changed"),
        ("DELETE FROM audit WHERE sequence = 1", "entry 1 is missing"),
        ("DELETE FROM audit WHERE sequence = 2", "the end was cut"),
    ],
)
def test_who_tampers_with_it_is_found_out(
    latchkey: Latchkey, filled: Filled, statement: str, found: str
) -> None:
    _tamper(filled, statement)
    ended = latchkey("audit", "verify", **settings(filled.folder))
    assert ended.code == 1
    assert found in ended.out
    assert "evidence" in ended.err


def test_an_end_that_was_cut_with_its_head_is_found_by_the_mark(latchkey: Latchkey, filled: Filled) -> None:
    _export(latchkey, filled, filled.folder / "unused.jsonl")
    _tamper(filled, "DELETE FROM audit WHERE sequence = 2")
    _tamper(filled, "UPDATE audit_heads SET sequence = 1, link = (SELECT link FROM audit WHERE sequence = 1)")
    ended = latchkey("audit", "verify", **settings(filled.folder))
    assert ended.code == 1
    assert "entry 2 was here before" in ended.out


def test_an_export_elsewhere_finds_what_the_mark_cannot(
    latchkey: Latchkey, filled: Filled, tmp_path: Path
) -> None:
    export = _export(latchkey, filled, tmp_path / "export.jsonl")
    assert latchkey("audit", "verify", "--against", str(export), **settings(filled.folder)).code == 0

    (filled.folder / "audit-heads.json").unlink()
    _tamper(filled, "DELETE FROM audit")
    _tamper(filled, "DELETE FROM audit_heads")
    assert latchkey("audit", "verify", **settings(filled.folder)).code == 0, "nothing here knows better"
    ended = latchkey("audit", "verify", "--against", str(export), **settings(filled.folder))
    assert ended.code == 1
    assert "the end was cut" in ended.out


def test_what_is_no_whole_export_proves_nothing(latchkey: Latchkey, filled: Filled, tmp_path: Path) -> None:
    export = _export(latchkey, filled, tmp_path / "export.jsonl")
    torn = tmp_path / "torn.jsonl"
    torn.write_text("\n".join(export.read_text().splitlines()[:-1]))
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    for file in (torn, empty):
        ended = latchkey("audit", "verify", "--against", str(file), **settings(filled.folder))
        assert (ended.code, ended.out) == (1, "")
        assert "is no whole jsonl export" in ended.err


def test_an_export_has_one_entry_in_each_line(latchkey: Latchkey, filled: Filled, tmp_path: Path) -> None:
    *entries, heads = map(
        json.loads, _export(latchkey, filled, tmp_path / "e.jsonl").read_text().splitlines()
    )
    assert [entry["event"] for entry in entries] == ["integration:create", "token:confirm"]
    assert heads["heads"][0]["sequence"] == 2


def test_a_spreadsheet_gets_columns(latchkey: Latchkey, filled: Filled) -> None:
    ended = latchkey("audit", "export", "--format", "csv", **settings(filled.folder))
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert [row["event"] for row in rows] == ["integration:create", "token:confirm"]


def test_a_spoilt_mark_is_said(latchkey: Latchkey, filled: Filled) -> None:
    mark = filled.folder / "audit-heads.json"
    for text in ("{", "[]", '{"T1": {"sequence": "x", "link": ""}}', '{"T1": {}}'):
        mark.write_text(text)
        ended = latchkey("audit", "verify", **settings(filled.folder))
        assert ended.code == 1
        assert "was spoilt" in ended.err
