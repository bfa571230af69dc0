"""Alembic's entry: runs the migrations on the connection, and in the transaction, of `storage.migrate`.

The tables' metadata is not given to it: each migration names everything itself, so that a later change of our
conventions does not change what an old migration did.
"""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
