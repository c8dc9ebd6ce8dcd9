"""Read one text file, or say why it cannot be read."""

from wattbook.params.errors import InputError


def read_text(path):
    """Read UTF-8 text; a byte-order mark, which spreadsheets write, is dropped.

    Raises
    ------
    InputError
        The file is missing, cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path}: file not found") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text ({error.reason} at byte {error.start})") from None
