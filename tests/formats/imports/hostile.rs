//! Whatever comes in: no reader panics, none reads on without end, and how the input is cut doesn't
//! matter.

use std::io::BufReader;

use proptest::{collection::vec, prelude::*};
use rolecall::formats::{
    detect::detect, event::Event, interakt, place::ReadError, timelines, whatsapp_export,
};

use super::workspace::fixture;

type Item = Result<Event, ReadError>;

fn given() -> whatsapp_export::Given {
    whatsapp_export::Given {
        account: "14155550100".to_owned(),
        contact: Some("919876543210".to_owned()),
        me: Some("Shop".to_owned()),
        dates: Some(whatsapp_export::Order::DayFirst),
        ..whatsapp_export::Given::default()
    }
}

/// Every reader on the input, in pieces of that size; how many events and faults each gives.
fn read(input: &[u8], piece: usize) -> Vec<(usize, usize)> {
    let pieces = || BufReader::with_capacity(piece, input);
    let without_order = whatsapp_export::Given { dates: None, ..given() };
    let readers: Vec<Box<dyn Iterator<Item = Item> + '_>> = vec![
        Box::new(timelines::read(pieces())),
        Box::new(interakt::read(pieces())),
        Box::new(interakt::contacts(pieces())),
        Box::new(whatsapp_export::read(pieces(), &given())),
        Box::new(whatsapp_export::read(pieces(), &without_order)),
    ];
    let _ = detect(input);
    let limit = input.len() * 3 + 20;
    let count = |reader: Box<dyn Iterator<Item = Item> + '_>| {
        let items: Vec<_> = reader.take(limit + 1).collect();
        assert!(items.len() <= limit);
        let faults = items.iter().filter(|item| item.is_err()).count();
        (items.len() - faults, faults)
    };
    readers.into_iter().map(count).collect()
}

fn fixtures() -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    for folder in ["timelines", "interakt", "whatsapp-export"] {
        let mut paths: Vec<_> = std::fs::read_dir(fixture(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        files.extend(paths.into_iter().map(|path| std::fs::read(path).unwrap()));
    }
    files
}

const PIECES: [&str; 24] = [
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    "\"",
    "\\",
    "\n",
    "\r\n",
    "12/31/23, 9:41 PM - ",
    "[31/12/2023, 21:41:05] ",
    "Asha: ",
    "\u{200e}",
    "\u{202f}",
    "<Media omitted>",
    "image omitted",
    "\"data\":",
    "\"chats\":[",
    "\"customer\":{",
    "Phone Number,Name",
    "+91 98765 43210",
    "null",
    "9",
];

proptest! {
    #[test]
    fn any_bytes_are_survived(input in vec(any::<u8>(), 0..600)) {
        read(&input, 64);
    }

    #[test]
    fn any_pieces_of_the_formats_are_survived(picks in vec(0..PIECES.len(), 0..60)) {
        let text: String = picks.iter().map(|pick| PIECES[*pick]).collect();
        read(text.as_bytes(), 64);
    }

    #[test]
    fn any_broken_fixture_is_survived(
        file in any::<prop::sample::Index>(),
        edits in vec((any::<prop::sample::Index>(), any::<Option<u8>>()), 1..6),
    ) {
        let files = fixtures();
        let mut text = file.get(&files).clone();
        for (at, byte) in edits {
            let at = at.index(text.len());
            match byte {
                Some(byte) => text[at] = byte,
                None => text.truncate(at + 1),
            }
        }
        read(&text, 64);
    }

    #[test]
    fn the_size_of_the_pieces_does_not_matter(
        file in any::<prop::sample::Index>(),
        size in 1_usize..50,
    ) {
        let files = fixtures();
        let text = file.get(&files);
        prop_assert_eq!(read(text, size), read(text, 1 << 16));
    }
}

#[test]
fn a_quote_that_is_never_closed_ends_in_bounds() {
    let mut input = b"Name,Phone Number\n\"".to_vec();
    input.resize(8 << 20, b'a');
    let items: Vec<_> = interakt::contacts(&input[..]).collect();
    assert_eq!(items.len(), 1);
    let told = items[0].as_ref().err().unwrap();
    assert!(told.problem.contains("1 MiB"), "{told}");
}
