"""What can be wrong with a database, in words an operator can act on."""


class CannotOpen(Exception):  # noqa: N818 - a refusal with a sentence, like those of the core
    """The database, or the key to it, is not what it should be. Nothing was changed."""


class BadUrl(CannotOpen):
    def __init__(self, scheme: str) -> None:
        super().__init__(
            f"DATABASE_URL starts with “{scheme}://”, which is not supported. "
            "Use sqlite:///path/to/file or postgresql://user@host/database."
        )


class NetworkFolder(CannotOpen):
    def __init__(self, path: str, kind: str) -> None:
        super().__init__(
            f"{path} is on a network file system ({kind}), where SQLite loses changes. "
            "Put it on a local disk, or use PostgreSQL."
        )


class NoWriteAheadLog(CannotOpen):
    def __init__(self) -> None:
        super().__init__(
            "The file system of the database does not support SQLite's write-ahead log. "
            "Put it on a local disk, or use PostgreSQL."
        )


class Unreachable(CannotOpen):
    def __init__(self, why: str) -> None:
        super().__init__(f"The database cannot be opened. {why}")


class Damaged(CannotOpen):
    def __init__(self, path: str) -> None:
        super().__init__(
            f"The database {path} is damaged: SQLite's quick_check found errors. "
            "Restore the newest backup, then replay the revocations made since."
        )


class Careless(CannotOpen):
    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL is set to synchronous_commit=off, so a revocation could be lost in a crash. "
            "Set it to on, at least for this role: ALTER ROLE … SET synchronous_commit = on."
        )


class MadeByNewer(CannotOpen):
    def __init__(self, revision: str) -> None:
        super().__init__(
            f"This database was made by a newer version of Latchkey (its schema is {revision}). "
            "Please update the program; an older one would do harm."
        )


class NotMigrated(CannotOpen):
    def __init__(self) -> None:
        super().__init__("This database has an older schema. Run `latchkey migrate` first.")


class BadMasterKey(CannotOpen):
    def __init__(self) -> None:
        super().__init__(
            "LATCHKEY_MASTER_KEY must be 32 random bytes in base64, no more and no fewer. "
            "Make one with: head -c 32 /dev/urandom | base64"
        )


class WrongMasterKey(CannotOpen):
    def __init__(self, needed: str, given: str) -> None:
        super().__init__(
            f"LATCHKEY_MASTER_KEY is not the key of this database: it needs {needed} and was given {given}. "
            "Nothing was changed. If the key is being replaced, give the old one as "
            "LATCHKEY_MASTER_KEY_PREVIOUS; if it is lost, every token has to be issued anew."
        )


class LostKeys(CannotOpen):
    def __init__(self, what: str = "The keys of this database are gone") -> None:
        super().__init__(
            f"{what}. Restore the table of keys from a backup; without it no token can be verified. "
            "New keys are never made in their place."
        )
