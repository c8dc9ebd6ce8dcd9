"""Pictures in dots of drawings in lines, in few colours: a third of the size that the drawing engine makes them."""

import base64
import struct
import zlib

import numpy as np

from wattbook.report.kept import kept

SCALE = 1.5  # dots of a picture for one of the drawing
LEVELS = 16  # of each colour, between which no reader tells
COLOURS = 256  # most of a palette
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(svg):
    """A drawing as PNG."""
    import vl_convert

    def made():
        return base64.b64encode(small(vl_convert.svg_to_png(svg, scale=SCALE))).decode()

    return base64.b64decode(kept("palette", svg, made))


def small(data):
    """The same picture with a palette; as it is where the engine writes another kind, or has too many colours."""
    pixels = _pixels(data)
    if pixels is None:
        return data
    high, wide, _ = pixels.shape
    code = (pixels // (COLOURS // LEVELS)).astype(int) @ [LEVELS**2, LEVELS, 1]
    found, first, place = np.unique(code, return_index=True, return_inverse=True)
    if len(found) > COLOURS:
        return data
    palette = pixels.reshape(-1, 3)[first].tobytes()
    rows = np.pad(place.reshape(high, wide).astype(np.uint8), ((0, 0), (1, 0)))
    parts = ((b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 3, 0, 0, 0)), (b"PLTE", palette),
             (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
                                for kind, body in parts)


def _pixels(data):
    """Red, green and blue of every dot; None unless rows hold differences to the left, as the engine writes them."""
    place, packed, head = len(SIGNATURE), b"", ()
    while place < len(data):
        size, kind = struct.unpack(">I4s", data[place:place + 8])
        body, place = data[place + 8:place + 8 + size], place + 12 + size
        head = struct.unpack(">IIBB", body[:10]) if kind == b"IHDR" else head
        packed += body if kind == b"IDAT" else b""
    wide, high, *look = head
    if look != [8, 6]:
        return None
    rows = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(high, 1 + 4 * wide)
    return np.cumsum(rows[:, 1:].reshape(high, wide, 4), axis=1, dtype=np.uint8)[..., :3] if (rows[:, 0] == 1).all() else None
