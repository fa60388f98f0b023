"""A digest as an email, a page, a Word file and a PDF: laid out once, so all of them say the same."""
