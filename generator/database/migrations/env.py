"""What Alembic runs for every step: on the connection that it was given, within that connection's transaction."""

from alembic import context

from generator.database.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
