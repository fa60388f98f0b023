"""What is said of the watch list: the same on a terminal, on a page and to a program."""
