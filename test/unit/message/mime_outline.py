"""The MIME structure of messages in wire form as Python's own parser sees it.

Prints for every file named on the command line its parts in order, one a line: depth, type, and for a
leaf the SHA-256 of its body as written and of its body decoded. A blank line ends each file.
"""

import email.feedparser
import hashlib
import sys


def digest(octets):
    return hashlib.sha256(octets).hexdigest()


def walk(part, depth):
    kind = part.get_content_type()
    if kind.startswith("multipart/") or kind.startswith("message/"):
        print(depth, kind)
    else:
        # get_payload() decodes the charset; the octets themselves are kept only here.
        raw = part._payload.encode("ascii", "surrogateescape")
        print(depth, kind, digest(raw), digest(part.get_payload(decode=True)))
    if part.is_multipart() and kind != "message/delivery-status":
        for child in part.get_payload():
            walk(child, depth + 1)


for name in sys.argv[1:]:
    parser = email.feedparser.BytesFeedParser()
    with open(name, "rb") as file:
        parser.feed(file.read())
    walk(parser.close(), 0)
    print()
