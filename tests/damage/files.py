"""What happens to a workbook as a file: broken, protected, of another kind, or made to harm whoever opens it."""

import io
import zipfile

import msoffcrypto.format.ooxml
import openpyxl
import xlwt

from orchestration.forms.version import VERSION_LABEL, FormVersion
from tests.damage.sent import Damage, SentBook, kind, refused

SHEET = "xl/worksheets/sheet2.xml"
DECLARATION = b'<!DOCTYPE x [<!ENTITY a "12"><!ENTITY b "&a;&a;&a;&a;">]>'
VBA = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'


def _bytes(sent: SentBook, content: bytes) -> Damage:
    sent.path.write_bytes(content)
    return refused(sent)


@kind
def file_not_sent(sent: SentBook) -> Damage:
    sent.path.unlink()
    return refused(sent)


@kind
def file_empty(sent: SentBook) -> Damage:
    return _bytes(sent, b"")


@kind
def file_cut_off(sent: SentBook) -> Damage:
    whole = sent.path.read_bytes()
    return _bytes(sent, whole[: sent.dice.randrange(10, len(whole) - 30)])


@kind
def xls_cut_off(sent: SentBook) -> Damage:
    sent.write()
    return file_cut_off(sent)


@kind
def xls_of_noise(sent: SentBook) -> Damage:
    """The signature of an xls with noise behind it."""
    return _bytes(sent, bytes.fromhex("d0cf11e0a1b11ae1") + sent.dice.randbytes(4000))


@kind
def part_spoiled(sent: SentBook) -> Damage:
    """A sheet's XML ends in the middle of a tag."""
    sent.rewrite(lambda name, content: content[: len(content) // 2] if name == SHEET else content)
    return refused(sent)


@kind
def page_of_a_site(sent: SentBook) -> Damage:
    return _bytes(sent, "<html><body><table><tr><td>Код ОО</td></tr></table></body></html>".encode())


@kind
def csv_under_another_name(sent: SentBook) -> Damage:
    return _bytes(sent, "Код ОО;Всего\r\n302001;46\r\n".encode("cp1251"))


@kind
def letter_under_another_name(sent: SentBook) -> Damage:
    """A letter of Word is an archive as well."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return _bytes(sent, content.getvalue())


@kind
def photograph_under_another_name(sent: SentBook) -> Damage:
    return _bytes(sent, b"\xff\xd8\xff\xe0\x00\x10JFIF" + sent.dice.randbytes(500))


@kind
def workbook_of_something_else(sent: SentBook) -> Damage:
    book = openpyxl.Workbook()
    book.active.append(["Меню", "на понедельник"])
    book.save(sent.path)
    return refused(sent)


@kind
def workbook_without_cells(sent: SentBook) -> Damage:
    openpyxl.Workbook().save(sent.path)
    return refused(sent)


@kind
def form_of_another_campaign(sent: SentBook) -> Damage:
    sent.book["Титул"]["B9"], sent.book["Титул"]["C9"] = VERSION_LABEL, str(FormVersion("2018", 1, "2017-11"))
    return refused(sent)


@kind
def password(sent: SentBook) -> Damage:
    locked = io.BytesIO()
    with sent.path.open("rb") as plain:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("secret", locked)
    return _bytes(sent, locked.getvalue())


@kind
def zip_bomb(sent: SentBook) -> Damage:
    sent.rewrite(lambda _, content: content, ("xl/media/image1.png", bytes(3_000_000)))
    return refused(sent)


@kind
def size_told_wrong(sent: SentBook) -> Damage:
    """The archive's directory names a smaller part than there is."""
    size = 10_000 + sent.dice.randrange(1000)
    sent.rewrite(lambda _, content: content, ("xl/media/image1.png", sent.dice.randbytes(size)))
    content = sent.path.read_bytes()
    sent.path.write_bytes(content.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little")))
    return refused(sent)


@kind
def xml_entities(sent: SentBook) -> Damage:
    sent.rewrite(lambda name, content: DECLARATION + content if name == SHEET else content)
    return refused(sent)


@kind
def part_leads_outside(sent: SentBook) -> Damage:
    sent.rewrite(lambda _, content: content, ("xl/../../../etc/cron.d/x.xml", b"<x/>"))
    return refused(sent)


@kind
def two_parts_of_one_name(sent: SentBook) -> Damage:
    with zipfile.ZipFile(sent.path, "a") as archive, io.BytesIO() as _:
        archive.NameToInfo.pop(SHEET)
        archive.writestr(SHEET, b"<worksheet/>")
    return refused(sent)


@kind
def text_in_the_last_cell(sent: SentBook) -> Damage:
    sent.book[sent.answer().sheet]["XFD1048576"] = "х"
    return refused(sent)


@kind
def xls_text_in_the_last_cell(sent: SentBook) -> Damage:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Титул")
    sheet.write(0, 0, "х")
    sheet.write(65535, 255, "х")
    book.save(str(sent.path))
    return refused(sent)


@kind
def absurd_dimension_told(sent: SentBook) -> Damage:
    """The sheet says that it reaches to its last possible cell; nothing stands there."""
    sent.rewrite(
        lambda name, content: (
            content.replace(b'<dimension ref="', b'<dimension ref="A1:XFD1048576" was="')
            if name == SHEET
            else content
        )
    )
    return Damage()


@kind
def macros(sent: SentBook) -> Damage:
    """A program in the workbook, under the name that such workbooks have."""
    sent.rewrite(
        lambda name, content: content.replace(b"</Types>", VBA) if name == "[Content_Types].xml" else content,
        ("xl/vbaProject.bin", sent.dice.randbytes(2000)),
    )
    sent.path = sent.path.rename(sent.path.with_suffix(".xlsm"))
    return Damage()


@kind
def link_to_another_file(sent: SentBook) -> Damage:
    outside = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    sent.rewrite(lambda _, content: content, ("xl/externalLinks/externalLink1.xml", outside))
    return Damage()


@kind
def xlsx_under_the_name_of_xls(sent: SentBook) -> Damage:
    sent.path = sent.path.rename(sent.path.with_suffix(".xls"))
    return Damage()


@kind
def name_in_capitals(sent: SentBook) -> Damage:
    sent.path = sent.path.rename(sent.path.with_name(f"{sent.path.stem.upper()}.XLSX"))
    return Damage()


@kind
def name_in_file_properties(sent: SentBook) -> Damage:
    sent.book.properties.creator = sent.book.properties.lastModifiedBy = "Петрова Анна Ивановна"
    return Damage()


@kind
def second_copy_of_the_file(sent: SentBook) -> Damage:
    """Which of the two counts nobody knows: no row of either goes on."""
    again = sent.path.with_name(f"{sent.path.stem} (1){sent.path.suffix}")
    again.write_bytes(sent.path.read_bytes())
    rows = len(sent.good.drop_duplicates(["sheet", "key_cell"]))
    return Damage(touched=sent.everything, rows=rows, aside=2 * rows)


@kind
def lock_file_beside(sent: SentBook) -> Damage:
    sent.path.with_name(f"~${sent.path.name}").write_bytes(b"\x05Petrova")
    return Damage()


@kind
def in_a_folder(sent: SentBook) -> Damage:
    (folder := sent.path.parent / "прислано 12 марта").mkdir()
    sent.path = sent.path.rename(folder / sent.path.name)
    return Damage()


@kind
def comments_part_broken(sent: SentBook) -> Damage:
    """A part that nobody reads is spoiled: what is needed is there."""
    sent.rewrite(lambda _, content: content, ("xl/comments/comment1.xml", b"<comments"))
    return Damage()


@kind
def bytes_flipped(sent: SentBook) -> Damage:
    """One byte within the packed sheet: its sum no longer fits."""
    with zipfile.ZipFile(sent.path) as archive:
        part = archive.getinfo(SHEET)
    content = bytearray(sent.path.read_bytes())
    place = part.header_offset + 80 + sent.dice.randrange(part.compress_size - 100)
    content[place] ^= 1 + sent.dice.randrange(255)
    return _bytes(sent, bytes(content))
