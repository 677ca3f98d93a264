"""The page for the planner: a local server whose routes only call what the library offers."""
