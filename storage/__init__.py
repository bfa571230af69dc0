"""The database: tables, transactions, audit, outbox, sealing, migrations."""
