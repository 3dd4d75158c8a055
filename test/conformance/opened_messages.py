"""What Python's own mail parser finds when it opens messages in wire form.

Prints for every file named on the command line one line: the number of defects, the Message-ID, and the
SHA-256 of the attachment "original.eml", decoded. What is missing is "-".
"""

import email.parser
import email.policy
import hashlib
import sys


def look(message):
    defects = 0
    original = "-"
    for part in message.walk():
        defects += len(part.defects)
        if not part.is_multipart():
            octets = part.get_payload(decode=True)
            defects += len(part.defects)
            if part.get_filename() == "original.eml":
                original = hashlib.sha256(octets).hexdigest()
    identity = message.get("Message-ID", "-").strip() or "-"
    return defects, identity, original


for name in sys.argv[1:]:
    with open(name, "rb") as file:
        print(*look(email.parser.BytesParser(policy=email.policy.compat32).parse(file)))
