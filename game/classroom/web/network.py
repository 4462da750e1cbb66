"""The laptop's place in the local network: its address, a free port, the QR code. Nothing is asked of the outside."""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from contextlib import suppress
from io import StringIO

import segno
from markupsafe import Markup

PORT = 8000
TRIES = 20
_GET_ADDRESS = 0x8915  # Linux's SIOCGIFADDR


class NoPort(OSError):
    """No port could be listened on."""


def listening(port: int, *, strict: bool = False) -> socket.socket:
    """A socket on the port, or on one of the next where it is taken. Raises `NoPort`.

    With `strict` only that port will do, as the address may be on a sheet of paper already.
    """
    wanted = [port] if strict else [*range(port, min(port + TRIES, 65_536)), 0]
    for one in wanted:
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: else two servers could share a port
                made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(("0.0.0.0", one))
            made.listen(2048)
        except OSError:
            made.close()
            continue
        made.setblocking(False)
        return made
    raise NoPort(f"port {port} is in use" if strict else f"no port from {port} on is free")


def many_files() -> None:
    """Let this process hold as many connections as the system allows it: what it allows at first is few on some."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # not on Windows, which has no such limit

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 16_384 if hard == resource.RLIM_INFINITY else min(16_384, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def addresses() -> tuple[str, ...]:
    """The laptop's own addresses, the one that students most likely reach first; the loopback where there is none."""
    found: list[str] = []
    # Connecting a datagram socket sends nothing: the system only says from which address it would.
    for target in ("10.255.255.255", "192.168.255.255", "172.31.255.255", "192.0.2.1"):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            try:
                asking.connect((target, 9))
                found.append(asking.getsockname()[0])
            except OSError:
                continue
    found += _of_interfaces()
    usable = [a for a in dict.fromkeys(found) if not ipaddress.ip_address(a).is_loopback and a != "0.0.0.0"]
    return tuple(sorted(usable, key=lambda a: not ipaddress.ip_address(a).is_private)) or ("127.0.0.1",)


def _of_interfaces() -> list[str]:
    """The address of each network card, for a network that leads nowhere else."""
    if sys.platform != "linux":
        # Windows and macOS know their own name without asking the network.
        with suppress(OSError):
            return [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
        return []
    import fcntl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            with suppress(OSError):
                request = struct.pack("256s", name.encode()[:15])
                answer = fcntl.ioctl(asking.fileno(), _GET_ADDRESS, request)
                found.append(socket.inet_ntoa(answer[20:24]))
    return found


def is_loopback(address: str) -> bool:
    """Whether a client's address is this machine's own."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def terminal_qr(address: str) -> str:
    """The QR code of an address in half blocks, for a terminal."""
    out = StringIO()
    segno.make(address, error="m", micro=False).terminal(out, border=2, compact=True)
    return out.getvalue()


def picture_qr(address: str) -> Markup:
    """The QR code of an address as a picture in a page."""
    code = segno.make(address, error="m", micro=False)
    text = code.svg_inline(scale=6, border=4, dark="#000", light="#fff", omitsize=True)
    return Markup(text.replace("<svg ", f'<svg role="img" aria-label="{Markup.escape(address)}" ', 1))
