"""Words: the small languages of texts and figures: markup, list markers, characters, Indonesian numbers."""
