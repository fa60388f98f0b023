"""The shipped examples: each situation that the minutes speak of is found."""
