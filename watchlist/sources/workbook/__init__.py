"""Scorecards in workbooks: wide tables as officers lay them out, to one long sheet."""
