"""Editions: named, fixed states of a project, each a whole copy under `edisi/<nama>/`."""
