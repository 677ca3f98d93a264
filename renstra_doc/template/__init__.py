"""Template: a Word file that a person restyles → a document's look, and its faults."""
