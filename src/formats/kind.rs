//! The kinds of messages, as WhatsApp names them, and which one a file is.

const KINDS: [&str; 13] = [
    "text",
    "image",
    "video",
    "audio",
    "voice",
    "document",
    "sticker",
    "location",
    "contacts",
    "interactive",
    "template",
    "order",
    "note",
];

/// Whether a source's own word is the name of a kind.
pub(in crate::formats) fn is_message_kind(word: &str) -> bool {
    KINDS.contains(&word)
}

/// The kind of message that brings a file of that name.
pub(in crate::formats) fn kind_of_file(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "png" | "gif" | "heic" => "image",
        "webp" => "sticker",
        "mp4" | "mov" | "3gp" | "avi" | "mkv" => "video",
        "opus" | "ogg" | "mp3" | "m4a" | "aac" | "amr" | "wav" => "audio",
        "vcf" => "contacts",
        _ => "document",
    }
}
