"""Digests straight from the modules that `hashlib` has them from: it would load OpenSSL first, a tenth of a start."""


def digest(data: bytes) -> bytes:
    """Equal for equal data alone, as far as anybody will ever see. Much faster than `sha256`."""
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b

    return blake2b(data, digest_size=16).digest()


def sha1(data: bytes) -> bytes:
    """What git names contents by."""
    try:
        from _sha1 import sha1
    except ImportError:  # Python need not be built with it
        from hashlib import sha1

    found: bytes = sha1(data).digest()
    return found


def sha256(data: bytes) -> bytes:
    """For what must stay as it was first made: ids and names. For little data: without OpenSSL it is slow."""
    try:
        from _sha256 import sha256
    except ImportError:  # Python 3.12 calls it otherwise
        from hashlib import sha256

    found: bytes = sha256(data).digest()
    return found
