"""Show: changes as text, JSON, HTML and as a matriks."""
