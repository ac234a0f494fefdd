"""Django's PostgreSQL backend, which tells the database for whom rows are read (lib/row_scope)."""
