//! The way from a file to the writer: one thread reads and understands, the other writes. What is
//! between them is bounded, so a fast reader waits.

use std::{
    io::{self, BufRead, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::sync_channel,
    },
    thread,
};

use super::fault::Fault;
use crate::formats::{event::Event, place::ReadError};

/// How many events go over at once, and how many such bundles may wait.
const BUNDLE: usize = 1024;
const BUNDLES: usize = 4;

/// What a reader gives.
pub(super) type Item = Result<Event, ReadError>;

/// Reads on a thread of its own; `write` gets everything in order, a bundle at a time, `progress` the bytes read so far.
pub(super) fn pump<R, I>(
    input: R,
    open: impl FnOnce(Counted<R>) -> I + Send,
    mut write: impl FnMut(Vec<Item>) -> Result<(), Fault>,
    progress: &mut dyn FnMut(u64),
) -> Result<(), Fault>
where
    R: BufRead + Send,
    I: Iterator<Item = Item>,
{
    let read = Arc::new(AtomicU64::new(0));
    let input = Counted { input, read: Arc::clone(&read) };
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<Vec<Item>>(BUNDLES);
        scope.spawn(move || {
            let mut bundle = Vec::with_capacity(BUNDLE);
            for item in open(input) {
                bundle.push(item);
                // A writer that has stopped takes nothing more.
                if bundle.len() == BUNDLE && sender.send(std::mem::take(&mut bundle)).is_err() {
                    return;
                }
            }
            drop(sender.send(bundle));
        });
        // Dropped at the first failure, which ends the reader.
        for bundle in receiver {
            write(bundle)?;
            progress(read.load(Ordering::Relaxed));
        }
        Ok(())
    })
}

/// Input that counts what is taken from it.
pub(super) struct Counted<R> {
    input: R,
    read: Arc<AtomicU64>,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.count(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.count(count);
        self.input.consume(count);
    }
}

impl<R> Counted<R> {
    fn count(&self, count: usize) {
        self.read.fetch_add(u64::try_from(count).unwrap_or(0), Ordering::Relaxed);
    }
}
