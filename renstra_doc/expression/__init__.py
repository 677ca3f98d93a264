"""Expression: figures in the text, `{{ … }}` evaluated over the data."""
