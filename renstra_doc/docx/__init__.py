"""Docx: what everyone who reads or writes Word files knows of them.

Writing: `xml` (small pieces as strings). Reading: `relations` (which part is which), `styles` (the
look in force), `labels` (numbers of list items), `reader` (the one reader of Word files), whose
values stand in `content`; what no allow-list of `elements` knows is named, never passed over.
"""
