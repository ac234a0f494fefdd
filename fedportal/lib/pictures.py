"""Pictures without what a camera writes into them: place, time and device can betray a woman in hiding."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 80_000_000  # a good telephone takes 50 million; a picture bomb has more
_BROKEN = (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError)


class WrongPicture(ValueError):
    """Why a picture cannot be kept, in a sentence."""


def cleaned(content: bytes, extension: str) -> bytes:
    """The same picture drawn anew: upright, and without any metadata. Raises WrongPicture."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise WrongPicture("图片尺寸过大，请缩小后再上传。")
            upright = ImageOps.exif_transpose(picture)
            bare = Image.new(upright.mode, upright.size)
            bare.paste(upright)
            if upright.mode == "P" and (palette := upright.getpalette()):
                bare.putpalette(palette)
            file = io.BytesIO()
            _save(bare, file, extension)
            return file.getvalue()
    except _BROKEN as error:
        if isinstance(error, WrongPicture):
            raise
        raise WrongPicture("图片不完整或者已经损坏，请重新拍照、扫描。") from error


def _save(picture: Image.Image, file: io.BytesIO, extension: str) -> None:
    if extension == "png":
        picture.save(file, "PNG", optimize=True)
    else:
        picture.convert("RGB").save(file, "JPEG", quality=90)
