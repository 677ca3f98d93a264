"""The matriks semula – menjadi: the form that officials sign, made of two editions.

1. `entries`: the rows of each table of programs, of both editions, as one tree; 2. `amounts`: what
each printed, by year; 3. `program_rows`: the lines of the form; 4. `others`: every other change;
5. `form`: head, tables, recap and signatures as a View, written like any document.
"""

from renstra_doc.review.matriks.form import are_alike, build_matriks, draw_matriks, find_template

__all__ = ["are_alike", "build_matriks", "draw_matriks", "find_template"]
