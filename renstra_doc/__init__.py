"""Rebuild a complete Renstra as an official Word document from CSV data and a Word template."""
