"""Redline: two editions → one Word document with tracked changes."""
