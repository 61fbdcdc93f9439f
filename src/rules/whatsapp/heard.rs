//! Whether two sources of a chat tell of the same message. A phone's export has every message as words,
//! and a webhook as what it was: a button that was pressed, a place by its coordinates.

use crate::rules::privacy::text::CustomerText;

/// A message as a source has it.
#[derive(Clone, Copy)]
pub struct Heard<'s> {
    /// Its kind.
    pub kind: &'s str,
    /// What a person reads of it.
    pub text: Option<&'s CustomerText>,
    /// Whether it was edited.
    pub is_edited: bool,
    /// Whether it was deleted.
    pub is_deleted: bool,
}

/// Kinds that a phone shows as plain words.
const WORDED: [&str; 4] = ["text", "button", "interactive", "template"];
/// Files. A phone may not say which kind of file it left out.
const FILES: [&str; 7] = ["media", "image", "video", "audio", "voice", "document", "sticker"];
/// What sources put into different words, as none of it was written.
const UNWRITTEN: [&str; 3] = ["call", "contacts", "poll"];
/// What WhatsApp doesn't hand to programs: a webhook says that there was something, and a phone what.
const UNTOLD: &str = "unsupported";
const UNTOLD_KINDS: [&str; 1] = ["poll"];
/// What a phone never exports as a message of somebody.
const NO_MESSAGES: [&str; 2] = ["system", "reaction"];

/// So near to each other, in degrees, are two readings of one place: about ten metres.
const SAME_SPOT: f64 = 0.000_1;

impl Heard<'_> {
    /// Whether it is the known message, in the same state.
    #[must_use]
    pub fn is_same(self, known: Heard<'_>) -> bool {
        if self.is_deleted || known.is_deleted {
            return self.is_deleted && known.is_deleted;
        }
        let are = |kinds: &[&str]| kinds.contains(&self.kind) && kinds.contains(&known.kind);
        let is_kind = self.kind == known.kind || are(&FILES) || are(&WORDED);
        let is_filled = known.kind == "media" && self.kind != "media";
        let is_place = are(&["location"]);
        is_kind && !is_filled && self.text == known.text || is_place && self.is_near(known)
    }

    /// Whether it may be the known message in another state, or in fewer words.
    #[must_use]
    pub fn may_be(self, known: Heard<'_>) -> bool {
        let (one, other) = (self.kind, known.kind);
        if NO_MESSAGES.contains(&one) || NO_MESSAGES.contains(&other) {
            return false;
        }
        let both = |kinds: &[&str]| kinds.contains(&one) && kinds.contains(&other);
        let is_rewritten = self.is_edited || known.is_edited;
        self.is_deleted
            || known.is_deleted
            || is_rewritten && (one == other || FILES.contains(&one) == FILES.contains(&other))
            // A file that was left out, or whose name stands there instead of a caption.
            || both(&FILES) && (one == "media" || other == "media" || one == other)
            || both(&UNWRITTEN) && one == other
            || self.tells_more_than(known)
            || known.tells_more_than(self)
            || both(&["location"]) && (self.spot().is_none() || known.spot().is_none())
            || both(&WORDED) && (self.is_title_of(known) || known.is_title_of(self))
    }

    /// Whether it says what the other one only says to have been there.
    #[must_use]
    pub fn tells_more_than(self, other: Heard<'_>) -> bool {
        other.kind == UNTOLD && UNTOLD_KINDS.contains(&self.kind)
    }

    fn words(&self) -> &str {
        self.text.map_or("", CustomerText::raw_for_storage)
    }

    /// Whether it is what a phone shows of a list's entry that was chosen: its title, or title and
    /// description in two lines.
    fn is_title_of(&self, chosen: Heard<'_>) -> bool {
        let behind = chosen.words().strip_prefix(self.words());
        let is_title = !self.words().is_empty() && behind.is_some_and(|it| it.starts_with(": "));
        chosen.kind == "interactive"
            && (is_title || self.words().replacen('\n', ": ", 1) == chosen.words())
    }

    fn is_near(&self, other: Heard<'_>) -> bool {
        let is_near = |one: f64, other: f64| (one - other).abs() < SAME_SPOT;
        let spots = self.spot().zip(other.spot());
        spots.is_some_and(|(one, other)| is_near(one.0, other.0) && is_near(one.1, other.1))
    }

    /// The coordinates that a place's text ends in: `…?q=12.97,77.59` in a phone's link,
    /// `The shop (12.97, 77.59)` or the two alone elsewhere.
    fn spot(&self) -> Option<(f64, f64)> {
        let text = self.words().trim_end().trim_end_matches(')');
        let (before, longitude) = text.rsplit_once(',')?;
        let is_number = |sign: char| sign.is_ascii_digit() || ['.', '-'].contains(&sign);
        let head = before.trim_end_matches(is_number);
        if !head.is_empty() && !head.ends_with(['=', '(']) {
            return None;
        }
        let number = |text: &str| text.trim().parse::<f64>().ok();
        Some((number(before.get(head.len()..)?)?, number(longitude)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(one: (&str, &str), other: (&str, &str)) -> [bool; 2] {
        let texts = [one.1, other.1].map(CustomerText::new);
        let heard =
            |kind, text| Heard { kind, text: Some(text), is_edited: false, is_deleted: false };
        let (one, other) = (heard(one.0, &texts[0]), heard(other.0, &texts[1]));
        let is_same = one.is_same(other);
        assert_eq!(is_same, other.is_same(one), "the same both ways");
        [is_same, is_same || one.may_be(other)]
    }

    #[test]
    fn words_are_the_same_whatever_they_were() {
        for kind in ["text", "button", "interactive", "template"] {
            assert_eq!(both(("text", "Yes please"), (kind, "Yes please")), [true, true], "{kind}");
            assert_eq!(both(("text", "Yes please"), (kind, "Yes")), [false, false], "{kind}");
        }
        let chosen = ("interactive", "Large: 40 cm");
        assert_eq!(both(("text", "Large"), chosen), [false, true]);
        assert_eq!(both(("text", "Large\n40 cm"), chosen), [false, true]);
        assert_eq!(both(("text", "Larg"), chosen), [false, false]);
        assert_eq!(both(("text", "Large"), ("text", "Large: 40 cm")), [false, false]);
        assert_eq!(both(("text", ""), ("interactive", ": 40 cm")), [false, false]);
        assert_eq!(both(("text", "👍"), ("reaction", "👍")), [false, false]);
    }

    #[test]
    fn a_place_is_the_same_by_its_coordinates() {
        let phone = ("location", "Standort: https://maps.google.com/?q=12.9716,77.5946");
        for (text, told) in [
            ("12.9716, 77.5946", [true, true]),
            ("12.97161, 77.59458", [true, true]),
            ("The shop, 5, MG Road (12.9716, 77.5946)", [true, true]),
            ("location: https://maps.google.com/?q=12.971600,77.594600", [true, true]),
            ("12.9716, 78.5946", [false, false]),
            ("The shop, 5, MG Road", [false, true]),
            ("The shop: https://foursquare.com/v/4b0", [false, true]),
        ] {
            assert_eq!(both(phone, ("location", text)), told, "{text}");
        }
        assert_eq!(both(phone, ("text", "12.9716, 77.5946")), [false, false]);
    }

    #[test]
    fn what_nobody_wrote_is_told_by_its_kind() {
        assert_eq!(both(("call", "Missed voice call"), ("call", "user initiated")), [false, true]);
        assert_eq!(both(("contacts", "Ravi.vcf"), ("contacts", "Ravi, +91…")), [false, true]);
        assert_eq!(both(("call", "Missed voice call"), ("contacts", "Ravi")), [false, false]);
        assert_eq!(both(("poll", "Where?"), ("unsupported", "not supported")), [false, true]);
        assert_eq!(both(("text", "Where?"), ("unsupported", "not supported")), [false, false]);
        assert_eq!(both(("system", "a"), ("system", "b")), [false, false]);
    }
}
