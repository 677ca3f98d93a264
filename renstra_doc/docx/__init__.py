"""Docx: what everyone who reads or writes Word files knows of them."""
