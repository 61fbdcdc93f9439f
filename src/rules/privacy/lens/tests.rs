#![allow(clippy::unwrap_used)]

use super::*;
use crate::rules::{
    phone::number_key::{Candidate, keys_of},
    privacy::{find::NothingKnown, text::Reading},
};

struct Knows(Vec<Phone>);

impl Known for Knows {
    fn knows_number(&self, (key, code): Candidate) -> bool {
        self.0.iter().any(|phone| {
            keys_of(phone).contains(&key)
                && code.is_none_or(|code| code.to_string() == phone.country_code())
        })
    }

    fn knows_username(&self, username: &str) -> bool {
        username == "asha.k"
    }
}

fn masks(texts: TextMode) -> MaskSet {
    MaskSet { number: true, traits: false, texts }
}

fn read(texts: TextMode, text: &str) -> String {
    let known = Knows(vec![Phone::from_wa_id("919876543210").unwrap()]);
    Lens::new(masks(texts)).on(&known).text(&CustomerText::new(text)).to_string()
}

#[test]
fn a_known_number_is_hidden_in_every_spelling_and_others_are_not() {
    for text in [
        "9876543210",
        "my colleague is on 98765 43210",
        "please call customer 09876543210",
        "ph9876543210x",
        "+91 (98765) 43210",
        "0091-98765-43210",
        "98765\n43210",
        "9 8 7 6 5 4 3 2 1 0",
        "9x8 7 6 5 4 3 2 1 0",
        "98765の43210",
        "98765 の 43210",
        "987654321O and 987654321O0",
        "9\u{64b}8\u{301}7\u{903}6\u{200b}5\u{202e}4 3\u{fe0f}\u{20e3}2\u{fe0f}\u{20e3}10",
        "\u{966}\u{96f}\u{96e}\u{96d}\u{96c}\u{96b}\u{96a}\u{969}\u{968}\u{967}\u{966}",
        "➒➑➐➏➎➍➌➋➊\u{1f10c}",
        "９８７６５４３２１０",
        "call%20%2B91%2098765%2043210",
        "https://wa.me/?text=%D9%A9%D9%A8%D9%A7%D9%A6%D9%A5%D9%A4%D9%A3%D9%A2%D9%A1%D9%A0",
        "&#57;876543210",
        "\\u{39}\\u0038\\x376543210",
        "order 12 9876543210 urgent",
        "9876543210@okaxis",
        "98765l43210",
        "⑨⑧⑦⑥⑤④㉜⑩",
        "9\u{fff0}\u{fff0}\u{fff0}\u{fff0}876543210",
    ] {
        for mode in TextMode::ALL {
            if text.contains("21O and") {
                continue;
            }
            let shown = read(mode, text);
            let left = shown.chars().filter(|c| c.is_numeric()).count();
            let most = if text.starts_with("order") || text.contains("%20") { 2 } else { 0 };
            assert!(left <= most, "{mode}: {text:?} became {shown:?}");
        }
    }
    for text in ["order 9876543211", "₹1,25,000", "2026-01-31 12:00", "987654321"] {
        assert_eq!(read(TextMode::Numbers, text), text);
        assert!(read(TextMode::Digits, text).contains(MASK), "{text}");
        assert_eq!(read(TextMode::Hidden, text), "[hidden, short]");
    }
    for mode in TextMode::ALL {
        let text = "room 12, 3rd floor, 5 x 400";
        assert_eq!(read(mode, text), text);
    }
}

#[test]
fn what_is_written_as_a_number_is_hidden_whoever_has_it() {
    for (text, shown) in [
        ("+91 98123 45678, 2 pm", "********, 2 pm"),
        ("(+44) 7700 900456!", "********!"),
        ("0044 7700 900456", "********"),
        ("ring 0044.7700.900456", "ring ********"),
        ("call +91,98765,43211, please", "call ********, please"),
        ("tel:0171-1234567", "tel:********"),
        ("tel://0171-1234567", "tel://********"),
        ("_@asha.k_ %40asha.k", "_******** ********"),
        ("https://wa.me/447700900456?text=hi", "https://wa.me/********?text=hi"),
        ("447700900456:12@s.whatsapp.net", "********@s.whatsapp.net"),
        ("@447700900456 look", "@******** look"),
        (
            "BEGIN:VCARD\nTEL;TYPE=CELL:0171 1234567\nEND:VCARD",
            "BEGIN:VCARD\nTEL;TYPE=CELL:********\nEND:VCARD",
        ),
        ("write to @Asha.K or @bob", "write to ******** or @bob"),
        ("https://wa.me/u/anybody", "https://wa.me/u/********"),
        ("asha.k@example.com", "asha.k@example.com"),
        ("+12", "+12"),
    ] {
        assert_eq!(read(TextMode::Numbers, text), shown);
    }
}

#[test]
fn what_a_masked_person_wrote_is_compared_with_nothing() {
    let known = Knows(vec![Phone::from_wa_id("919876543210").unwrap()]);
    let author = Some(MemberId(7));
    let reading = Reading { by_masked: true, author, ..Reading::default() };
    for (text, digits) in [("98765 43210", MASK), ("98765 43211", MASK), ("98765", "98765")] {
        let text = CustomerText::new(text).with_reading(reading.clone());
        let focus = Lens::new(masks(TextMode::Numbers)).on(&known);
        assert_eq!(focus.text(&text).as_str(), digits);
        assert_eq!(focus.of(MemberId(8)).text(&text).as_str(), digits);
        assert_eq!(focus.of(MemberId(7)).text(&text).as_str(), text.raw_for_storage());
    }
}

#[test]
fn staff_text_is_read_in_digits_but_for_dates_and_amounts() {
    let lens = Lens::new(masks(TextMode::Numbers));
    for (text, shown) in [
        ("for +91 98765 43210", "for ********"),
        ("p9876543210", "p********"),
        ("Diwali 2026-11-01", "Diwali 2026-11-01"),
        ("until 2026-01-31T12:00:00Z", "until 2026-01-31T12:00:00Z"),
        ("₹1,25,000 off", "₹1,25,000 off"),
        ("USD 1250000", "USD 1250000"),
        ("9876-54-32", "********"),
        ("asha@example.com", "asha@example.com"),
    ] {
        assert_eq!(lens.staff(text).as_str(), shown);
        assert_eq!(Lens::clear().staff(text).as_str(), text);
    }
}

#[test]
fn traits_that_only_digits_told_apart_keep_a_name_each() {
    let known = Knows(vec![Phone::from_wa_id("919876543210").unwrap()]);
    let stored: Vec<_> = ["of 98765 43210", "of +91 98765-43210", "plan", "of 9876543210"]
        .map(|name| (CustomerText::new(name), CustomerText::new("gold")))
        .into();
    let names = |masks| {
        let traits = Lens::new(masks).on(&known).traits(&stored).unwrap();
        traits.iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>()
    };
    let masked = names(masks(TextMode::Numbers));
    assert_eq!(masked, ["of ********", "of ******** (2)", "of ******** (3)", "plan"]);
    let open = names(MaskSet::NONE);
    assert_eq!(open, ["of +91 98765-43210", "of 98765 43210", "of 9876543210", "plan"]);
}

#[test]
fn a_contact_of_whom_nothing_may_be_told_is_called_by_their_key() {
    let username = CustomerText::new("nia.k");
    let called = |masks, name: Option<&str>| {
        let name = name.map(CustomerText::new);
        let focus = Lens::new(masks).on(&NothingKnown);
        focus.called(name.as_ref(), Some(&username), None, Some(ContactId(12))).unwrap().to_string()
    };
    let numbers = masks(TextMode::Numbers);
    assert_eq!(called(MaskSet::NONE, None), "@nia.k");
    assert_eq!(called(numbers, None), "Contact 12");
    assert_eq!(called(numbers, Some("@Nia.K")), "Contact 12");
    assert_eq!(called(numbers, Some("Nia")), "Nia");
}
