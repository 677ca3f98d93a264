"""Intake: what an office already has (.xlsx, .csv, .docx) → rows and text of a project.

In four steps, each usable alone: (1) `read_source` reads a file as tables of cells, each as it is
printed, with its place; (2) `recognise` finds heading, columns, rows, levels and parents, and tells
what it derived, doubts and leaves out; (3) what is doubtful is a question, asked once a column;
`read_answers` and `write_questions` speak CSV; (4) `plan_intake` says what would change in a
project. Nothing here writes a file.
"""
