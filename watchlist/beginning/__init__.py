"""From an unknown spreadsheet to a configuration and a rulebook: what is read, and what is guessed."""
