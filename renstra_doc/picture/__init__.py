"""Picture: the bytes of a picture file → what may be printed of it, or why not.

PNG and JPEG are read piece by piece and never decoded to pixels; what is not needed to print them
(places, names, comments) is left out, the picture itself is not encoded again.
"""

from renstra_doc.picture.bitmap import MAX_BYTES, Bitmap, read_picture
from renstra_doc.picture.fault import PictureError
from renstra_doc.picture.svg import clean_svg

__all__ = ["MAX_BYTES", "Bitmap", "PictureError", "clean_svg", "read_picture"]
