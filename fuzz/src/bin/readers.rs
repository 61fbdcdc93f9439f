//! One target for all readers; `ROLECALL_READER` says which.

#![no_main]

use std::{cell::RefCell, env};

use libfuzzer_sys::fuzz_target;

#[path = "../readers.rs"]
mod readers;

use readers::{Place, Reader};

thread_local! {
    static PLACE: RefCell<Option<(Place, Reader, tempfile::TempDir)>> = const { RefCell::new(None) };
}

fn begin() -> (Place, Reader, tempfile::TempDir) {
    let named = env::var("ROLECALL_READER").expect("ROLECALL_READER names a reader");
    let reader = Reader::ALL.into_iter().find(|reader| format!("{reader:?}") == named);
    let folder = tempfile::tempdir().expect("a folder");
    (Place::new(folder.path()), reader.expect("ROLECALL_READER names a reader"), folder)
}

fuzz_target!(|bytes: &[u8]| {
    PLACE.with_borrow_mut(|place| {
        let (place, reader, _) = place.get_or_insert_with(begin);
        let spoilt = match reader {
            Reader::Workspace => Some(spoilt(&place.bytes, bytes)),
            Reader::Backup => Some(spoilt(&place.backup, bytes)),
            _ => None,
        };
        place.read(*reader, spoilt.as_deref().unwrap_or(bytes));
    });
});

/// A file with some bytes set to others: no fuzzer comes upon a file by itself. Five bytes say which, from
/// where, and what it is from then on; the place behind the file's end cuts it there.
fn spoilt(file: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut spoilt = file.to_vec();
    for change in bytes.chunks_exact(5) {
        let [a, b, c, d, value] = change else { continue };
        let at = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
        match spoilt.get_mut(at % (file.len() + 64)) {
            Some(byte) => *byte = *value,
            None => spoilt.truncate(usize::from(*value) * 16),
        }
    }
    spoilt
}
