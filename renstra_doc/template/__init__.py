"""Template: a Word file that a person restyles → the look of a document, and what is wrong with it."""
