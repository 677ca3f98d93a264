"""Verify: a Word document against the data and the template that it was made from."""
