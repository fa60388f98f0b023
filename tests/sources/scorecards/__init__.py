"""Scorecards as officers lay them out, made with openpyxl; every figure in them is invented.

`monthly`    one page for members: merged title, two rows of headings, months across, sections, notes.
`quarterly`  a sheet a service: boys and girls below each measure, dates as headings, a sheet of others.
`downwards`  an analyst's table: periods down, three columns a measure, shares worked out by formulas.

Each has `make(path)`, and `EXPECTED`: what a reader of it must find, figure by figure.
"""
