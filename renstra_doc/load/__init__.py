"""Load: a data folder → raw tables of text, each cell with its place."""
