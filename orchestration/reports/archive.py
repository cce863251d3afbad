"""Office files without the time of their making: the same marts give the same bytes."""

import io
import re
import zipfile

# zip cannot date anything earlier
EPOCH = (1980, 1, 1, 0, 0, 0)
DATED = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def undated(archive: bytes) -> bytes:
    """The same archive without times, in its parts' names and in its properties."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(target, "w") as made:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "docProps/core.xml":
                content = DATED.sub(b"", content)
            made.writestr(zipfile.ZipInfo(part.filename, EPOCH), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
