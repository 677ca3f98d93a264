"""Why a picture cannot be printed."""

from __future__ import annotations


class PictureError(ValueError):
    """A picture that is refused; the text is Indonesian, `saran` says what to do."""

    def __init__(self, message: str, saran: str) -> None:
        """Keep what is wrong and what to do."""
        super().__init__(message)
        self.saran = saran
