//! A reader that gives only so many bytes before somebody says that a row has ended: a quote that
//! is never closed would else be read as one cell up to the end of the file, however long that is.

use std::{
    cell::Cell,
    io::{self, BufRead, Read},
    rc::Rc,
};

use crate::formats::wide::read_buffered;

/// How much is left for the row that is being read, and what was seen of it.
#[derive(Clone)]
pub(super) struct Meter(Rc<Inner>);

struct Inner {
    most: u64,
    left: Cell<u64>,
    is_spent: Cell<bool>,
    total: Cell<u64>,
    quotes: Cell<u64>,
    has_ended: Cell<bool>,
}

impl Meter {
    /// A row has ended.
    pub(super) fn refill(&self) {
        self.0.left.set(self.0.most);
    }

    /// Whether the reader was stopped since a row was longer than it may be.
    pub(super) fn is_spent(&self) -> bool {
        self.0.is_spent.get()
    }

    /// How many bytes were given in all.
    pub(super) fn total(&self) -> u64 {
        self.0.total.get()
    }

    /// Whether all was given, and an odd number of quotation marks: one was opened and not closed.
    pub(super) fn ended_in_quotes(&self) -> bool {
        self.0.has_ended.get() && self.0.quotes.get() % 2 == 1
    }
}

/// A reader with a meter.
pub(super) struct Budget<R> {
    inner: R,
    meter: Meter,
}

impl<R> Budget<R> {
    pub(super) fn new(inner: R, most: u64) -> Self {
        let counters = Inner {
            most,
            left: Cell::new(most),
            is_spent: Cell::new(false),
            total: Cell::new(0),
            quotes: Cell::new(0),
            has_ended: Cell::new(false),
        };
        Self { inner, meter: Meter(Rc::new(counters)) }
    }

    pub(super) fn meter(&self) -> Meter {
        self.meter.clone()
    }
}

impl<R: BufRead> Read for Budget<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, buffer)
    }
}

impl<R: BufRead> BufRead for Budget<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let meter = &self.meter.0;
        if meter.left.get() == 0 {
            meter.is_spent.set(true);
            return Err(io::Error::other("the row is too long"));
        }
        let available = self.inner.fill_buf()?;
        meter.has_ended.set(available.is_empty());
        Ok(available)
    }

    fn consume(&mut self, amount: usize) {
        let meter = &self.meter.0;
        if let Ok(available) = self.inner.fill_buf() {
            let given = &available[..amount.min(available.len())];
            let quotes = given.iter().fold(0, |count, byte| count + u64::from(*byte == b'"'));
            meter.quotes.set(meter.quotes.get() + quotes);
        }
        self.inner.consume(amount);
        meter.total.set(meter.total.get() + amount as u64);
        meter.left.set(meter.left.get().saturating_sub(amount as u64));
    }
}
