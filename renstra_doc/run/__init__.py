"""Run: the whole line, for one project, for many, and at every save."""
