//! What a message is: text, a file that was left out or attached, something deleted, or what
//! WhatsApp itself says. Phones say it in their own language; the commonest are known.

use super::stamp::is_mark;
use crate::formats::kind::kind_of_file;

/// What a person reads of a message.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) kind: &'static str,
    pub(super) text: Option<String>,
    pub(super) edited: bool,
    pub(super) deleted: bool,
}

/// Android's word for any file that was left out, in its languages.
const LEFT_OUT: [&str; 17] = [
    "media omitted",
    "medien ausgeschlossen",
    "medien weggelassen",
    "multimedia omitido",
    "archivo omitido",
    "arquivo de mídia oculto",
    "mídia oculta",
    "ficheiro não revelado",
    "médias omis",
    "fichier omis",
    "media omessi",
    "media weggelaten",
    "pominięto multimedia",
    "без медиафайлов",
    "medya dahil edilmedi",
    "media tidak disertakan",
    "मीडिया के बिना",
];

/// An iPhone's words for what was left out: the end of the line, and the kind.
const OMITTED: [(&str, &str); 24] = [
    ("image omitted", "image"),
    ("photo omitted", "image"),
    ("gif omitted", "video"),
    ("video omitted", "video"),
    ("video note omitted", "video"),
    ("audio omitted", "audio"),
    ("sticker omitted", "sticker"),
    ("document omitted", "document"),
    ("contact card omitted", "contacts"),
    ("bild weggelassen", "image"),
    ("video weggelassen", "video"),
    ("audio weggelassen", "audio"),
    ("sticker weggelassen", "sticker"),
    ("dokument weggelassen", "document"),
    ("imagen omitida", "image"),
    ("video omitido", "video"),
    ("audio omitido", "audio"),
    ("sticker omitido", "sticker"),
    ("documento omitido", "document"),
    ("imagem ocultada", "image"),
    ("vídeo omitido", "video"),
    ("áudio ocultado", "audio"),
    ("image absente", "image"),
    ("immagine omessa", "image"),
];

/// What stands behind the name of a file that is in the export.
const ATTACHED: [&str; 8] = [
    "(file attached)",
    "(datei angehängt)",
    "(archivo adjunto)",
    "(arquivo anexado)",
    "(ficheiro anexado)",
    "(fichier joint)",
    "(file allegato)",
    "(bestand bijgevoegd)",
];

const DELETED: [&str; 14] = [
    "this message was deleted",
    "you deleted this message",
    "this message was deleted by admin",
    "diese nachricht wurde gelöscht",
    "du hast diese nachricht gelöscht",
    "se eliminó este mensaje",
    "eliminaste este mensaje",
    "mensagem apagada",
    "essa mensagem foi apagada",
    "você apagou esta mensagem",
    "ce message a été supprimé",
    "vous avez supprimé ce message",
    "questo messaggio è stato eliminato",
    "hai eliminato questo messaggio",
];

const EDITED: [&str; 6] = [
    "<This message was edited>",
    "<Diese Nachricht wurde bearbeitet>",
    "<Se editó este mensaje.>",
    "<Mensagem editada>",
    "<Ce message a été modifié>",
    "<Questo messaggio è stato modificato>",
];

/// Reads a message; `by_person` where somebody is named as its author.
pub(super) fn content(text: &str, by_person: bool) -> Content {
    let text = text.replace("\r\n", "\n");
    // An iPhone puts a mark before everything that is not somebody's own words.
    let is_marked = text.starts_with(is_mark);
    let (body, edited) = without_edit_mark(&text);
    let plain = |kind, text: Option<String>| Content { kind, text, edited, deleted: false };
    if !by_person {
        return plain("system", filled(&unmarked(body)));
    }
    let bare = unmarked(body);
    let lower = bare.trim().to_lowercase();
    if DELETED.contains(&lower.trim_end_matches('.')) {
        return Content { kind: "text", text: None, edited: false, deleted: true };
    }
    if let Some(inside) = bare.trim().strip_prefix('<').and_then(|rest| rest.split_once('>'))
        && let Some(found) = bracketed(inside)
    {
        return plain(found.0, found.1);
    }
    let last = lower.lines().next().unwrap_or_default();
    for (words, kind) in OMITTED {
        // Before it stands the name of a document; anybody may write the words, but not the mark.
        if last
            .strip_suffix(words)
            .is_some_and(|before| before.is_empty() || is_marked || body.contains(is_mark))
        {
            let kept = bare.lines().next().map_or(0, str::len).saturating_sub(words.len());
            let name = bare.get(..kept).unwrap_or_default().trim_end_matches([' ', '•']);
            return plain(kind, filled(name));
        }
    }
    let first_line = bare.lines().next().unwrap_or_default();
    for words in ATTACHED {
        let lower = first_line.to_lowercase();
        if let Some(name) = lower.strip_suffix(words)
            && let Some(name) = first_line.get(..name.trim_end().len())
        {
            let caption = bare.split_once('\n').map(|(_, caption)| caption);
            return plain(kind_of_file(name), filled(caption.unwrap_or(name)));
        }
    }
    if is_marked {
        return plain("system", filled(&bare));
    }
    plain("text", Some(body.to_owned()))
}

/// What stands in pointed brackets, `inside` them and behind them.
fn bracketed((inside, behind): (&str, &str)) -> Option<(&'static str, Option<String>)> {
    let lower = inside.trim().to_lowercase();
    if behind.trim().is_empty() && LEFT_OUT.contains(&lower.as_str()) {
        return Some(("media", None));
    }
    // `<attached: 00000012-PHOTO-2023-12-31-21-41-05.jpg>`, the word in any language.
    let (_, file) = inside.split_once(':')?;
    let file = file.trim();
    let is_file = file.rsplit_once('.').is_some_and(|(name, extension)| {
        !name.is_empty()
            && (2..=5).contains(&extension.len())
            && extension.chars().all(char::is_alphanumeric)
    });
    is_file.then(|| (kind_of_file(file), filled(behind).or_else(|| filled(file))))
}

fn without_edit_mark(text: &str) -> (&str, bool) {
    let trimmed = text.trim_end_matches(|sign: char| is_mark(sign) || sign.is_whitespace());
    for mark in EDITED {
        if let Some(before) = trimmed.strip_suffix(mark) {
            return (before.trim_end_matches(|sign: char| is_mark(sign) || sign == ' '), true);
        }
    }
    (text, false)
}

fn unmarked(text: &str) -> String {
    text.chars().filter(|sign| !is_mark(*sign)).collect()
}

fn filled(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (&'static str, Option<String>) {
        let content = content(text, true);
        (content.kind, content.text)
    }

    #[test]
    fn media_that_was_left_out() {
        assert_eq!(read("<Media omitted>"), ("media", None));
        assert_eq!(read("<Medien ausgeschlossen>"), ("media", None));
        assert_eq!(read("\u{200E}image omitted"), ("image", None));
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
            read("IMG-20240101-WA0001.jpg (file attached)\nour shop"),
            ("image", Some("our shop".to_owned()))
        );
        assert_eq!(
            read("\u{200E}list.pdf (Datei angehängt)"),
            ("document", Some("list.pdf".to_owned()))
        );
    }

    #[test]
    fn what_people_write_stays_theirs() {
        for text in ["<3", "1 < 2 > 0", "two\nlines", "the image omitted", "note: <b>x</b>", ""] {
            assert_eq!(read(text), ("text", Some(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn edits_and_deletions() {
        let edited = content("on Monday \u{200E}<This message was edited>", true);
        assert_eq!((edited.text.as_deref(), edited.edited), (Some("on Monday"), true));
        assert!(content("This message was deleted", true).deleted);
        assert!(content("\u{200E}You deleted this message.", true).deleted);
        assert!(!content("I said: this message was deleted", true).deleted);
    }

    #[test]
    fn what_whatsapp_says() {
        assert_eq!(content("Messages are end-to-end encrypted.", false).kind, "system");
        assert_eq!(read("\u{200E}Messages are end-to-end encrypted.").0, "system");
    }
}
