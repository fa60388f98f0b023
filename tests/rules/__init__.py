"""The starter catalogue: what it holds, and what it says of the minutes."""
