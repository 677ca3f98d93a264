"""Returned: a document that a reviewer edited in Word → the data folder.

In order: (1) `package` and edits come from `review.verify`; (2) `proposals` says of each edit which
datum it changes, or asks; (3) `apply` makes of the carried data what the reviewer's data would be;
(4) `merge` joins base, ours and theirs by id; (5) `comments` keeps what reviewers say and what is
left open in `komentar.csv`. Nothing is written here.
"""
