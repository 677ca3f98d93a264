"""Words: the small languages of texts and figures.

Markup, list markers, characters, Indonesian numbers.
"""
