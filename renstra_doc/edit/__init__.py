"""Edit single data: cells, rows and paragraphs changed in place, against what was seen."""
