"""Diff: two editions → what was changed, and what follows from it."""
