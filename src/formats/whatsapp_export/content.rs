//! What a message is: text, a file that was left out or attached, something deleted, or what
//! WhatsApp itself says. Phones say it in their own language. The words of many are known; the others
//! are told by an iPhone's marks and by the shape of what stands there.

use super::{
    deleted::is_deleted,
    gap::is_mark,
    nouns::NOUNS,
    words::{ATTACHED, EDITED, LEFT_OUT},
};
use crate::formats::{kept::join, kind::kind_of_file};

/// What a person reads of a message.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) kind: &'static str,
    pub(super) text: Option<String>,
    pub(super) edited: bool,
    pub(super) deleted: bool,
}

/// Whose words stand there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// Nobody's: no author is named, or the group itself, under whose name an iPhone writes notices alone.
    Nobodys,
    /// Somebody's in whose name WhatsApp says nothing itself: ours, or a member's of a group.
    Persons,
    /// Somebody's in whose name an iPhone also writes WhatsApp's notices: the contact's.
    Chats,
}

/// The kind of what WhatsApp itself says.
pub(super) const NOTICE: &str = "system";

/// The mark that an iPhone puts before what it says itself.
const OWN_MARK: char = '\u{200E}';
/// The same behind the name of a document.
const BEHIND_TITLE: &str = "• \u{200E}";

/// What stands in a line that an iPhone marked is a notice beyond this length; a file or a call is
/// named in fewer words.
const LONGEST_LABEL: usize = 48;

/// Reads a message.
pub(super) fn content(text: &str, voice: Voice) -> Content {
    let text = text.replace("\r\n", "\n");
    // An iPhone puts a mark before everything that is not somebody's own words. Other marks are
    // written by people too: with their emoji, their language, or a number that they copied.
    let is_marked = text.starts_with(OWN_MARK) || text.contains(BEHIND_TITLE);
    let (body, edited) = without_edit_mark(&text);
    let plain = |kind, text: Option<String>| Content { kind, text, edited, deleted: false };
    let bare = unmarked(body);
    if voice == Voice::Nobodys {
        return plain(NOTICE, filled(&bare));
    }
    if is_deleted(&bare) {
        return Content { kind: "text", text: None, edited: false, deleted: true };
    }
    if let Some((kind, text)) = file(&bare, body).or_else(|| shaped(&bare, body, is_marked)) {
        return plain(kind, text);
    }
    if is_marked {
        return match voice {
            Voice::Chats if is_notice(&bare) => plain(NOTICE, filled(&bare)),
            _ => plain("media", filled(&bare)),
        };
    }
    plain("text", Some(body.to_owned()))
}

/// Whether what an iPhone marked is a sentence, rather than the name of what was left out.
fn is_notice(bare: &str) -> bool {
    let bare = bare.trim();
    bare.ends_with(['.', '。', '।', '।']) || bare.chars().count() > LONGEST_LABEL
}

/// A file that is attached, or was left out.
fn file(bare: &str, body: &str) -> Option<(&'static str, Option<String>)> {
    let whole = bare.trim();
    // `<attached: 00000012-PHOTO-2023-12-31-21-41-05.jpg>`, the word in any language.
    if let Some((before, inside)) = whole.split_once('<')
        && let Some((inside, behind)) = inside.split_once('>')
    {
        // A blank, or a colon of Chinese, tells it from a link.
        let colons = [": ", ":\u{A0}", "："];
        let named = colons.iter().find_map(|colon| inside.split_once(colon));
        if let Some((_, name)) =
            named.filter(|(_, name)| is_file_name(name.trim()) && !name.contains("//"))
            && (before.trim().is_empty() || body.contains("\u{200E}<"))
        {
            let named = if body.contains(BEHIND_TITLE) { label(before) } else { name };
            // What was written with the file stands before it or behind it.
            let written = body.split_once('<').filter(|_| !body.contains(BEHIND_TITLE));
            let behind = body.split_once('>').map(|(_, behind)| behind);
            let written = [written.map(|(before, _)| before), behind];
            let captions = written.map(|text| own_words(text?));
            let text = captioned(named, captions);
            return Some((kind_of_file(name.trim()), text));
        }
        if before.is_empty() && behind.trim().is_empty() {
            if LEFT_OUT.contains(&inside.trim().to_lowercase().as_str()) {
                return Some(("media", None));
            }
            if is_words(inside) {
                return Some(("media", filled(whole)));
            }
        }
    }
    let first_line = bare.lines().next().unwrap_or_default();
    for words in ATTACHED {
        let lower = first_line.to_lowercase();
        if let Some(name) = lower.strip_suffix(words)
            && let Some(name) = first_line.get(..name.trim_end().len())
        {
            let caption = body.split_once('\n').and_then(|(_, caption)| own_words(caption));
            return Some((kind_of_file(name), captioned(name, [caption])));
        }
    }
    None
}

/// What an iPhone left out, a call, a place or a poll, told by words and shape.
fn shaped(bare: &str, body: &str, is_marked: bool) -> Option<(&'static str, Option<String>)> {
    let whole = bare.trim();
    let mut lines = whole.lines();
    let first = lines.next().unwrap_or_default();
    let is_place =
        ["https://maps.google.com/", "https://maps.apple.com/", "https://foursquare.com/"]
            .iter()
            .any(|map| whole.split_once(": ").is_some_and(|(_, behind)| behind.starts_with(map)));
    if is_place && !whole.contains('\n') {
        return Some(("location", filled(whole)));
    }
    let options = lines.clone().skip(1).filter(|line| is_option(line)).count();
    let is_shouted = !first.chars().any(char::is_lowercase);
    if first.ends_with([':', '：']) && options > 0 && (is_marked || is_shouted) {
        return Some(("poll", filled(whole)));
    }
    if !is_marked && !bare_label(first) {
        return None;
    }
    // Before it stands the name of a document; anybody may write the words, but not the mark.
    let named = first.rsplit_once('•').map_or(first, |(_, behind)| behind);
    let lower = named.to_lowercase();
    let words: Vec<_> = lower.split(|sign: char| sign.is_whitespace() || sign == ',').collect();
    if named.chars().count() > LONGEST_LABEL || named.trim_end().ends_with('.') {
        return None;
    }
    let is_named = |noun: &&str| {
        words.contains(noun) || (!noun.is_ascii() || noun.contains(' ')) && lower.contains(*noun)
    };
    // A call comes first: `video call` is no video.
    let mut kinds = NOUNS.iter().rev();
    let (kind, _) = kinds.find(|(_, nouns)| nouns.iter().any(is_named))?;
    if *kind == "call" {
        return is_marked.then(|| ("call", filled(whole)));
    }
    let title = first.contains('•').then(|| title(body.lines().next().unwrap_or_default()));
    Some((kind, title.and_then(|title| filled(&title))))
}

/// The name of a document that was left out, with its pages: all before the last mark, behind which
/// the phone says what it is.
fn title(line: &str) -> String {
    let named = line.rsplit_once(OWN_MARK).map(|(before, _)| before);
    let named = named.filter(|before| before.contains('•')).unwrap_or_else(|| label(line));
    unmarked(named.trim_end_matches(|sign: char| " •".contains(sign) || is_mark(sign)))
}

/// English labels that stand there without a mark in older exports.
fn bare_label(first: &str) -> bool {
    let lower = first.to_lowercase();
    let mut words = lower.split(' ');
    let is_noun = words.next().is_some_and(|word| {
        ["image", "photo", "gif", "video", "audio", "sticker", "document", "contact", "bild"]
            .contains(&word)
    });
    is_noun
        && ["omitted", "weggelassen"].contains(&lower.rsplit(' ').next().unwrap_or_default())
        && words.count() <= 2
}

/// `OPTION: Monday (2 votes)`.
fn is_option(line: &str) -> bool {
    let counted = line.trim_end().strip_suffix([')', '）']);
    let votes = counted.and_then(|line| line.rsplit_once(['(', '（']));
    votes.is_some_and(|(option, votes)| {
        option.contains([':', '：']) && votes.chars().any(char::is_numeric)
    })
}

/// The name of a document, as it stands before what the phone says of it.
fn label(text: &str) -> &str {
    match text.rsplit_once('•') {
        Some((before, _)) if before.contains('•') => before.trim_end_matches([' ', '•']),
        Some((before, pages)) if pages.chars().any(char::is_numeric) => {
            text.get(..before.len() + '•'.len_utf8() + pages.trim_end().len()).unwrap_or(before)
        }
        Some((before, _)) => before,
        None => text,
    }
}

fn is_file_name(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (2..=5).contains(&extension.len())
            && extension.chars().all(char::is_alphanumeric)
    })
}

/// Whether brackets hold words and nothing else, as a phone writes them and hardly a person does.
fn is_words(inside: &str) -> bool {
    let is_letter = |sign: char| !sign.is_ascii() || sign.is_ascii_alphabetic() || sign == ' ';
    let count = inside.chars().count();
    let has_more = inside.contains(' ') || !inside.is_ascii();
    (4..=LONGEST_LABEL).contains(&count) && has_more && inside.chars().all(is_letter)
}

fn without_edit_mark(text: &str) -> (&str, bool) {
    let trimmed = text.trim_end_matches(|sign: char| is_mark(sign) || sign.is_whitespace());
    if let Some(at) = trimmed.rfind('<')
        && let Some(mark) = trimmed.get(at..)
        && EDITED.contains(&mark.to_lowercase().as_str())
    {
        let before = trimmed.get(..at).unwrap_or_default();
        return (before.trim_end_matches([OWN_MARK, ' ']), true);
    }
    (text, false)
}

/// A text without the marks that steer how it runs. What joins letters or emoji is a part of them.
fn unmarked(text: &str) -> String {
    let is_joiner = |sign: char| matches!(sign, '\u{200C}' | '\u{200D}');
    text.chars().filter(|sign| !is_mark(*sign) || is_joiner(*sign)).collect()
}

/// A file's name and what was written with it. A name that the phone made tells nothing beside that.
fn captioned<const N: usize>(name: &str, captions: [Option<String>; N]) -> Option<String> {
    let is_told = captions.iter().all(Option::is_none) || !is_made_up(name.trim());
    join([filled(name).filter(|_| is_told)].into_iter().chain(captions), ": ")
}

/// Whether a phone named the file: `IMG-20240101-WA0001.jpg`, or `00000012-PHOTO-2024-01-01-10-00-00.jpg`.
fn is_made_up(name: &str) -> bool {
    let mut parts = name.split('-');
    let (Some(first), Some(second)) = (parts.next(), parts.next()) else { return false };
    let is_number = |part: &str| part.len() == 8 && part.bytes().all(|it| it.is_ascii_digit());
    let is_word = |part: &str| part.bytes().all(|it| it.is_ascii_uppercase());
    let by_android = first.len() == 3
        && is_word(first)
        && is_number(second)
        && parts.next().is_some_and(|third| third.starts_with("WA"));
    let kind = second.split('.').next().unwrap_or_default();
    by_android || (is_number(first) && !kind.is_empty() && is_word(kind))
}

/// What somebody wrote beside a file, between the marks of the phone.
fn own_words(text: &str) -> Option<String> {
    filled(text.trim_matches(|sign: char| sign == OWN_MARK || sign.is_whitespace()))
}

fn filled(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (&'static str, Option<String>) {
        let content = content(text, Voice::Chats);
        (content.kind, content.text)
    }

    #[test]
    fn media_that_was_left_out() {
        assert_eq!(read("<Media omitted>"), ("media", None));
        assert_eq!(read("<Medien ausgeschlossen>"), ("media", None));
        assert_eq!(read("<המדיה הושמטה>"), ("media", None));
        assert_eq!(read("<Meidiá ar lár>"), ("media", Some("<Meidiá ar lár>".to_owned())));
        assert_eq!(read("\u{200E}image omitted"), ("image", None));
        assert_eq!(read("\u{200E}obraz pominięto"), ("image", None));
        assert_eq!(read("\u{200E}画像は含まれていません"), ("image", None));
        assert_eq!(read("\u{200E}GIF omitted"), ("video", None));
        assert_eq!(
            read("offer.pdf • \u{200E}3 pages \u{200E}document omitted"),
            ("document", Some("offer.pdf • 3 pages".to_owned()))
        );
    }

    #[test]
    fn media_that_is_attached() {
        assert_eq!(
            read("\u{200E}<attached: 00000012-PHOTO-2023-12-31-21-41-05.jpg>"),
            ("image", Some("00000012-PHOTO-2023-12-31-21-41-05.jpg".to_owned()))
        );
        assert_eq!(read("<Anhang: 7-AUDIO.opus>").0, "audio");
        assert_eq!(
            read("list.pdf • \u{200E}2 pages \u{200E}<attached: 00000003-list.pdf>"),
            ("document", Some("list.pdf • 2 pages".to_owned()))
        );
        assert_eq!(
            read("IMG-20240101-WA0001.jpg (file attached)\nour shop"),
            ("image", Some("our shop".to_owned()))
        );
        assert_eq!(
            read(
                "contract-2024-117.pdf (file attached)\nplease sign \u{2068}here\u{2069}\nand send"
            ),
            (
                "document",
                Some(
                    "contract-2024-117.pdf: please sign \u{2068}here\u{2069}\nand send".to_owned()
                )
            )
        );
        assert_eq!(
            read("\u{200E}our shop \u{200E}<attached: 00000012-PHOTO.jpg>"),
            ("image", Some("our shop".to_owned()))
        );
        assert_eq!(
            read("\u{200E}list.pdf (Datei angehängt)"),
            ("document", Some("list.pdf".to_owned()))
        );
    }

    #[test]
    fn what_people_write_stays_theirs() {
        for text in [
            "<3",
            "1 < 2 > 0",
            "two\nlines",
            "the image omitted",
            "note: <b>x</b>",
            "see <hi>",
            "call me",
            "video call?",
            "send me a photo",
            "",
            "\u{200F}שלחו לי תמונה",
            "Menu • photo book 👩\u{200D}🍳 print",
            "• سفارش شما آماده می\u{200C}شود",
            "\u{202A}+91 98111 22233\u{202C} is my brother, please write to him tomorrow.",
            "\u{FEFF}image",
            "<https://acme.com/menu.pdf> please look",
            "<https://acme.com>",
            "<mailto:asha@acme.com>",
        ] {
            assert_eq!(read(text), ("text", Some(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn edits_and_deletions() {
        let edited = content("on Monday \u{200E}<This message was edited>", Voice::Persons);
        assert_eq!((edited.text.as_deref(), edited.edited), (Some("on Monday"), true));
        let is_deleted = |text| content(text, Voice::Chats).deleted;
        assert!(is_deleted("This message was deleted"));
        assert!(is_deleted("\u{200E}You deleted this message."));
        assert!(is_deleted("הודעה זו נמחקה"));
        assert!(!is_deleted("I said: this message was deleted"));
    }

    #[test]
    fn what_whatsapp_says_and_what_a_phone_says_for_somebody() {
        assert_eq!(content("Messages are end-to-end encrypted.", Voice::Nobodys).kind, "system");
        let notice = "\u{200E}Nachrichten sind Ende-zu-Ende-verschlüsselt.";
        assert_eq!(read(notice).0, "system");
        assert_eq!(content(notice, Voice::Persons).kind, "media");
        assert_eq!(read("\u{200E}POLL:\nWhere?\n\u{200E}OPTION: Here (1 vote)").0, "poll");
        assert_eq!(read("POLL:\nWhere?\nOPTION: Here (0 votes)").0, "poll");
        assert_eq!(read("\u{200E}Standort: https://maps.google.com/?q=1,2").0, "location");
        assert_eq!(read("location: https://maps.google.com/?q=1,2").0, "location");
        assert_eq!(read("\u{200E}Missed video call").0, "call");
        assert_eq!(read("\u{200E}Voice call, \u{200E}12 sec").0, "call");
    }
}
