"""Merge: two people changed the same data → one data, three-way by id.

One merge for everyone: `renstra gabung` (and git through it), the import of a workbook, and of a
document that a reviewer sent back.
"""
