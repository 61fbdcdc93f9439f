//! A letter as an RFC 5322 message. The same letter gives the same bytes every time, so that a
//! delivery that is tried again is the same mail.

use std::time::{Duration, SystemTime};

use lettre::{
    Address, Message,
    message::{
        Body, Mailbox, MultiPart, MultiPartKind, SinglePart,
        header::{ContentTransferEncoding, ContentType},
    },
};

use super::Letter;

/// A message, ready to leave.
pub struct Rendered {
    /// The outbox's key of it.
    pub id: i64,
    /// Who sends it.
    pub from: Address,
    /// Whom it goes to.
    pub to: Address,
    /// Headers and body, with CRLF at the lines' ends.
    pub bytes: Vec<u8>,
}

/// Writes the letter, sent by `from`.
///
/// # Errors
/// Why it can't be written: an address that the mail's rules don't know.
pub fn render(letter: &Letter<'_>, from: &str) -> Result<Rendered, String> {
    let address = |text: &str| {
        text.parse::<Address>().map_err(|_| "the address can't stand in a mail".to_owned())
    };
    let (from, to) = (address(from)?, address(letter.to)?);
    let name = |name: &str| Some(in_header(name));
    let mut builder = Message::builder()
        .from(Mailbox::new(name(letter.workspace), from.clone()))
        .to(Mailbox::new(letter.name.and_then(name), to.clone()))
        .subject(in_header(&letter.subject()))
        .date(date(letter.created_at))
        .message_id(Some(format!("<{}.{}@{}>", letter.fingerprint, letter.id, from.domain())));
    if let Ok(inviter) = letter.invited_by.parse::<Address>() {
        builder = builder.reply_to(Mailbox::new(letter.inviter.and_then(name), inviter));
    }
    // A boundary of its own making would differ from one trial to the next.
    let parts = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(format!("=_{}_{}", letter.fingerprint, letter.id))
        .singlepart(part(ContentType::TEXT_PLAIN, letter.text()))
        .singlepart(part(ContentType::TEXT_HTML, letter.html()));
    let message = builder.multipart(parts).map_err(|error| error.to_string())?;
    Ok(Rendered { id: letter.id, from, to, bytes: message.formatted() })
}

/// The longest line that a mail may have without its end.
const LONGEST_LINE: usize = 998;

fn part(kind: ContentType, text: String) -> SinglePart {
    let builder = SinglePart::builder().header(kind);
    // As it is, where that is allowed: a mail that lies in a folder is read and copied from as a file, and
    // every other form breaks the command that it holds.
    if text.is_ascii() && text.lines().all(|line| line.len() <= LONGEST_LINE) {
        let crlf = text.replace("\r\n", "\n").replace('\n', "\r\n");
        if let Ok(body) = Body::new_with_encoding(crlf, ContentTransferEncoding::SevenBit) {
            return builder.body(body);
        }
    }
    builder.body(text)
}

/// A text that can stand in a header. What the store holds has no line ends, but a mail is no place
/// to rely on it: the library gives up on them.
fn in_header(text: &str) -> String {
    let is_harmful = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.chars().map(|c| if is_harmful(c) { ' ' } else { c }).collect()
}

/// A mail's date has no parts of a second, and none before 1970.
fn date(at: i64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(at / 1000).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    const LETTER: Letter<'static> = Letter {
        id: 7,
        fingerprint: "feedbeef",
        to: "asha@x.test",
        name: Some("Asha Rao"),
        workspace: "Blue Shop",
        role: "Teammate",
        invited_by: "owner@x.test",
        inviter: None,
        code: "0123-4567",
        created_at: 1_772_366_400_500,
        expires_at: 1_772_971_200_000,
        sign_in: None,
        host_key: None,
    };

    fn written(letter: &Letter<'_>) -> String {
        String::from_utf8(render(letter, "team@x.test").expect("a mail").bytes).expect("ASCII")
    }

    fn headers(mail: &str) -> Vec<String> {
        let head = mail.split("\r\n\r\n").next().expect("a head").replace("\r\n ", " ");
        head.lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_mail_says_what_is_needed_to_join() {
        let mail = written(&LETTER);
        for part in [
            "From: \"Blue Shop\" <team@x.test>",
            "To: \"Asha Rao\" <asha@x.test>",
            "Reply-To: owner@x.test",
            "Subject: Your invitation to Blue Shop",
            "Message-ID: <feedbeef.7@x.test>",
            "Date: Sun, 01 Mar 2026 12:00:00 +0000",
            "owner@x.test invited you to the workspace Blue Shop as Teammate.",
            "Login id: asha@x.test",
            "Code:     0123-4567",
            "until 2026-03-08 12:00 UTC",
            "Content-Type: text/plain",
            "Content-Type: text/html",
        ] {
            assert!(mail.contains(part), "{part}\n{mail}");
        }
    }

    #[test]
    fn the_same_letter_is_the_same_mail() {
        assert_eq!(written(&LETTER), written(&LETTER));
    }

    #[test]
    fn nothing_breaks_out_of_a_header() {
        let names = [
            "x\r\nBcc: evil@x.test",
            "x\nBcc: evil@x.test\n\nbody",
            "\"quoted\" <evil@x.test>, other",
            "a\\\"b",
            "नमस्ते 🙂 Ünïcode",
            "=?utf-8?B?QmNjOiBldmlsQHgudGVzdA==?=",
            &"long ".repeat(40),
        ];
        let plain = headers(&written(&LETTER));
        let keys = |lines: &[String]| -> Vec<String> {
            lines.iter().map(|line| line.split(':').next().unwrap_or("").to_owned()).collect()
        };
        for name in names {
            let letter =
                Letter { name: Some(name), workspace: name, inviter: Some(name), ..LETTER };
            let mail = written(&letter);
            assert!(mail.is_ascii());
            let found = headers(&mail);
            assert_eq!(keys(&found), keys(&plain), "{name:?}\n{mail}");
            let to = found.iter().find(|line| line.starts_with("To:")).expect("a recipient");
            let address = to.rsplit('<').next().expect("an address");
            assert_eq!(address, "asha@x.test>", "{name:?}: {to}");
        }
    }
}
