#!/usr/bin/env python3
"""Makes the README's pictures: runs the program at a pseudo terminal and writes what stands on the
screen as SVG under `.github`.

Usage: tests/pictures.py path/to/rolecall
"""

import fcntl
import html
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata

FOLDER = os.path.join(os.path.dirname(__file__), "..", ".github")
COLUMNS, LINES = 80, 200
# Each picture: its file, what it shows, and the command, run in the sample workspace of `demo`.
PICTURES = [
    ("perm-list", "The permission matrix of five roles", "perm list"),
    ("why", "Why a member can't see a chat, and what would allow it",
     "why tess@demo.test view --chat 3"),
    ("review", "Who has access to what, in one sheet", "review"),
]
SHADES = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "36": "#79c0ff"}
CELL, LINE, MARGIN = 8.4, 18, 16


def run(program, workspace, command):
    """What the command prints on a terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    environment = {
        "PATH": os.environ["PATH"], "HOME": os.path.dirname(workspace), "TERM": "xterm",
        "LANG": "C.UTF-8", "ROLECALL_WORKSPACE": workspace, "ROLECALL_PAGER": "",
        "ROLECALL_NOW": "2026-02-03T09:00:00Z",
    }
    child = subprocess.Popen([program, *command.split()], stdin=slave, stdout=slave, stderr=slave,
                             env=environment)
    os.close(slave)
    printed = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        printed += part
    child.wait()
    return printed.decode().replace("\r\n", "\n").rstrip("\n")


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def spans(line):
    """The line's texts, each with the codes that it is drawn in."""
    codes = set()
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if part.startswith("\x1b["):
            for code in part[2:-1].split(";"):
                codes = set() if code in ("", "0") else codes | {code}
        elif part:
            yield part, frozenset(codes)


def picture(title, command, printed):
    lines = [f"\x1b[2m$\x1b[0m rolecall {command}"] + printed.split("\n")
    tall, wide = len(lines) * LINE + 2 * MARGIN, COLUMNS * CELL + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {tall}" width="{wide:.0f}" '
        f'height="{tall}" role="img" aria-label="{html.escape(title)}">',
        f"<title>{html.escape(title)}</title>",
        '<rect width="100%" height="100%" rx="8" fill="#0d1117"/>',
        '<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="14" '
        'fill="#e6edf3">',
    ]
    for number, line in enumerate(lines):
        column = 0
        for text, codes in spans(line):
            style = "".join(f' fill="{SHADES[code]}"' for code in codes if code in SHADES)
            style += ' font-weight="bold"' if "1" in codes else ""
            style += ' fill-opacity="0.6"' if "2" in codes else ""
            # A word by itself, so that no browser makes less of the spaces between them.
            for word in re.finditer(r"\S+", text):
                x = MARGIN + (column + width(text[:word.start()])) * CELL
                y = MARGIN + (number + 0.75) * LINE
                parts.append(f'<text x="{x:.1f}" y="{y:.1f}" '
                             f'textLength="{width(word[0]) * CELL:.1f}"{style}>'
                             f"{html.escape(word[0])}</text>")
            column += width(text)
    return "\n".join(parts + ["</g>", "</svg>", ""])


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as home:
        made = os.path.join(home, "demo")
        environment = {"PATH": os.environ["PATH"], "HOME": home,
                       "ROLECALL_NOW": "2026-01-31T12:00:00Z"}
        subprocess.run([program, "demo", "--at", made], env=environment, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        workspace = os.path.join(made, "workspace.db")
        for name, title, command in PICTURES:
            svg = picture(title, command, run(program, workspace, command))
            with open(os.path.join(FOLDER, f"{name}.svg"), "w", encoding="utf-8") as file:
                file.write(svg)


if __name__ == "__main__":
    main()
