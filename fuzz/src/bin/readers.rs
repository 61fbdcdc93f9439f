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
        place.read(*reader, bytes);
    });
});
