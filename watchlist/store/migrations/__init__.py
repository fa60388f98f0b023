"""The steps by which the tables came to be; the program runs them itself (see ``migrate.py``)."""
