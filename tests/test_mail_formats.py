"""Mail and mailboxes: the article in each, its facts, and what is left out."""

from __future__ import annotations

import time
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from medway_tui.saved_pages import (
    ReadOptions,
    SavedArticle,
    UnreadableError,
    read_article,
    read_documents,
    read_saved_article,
)
from tests.saved_mail import article_text, headline, make_mail, make_mailbox

BODY = article_text(1)
TEXTS = BODY.strip().split("\n\n")
PAGE = (
    "<html><head><title>Pier to be repaired | Riverside Courier</title>"
    '<meta property="og:site_name" content="Riverside Courier">'
    '<meta property="article:published_time" content="2024-06-30T09:00:00+01:00"></head><body><article>'
    f"<h1>Pier to be repaired</h1>{''.join(f'<p>{each}</p>' for each in TEXTS)}</article></body></html>"
)


def read_all(data: bytes, name: str = "a.eml", options: ReadOptions | None = None) -> list[SavedArticle]:
    return [read_article(each, options) for each in read_documents(data, name, options)]


def body(saved: SavedArticle) -> list[str]:
    return [block.text for block in saved.body]


def reasons(saved: SavedArticle) -> dict[str, str]:
    return {block.text: block.dropped for block in saved.dropped}


def plain(text: str, **headers: str) -> bytes:
    mail = EmailMessage()
    given = {"From": "Jo Ash <jo@home.example>", "To": "me@home.example", "Subject": "Pier to be repaired"}
    for name, value in {**given, "Date": "Mon, 1 Jul 2024 23:30:00 -0700", **headers}.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def test_a_newsletter_gives_headline_date_and_publisher_as_inferred() -> None:
    saved = read_saved_article(make_mail(1).as_bytes(), "a.eml")
    assert body(saved) == TEXTS
    assert saved.metadata["headline"] == headline(1)
    assert saved.metadata["publisher"] == "Riverside Courier"
    assert saved.metadata["published"] == "2024-07-02"
    assert (
        saved.metadata["published_inferred"]
        == "The mail is dated 2024-07-02; the article itself has no date."
    )
    for key in ("publisher", "published"):
        found = saved.metadata.get(key)
        assert found is not None
        assert found.source.startswith("inferred from the ")
    assert any("is inferred" in remark for remark in saved.remarks)


def test_a_person_who_sends_an_article_is_not_its_publisher() -> None:
    saved = read_saved_article(plain(BODY), "a.eml")
    assert saved.metadata["publisher"] is None
    assert saved.metadata["author"] is None
    # The day where it was sent, not in UTC.
    assert saved.metadata["published"] == "2024-07-01"


def test_a_date_that_the_text_prints_counts_before_that_of_the_mail() -> None:
    saved = read_saved_article(plain(f"Riverside Courier\n3 June 2024\n\n{BODY}"), "a.eml")
    assert saved.metadata["published"] == "2024-06-03"
    assert saved.metadata["published_inferred"] is None


@pytest.mark.parametrize(
    "subject",
    [
        "=?utf-8?q?Jet=C3=A9e_=C3=A0_r=C3=A9parer?=",
        "=?iso-8859-1?B?SmV06WUg4CBy6XBhcmVy?=",
        "Fwd: RE: [press] Jetée à réparer",
    ],
)
def test_subjects_are_decoded_and_their_marks_taken_off(subject: str) -> None:
    data = b"From: a@b.example\nDate: Mon, 1 Jul 2024 09:00:00 +0100\nMIME-Version: 1.0\nSubject: "
    data += subject.encode() + b"\nContent-Type: text/plain; charset=utf-8\n\n" + BODY.encode()
    assert read_saved_article(data, "a.eml").metadata["headline"] == "Jetée à réparer"


GMAIL = "---------- Forwarded message ---------"
COURIER = "Riverside Courier <news@courier.example>"
FORWARDS = {
    "Gmail": f"FYI\n\n{GMAIL}\nFrom: {COURIER}\nDate: Sun, 30 Jun 2024 at 08:10\n"
    f"Subject: Pier to be repaired\nTo: <jo@home.example>\n\n\n{BODY}",
    "Outlook": f"See below.\n\nJo\n\nFrom: {COURIER}\nSent: 30 June 2024 08:10\nTo: Jo Ash"
    f"\nSubject: Pier to be repaired\n\n{BODY}",
    "Apple": f"For you.\n\nBegin forwarded message:\n\n> From: {COURIER}\n> Subject: Pier to be repaired\n"
    "> Date: 30 June 2024 at 08:10:00 BST\n> To: Jo Ash <jo@home.example>\n> \n"
    + "\n".join(f"> {line}" for line in BODY.splitlines()),
    "Thunderbird": "\n\n-------- Forwarded Message --------\nSubject: \tPier to be repaired\n"
    f"Date: \tSun, 30 Jun 2024 08:10:00 +0100\nFrom: \t{COURIER}\nTo: \tjo@home.example\n\n\n\n{BODY}",
}


@pytest.mark.parametrize("program", FORWARDS)
def test_a_forwarded_mail_is_read_with_its_own_facts(program: str) -> None:
    saved = read_saved_article(plain(FORWARDS[program], Subject="Fwd: look at this"), "a.eml")
    assert body(saved) == TEXTS
    assert saved.metadata["headline"] == "Pier to be repaired"
    assert saved.metadata["published"] == "2024-06-30"
    assert saved.metadata["publisher"] == "Riverside Courier"
    assert any(
        "is in a mail that is forwarded in this one, of Riverside Courier" in each for each in saved.remarks
    )
    assert "the header of another mail" in reasons(saved).values()


def test_replies_greeting_and_signature_are_left_out_and_said() -> None:
    text = (
        f"Dear all,\n\n{BODY}\nKind regards,\nAnn Quay\nPress office\n\n"
        "On Mon, 1 Jul 2024 at 09:00, Jo Ash <jo@home.example>\nwrote:\n\n"
        "> Is there any news of the pier? We should like to print it.\n> Jo\n"
    )
    saved = read_saved_article(plain(text), "a.eml")
    assert body(saved) == TEXTS
    found = reasons(saved)
    assert found["Dear all,"] == "a greeting"
    assert found["Ann Quay"] == "the signature"
    assert found["Is there any news of the pier? We should like to print it."] == "quoted from another mail"
    number = next(block.number for block in saved.dropped if block.text == "Dear all,")
    kept = read_saved_article(plain(text), "a.eml", ReadOptions(keep=frozenset((number,))))
    assert body(kept)[0] == "Dear all,"


def test_an_article_that_is_quoted_in_a_short_answer_is_read() -> None:
    quoted = "\n".join(f"> {line}" for line in BODY.splitlines())
    saved = read_saved_article(plain(f"Print this, please.\n\nJo\n\n{quoted}\n"), "a.eml")
    assert body(saved) == TEXTS
    assert reasons(saved)["Print this, please."] == "above another mail"


def test_flowed_lines_are_joined() -> None:
    lines = [f"{part} " for part in TEXTS[1].split(". ")]
    mail = MIMEText("\n".join([*lines, "", TEXTS[2], "-- ", "Jo"]), "plain", "utf-8")
    mail.replace_header("Content-Type", 'text/plain; charset="utf-8"; format=flowed')
    mail["From"], mail["Subject"], mail["Date"] = "jo@home.example", "Pier", "Mon, 1 Jul 2024 09:00:00 +0100"
    saved = read_saved_article(mail.as_bytes(), "a.eml")
    assert body(saved) == [" ".join(part.strip() for part in lines), TEXTS[2]]


def alternative(text: str, page: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "jo@home.example", "Pier", "Mon, 1 Jul 2024 09:00:00 +0100"
    mail.set_content(text)
    mail.add_alternative(page, subtype="html")
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("text", "page", "source_format"),
    [
        ("Your program shows no HTML.", PAGE, "html"),  # a stub
        (BODY, PAGE, "html"),  # a page, with what it says of itself
        (BODY, f"<html><body>{''.join(f'<div>{each}</div>' for each in TEXTS)}</body></html>", "blocks"),
        (BODY, "<html><body><p>View this in your browser</p></body></html>", "blocks"),
    ],
)
def test_of_two_forms_the_fuller_is_read(text: str, page: str, source_format: str) -> None:
    saved = read_saved_article(alternative(text, page), "a.eml")
    assert saved.source_format == source_format
    assert body(saved) == TEXTS
    assert saved.metadata["published"] == ("2024-06-30" if source_format == "html" else "2024-07-01")


def test_a_page_that_is_forwarded_in_html_is_read_without_what_is_around_it() -> None:
    page = (
        "<div dir=ltr>FYI, from Jo</div><div class=gmail_signature>Jo Ash, 2 Quay Street</div>"
        f"<div class=gmail_quote><div dir=ltr class=gmail_attr>{GMAIL}<br>From: <b>Riverside Courier</b> "
        "&lt;news@courier.example&gt;<br>Date: Sun, 30 Jun 2024 at 08:10<br>Subject: Pier to be repaired<br>"
        f"To: &lt;jo@home.example&gt;<br></div><br>{PAGE.partition('<body>')[2].partition('</body')[0]}</div>"
    )
    saved = read_saved_article(alternative("See the page.", page), "a.eml")
    assert body(saved) == TEXTS
    assert saved.metadata["published"] == "2024-06-30"
    assert saved.metadata["headline"] == "Pier to be repaired"
    assert not any("Jo Ash" in block.text for block in saved.all_blocks)
    assert any("left out above the forwarded mail" in each for each in saved.remarks)


def test_attached_articles_are_documents_of_their_own() -> None:
    mail = make_mail(2)
    mail.add_attachment(PAGE.encode(), maintype="text", subtype="html", filename="pier.html")
    mail.add_attachment(article_text(3).encode(), maintype="text", subtype="plain", filename="a – b.txt")
    mail.add_attachment(make_mail(4))
    mail.add_attachment(b"\x89PNG\r\n\x1a\n" + bytes(40), maintype="image", subtype="png", filename="map.png")
    read = read_all(mail.as_bytes())
    assert [each.part for each in read] == [
        f"1 of 4: {headline(2)}", "2 of 4: pier.html", "3 of 4: a – b.txt", f"4 of 4: {headline(4)}",
    ]  # fmt: skip
    assert body(read[0]) == article_text(2).strip().split("\n\n")
    assert body(read[1]) == TEXTS
    assert body(read[2])[-1].startswith("From the quay, Tom Other")
    assert read[3].metadata["published"] == "2024-07-05"
    assert read[2].metadata["publisher"] == "Riverside Courier"
    assert any("map.png" in remark for remark in read[0].remarks)


def test_a_note_about_an_attachment_is_left_out_unless_all_is_kept() -> None:
    mail = make_mail(2, text="Dear Ann, the release is attached. Jo")
    mail.add_attachment(article_text(3).encode(), maintype="text", subtype="plain", filename="a.txt")
    (saved,) = read_all(mail.as_bytes())
    assert saved.part == ""
    assert body(saved)[-1].startswith("From the quay")
    assert any(
        "the mail's own 7 words are left out: “Dear Ann, the release" in each for each in saved.remarks
    )
    assert len(read_all(mail.as_bytes(), options=ReadOptions(keep_all=True))) == 2


def test_a_broken_attachment_is_named_and_the_others_are_read() -> None:
    mail = make_mail(2)
    mail.add_attachment(b"\x1f\x8b\x08 broken", maintype="application", subtype="gzip", filename="a.gz")
    documents = list(read_documents(mail.as_bytes(), "a.eml"))
    assert documents[0].error is None
    assert documents[1].part == "2 of 2: a.gz"
    assert "gzip" in str(documents[1].error)


def test_broken_mail_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnreadableError, match="the mail has no text"):
        read_saved_article(plain(" "), "a.eml")
    whole = alternative(BODY, PAGE)
    cut = whole[: whole.index(b"text/html") - 20]
    assert body(read_saved_article(cut, "a.eml")) == TEXTS
    deep: MIMEBase = MIMEText("x", "plain", "utf-8")
    for _ in range(40):
        outer = MIMEMultipart()
        outer.attach(deep)
        deep = outer
    deep["From"], deep["Subject"] = "jo@home.example", "Deep"
    deep["Date"] = "Mon, 1 Jul 2024 09:00:00 +0100"
    with pytest.raises(UnreadableError, match="nested more than 20 deep"):
        read_saved_article(deep.as_bytes(), "a.eml")


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-1", "utf-8", "us-ascii", "x-none", "idna"])
def test_a_mail_is_decoded_by_what_it_says_or_by_what_it_is(charset: str) -> None:
    said = {"us-ascii": "utf-8", "x-none": "utf-8", "idna": "utf-8", "iso-8859-1": "windows-1252"}.get(
        charset, charset
    )
    head = "From: a@b.example\nSubject: Pier\nMIME-Version: 1.0\nContent-Type: text/plain"
    data = f'{head}; charset="{charset}"\n\n{BODY}'
    assert body(read_saved_article(data.encode(said), "a.eml")) == TEXTS


# -- mailboxes ----------------------------------------------------------------------------------------


def test_the_mails_of_a_mailbox_are_read_one_by_one() -> None:
    text = (
        "Riverside\n\nFrom the pier one sees the roof, and from the roof the pier.\nFrom here too.\n\n"
        + article_text(1)
    )
    data = make_mailbox([make_mail(0), make_mail(1, text=text), make_mail(2)])
    read = read_all(data, "post")
    assert [each.part for each in read] == [f"{n + 1} of 3: {headline(n)}" for n in range(3)]
    assert any(each.startswith("From the pier one sees") for each in body(read[1]))
    assert list(map(body, read_all(data.replace(b"\n", b"\r\n"), "post"))) == list(map(body, read))


def test_a_mailbox_with_one_mail_is_one_document() -> None:
    (saved,) = read_all(make_mailbox([make_mail(5)]), "post.mbox")
    assert saved.part == ""


def test_lines_of_mails_and_internal_mails_begin_no_mail() -> None:
    text = f"{article_text(1)}\n\nFrom Jo Mon Jul  1 09:00:00 2024\n\nwe heard nothing for a year.\n"
    # As a program writes it that does not quote such lines.
    data = make_mailbox(
        [make_mail(0, subject="DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA"), make_mail(1, text=text)]
    )
    data = data.replace(b">From Jo", b"From Jo")
    (saved,) = read_all(data, "post")
    assert body(saved)[-1] == "we heard nothing for a year."


def test_attachments_in_a_mailbox_have_the_number_of_their_mail() -> None:
    mail = make_mail(1)
    mail.add_attachment(PAGE.encode(), maintype="text", subtype="html", filename="pier.html")
    documents = list(read_documents(make_mailbox([make_mail(0), mail]), "post"))
    assert [each.part for each in documents][1:] == [
        f"2 of 2: {headline(1)}, 1 of 2: {headline(1)}", f"2 of 2: {headline(1)}, 2 of 2: pier.html",
    ]  # fmt: skip
    assert [each.number for each in documents] == [1, 2, 2]


def test_a_large_mailbox_is_read_in_linear_time() -> None:
    def seconds(count: int) -> float:
        data = make_mailbox([make_mail(n).as_bytes() for n in range(10)] * (count // 10))
        started = time.process_time()
        assert sum(1 for _ in read_documents(data, "post")) == count
        return time.process_time() - started

    seconds(10)
    assert seconds(500) < 25 * seconds(50)
