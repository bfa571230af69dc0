"""The mark beside the database only moves forward, and a crash never spoils it."""

from pathlib import Path

from cli.audit_marks import NAME, AuditMarks
from core.audit import Head


def test_it_remembers_the_furthest_head_of_each_workspace(tmp_path: Path) -> None:
    marks = AuditMarks(tmp_path)
    assert marks.known() == []
    marks.advance([Head("T1", 3, b"a" * 32), Head("T2", 1, b"b" * 32)])
    marks.advance([Head("T1", 2, b"c" * 32), Head("T2", 5, b"d" * 32)])
    assert AuditMarks(tmp_path).known() == [Head("T1", 3, b"a" * 32), Head("T2", 5, b"d" * 32)]


def test_an_empty_record_leaves_no_mark(tmp_path: Path) -> None:
    AuditMarks(tmp_path).advance([Head("T1", 0, bytes(32))])
    assert list(tmp_path.iterdir()) == []


def test_what_a_crash_left_behind_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "audit-heads.new").write_text('{"T1": {"sequ')
    marks = AuditMarks(tmp_path)
    assert marks.known() == []
    marks.advance([Head("T1", 1, b"a" * 32)])
    assert marks.known() == [Head("T1", 1, b"a" * 32)]
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_it_is_for_nobody_else(tmp_path: Path) -> None:
    AuditMarks(tmp_path).advance([Head("T1", 1, b"a" * 32)])
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
