"""What is kept: SQLAlchemy tables, queries, migrations."""
