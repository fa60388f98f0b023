"""Files and services to one READINGS table."""
