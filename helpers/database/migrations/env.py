"""Run by Alembic around the migrations: it uses the connection, and the transaction, that `migrate` has opened."""

from __future__ import annotations

from alembic import context

from helpers.database.tables import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, version_table=VERSION_TABLE
)
with context.begin_transaction():
    context.run_migrations()
