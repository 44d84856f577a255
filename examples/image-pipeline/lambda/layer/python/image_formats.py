"""Reads the structure of PNG and JPEG files, without decoding their pixels."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_METADATA = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}

JPEG_START = b"\xff\xd8"
JPEG_SCAN = 0xDA
JPEG_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD8)}
JPEG_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
JPEG_METADATA = {0xE1, 0xED, 0xFE}  # EXIF and XMP, IPTC, comments

CONTENT_TYPES = {"png": "image/png", "jpeg": "image/jpeg"}


class NotAnImage(ValueError):
    """The data is neither a PNG nor a JPEG file, or is damaged."""


class ImageInfo(NamedTuple):
    format: str
    width: int
    height: int


def identify(data: bytes) -> ImageInfo:
    """The format and the size in pixels."""
    try:
        if data.startswith(PNG_SIGNATURE):
            width, height = struct.unpack_from(">II", data, len(PNG_SIGNATURE) + 8)
            return ImageInfo("png", width, height)
        if data.startswith(JPEG_START):
            for marker, start, _ in _jpeg_segments(data):
                if marker in JPEG_FRAMES:
                    height, width = struct.unpack_from(">HH", data, start + 5)
                    return ImageInfo("jpeg", width, height)
    except struct.error as e:
        raise NotAnImage("the file is cut short") from e
    raise NotAnImage("neither a PNG nor a JPEG file")


def strip_metadata(data: bytes) -> bytes:
    """The same image without camera, location and author data."""
    try:
        if data.startswith(PNG_SIGNATURE):
            kept = [data[start:end] for kind, start, end in _png_chunks(data) if kind not in PNG_METADATA]
            return PNG_SIGNATURE + b"".join(kept)
        if data.startswith(JPEG_START):
            kept = [data[start:end] for marker, start, end in _jpeg_segments(data) if marker not in JPEG_METADATA]
            return JPEG_START + b"".join(kept)
    except struct.error as e:
        raise NotAnImage("the file is cut short") from e
    raise NotAnImage("neither a PNG nor a JPEG file")


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and end of each chunk, its length and checksum included."""
    start = len(PNG_SIGNATURE)
    while start < len(data):
        length, kind = struct.unpack_from(">I4s", data, start)
        end = start + length + 12
        if end > len(data):
            raise NotAnImage("the file is cut short")
        yield kind, start, end
        start = end


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment; the last one is the scan with all that follows it."""
    start = len(JPEG_START)
    while start < len(data):
        prefix, marker = struct.unpack_from(">BB", data, start)
        if prefix != 0xFF:
            raise NotAnImage("a JPEG marker is missing")
        if marker == 0xFF:  # padding
            start += 1
            continue
        if marker == JPEG_SCAN:
            yield marker, start, len(data)
            return
        length = 0
        if marker not in JPEG_WITHOUT_LENGTH:
            (length,) = struct.unpack_from(">H", data, start + 2)
        end = start + 2 + length
        yield marker, start, end
        start = end
