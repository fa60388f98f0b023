"""Backups: one moment of the database as a file that either kind of database can be restored from."""
