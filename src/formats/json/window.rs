//! The stretch of input that is being looked at: read a line or a piece at a time, let go as soon
//! as it is done with, and never larger than one payload may be.

use std::io::{self, BufRead, Read};

/// Lines longer than this are read in pieces.
const PIECE: u64 = 64 * 1024;

pub(super) struct Window<R> {
    input: R,
    bytes: Vec<u8>,
    start: usize,
    /// 1-based line of the first byte of `rest`.
    pub(super) line: u64,
    /// 1-based column of the first byte of `rest`.
    pub(super) column: u64,
    ended: bool,
}

impl<R: BufRead> Window<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, bytes: Vec::new(), start: 0, line: 1, column: 1, ended: false }
    }

    /// What is read and not done with.
    pub(super) fn rest(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    /// Reads on to the end of the line, or a piece of it. `false` at the end of the input.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.start > 0 {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
        let read = (&mut self.input).take(PIECE).read_until(b'\n', &mut self.bytes)?;
        self.ended = read == 0;
        Ok(read > 0)
    }

    /// Lets go of the first `count` bytes of `rest`.
    pub(super) fn advance(&mut self, count: usize) {
        let end = (self.start + count).min(self.bytes.len());
        let gone = self.bytes.get(self.start..end).unwrap_or_default();
        let place = place_after(gone, self.line, self.column);
        (self.line, self.column) = place;
        self.start = end;
    }

    /// Lets go of everything up to the end of the line, reading on if need be.
    pub(super) fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let line_end = self.rest().iter().position(|&byte| byte == b'\n');
            if let Some(line_end) = line_end {
                self.advance(line_end + 1);
                return Ok(());
            }
            self.advance(self.rest().len());
            if !self.more()? {
                return Ok(());
            }
        }
    }

    /// Lets go of blanks and byte order marks; the next byte after them, if there is one.
    pub(super) fn skip_blank(&mut self) -> io::Result<Option<u8>> {
        loop {
            let rest = self.rest();
            let blank = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
            let after = rest.get(blank..).unwrap_or_default();
            if after.starts_with(b"\xEF\xBB\xBF") {
                self.advance(blank + 3);
            } else if let Some(&next) = after.first() {
                if blank > 0 {
                    self.advance(blank);
                }
                return Ok(Some(next));
            } else {
                self.advance(blank);
                if !self.more()? {
                    return Ok(None);
                }
            }
        }
    }
}

/// Line and column after `gone`, which begins at `line` and `column`.
pub(super) fn place_after(gone: &[u8], line: u64, column: u64) -> (u64, u64) {
    let length = |bytes: &[u8]| u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    match gone.iter().rposition(|&byte| byte == b'\n') {
        Some(last) => {
            let earlier = gone.get(..last).unwrap_or_default();
            let lines = earlier.iter().map(|&b| u64::from(b == b'\n')).sum::<u64>() + 1;
            (line + lines, length(gone) - length(earlier))
        }
        None => (line, column + length(gone)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn counts_lines_and_columns() {
        assert_eq!(place_after(b"ab", 3, 4), (3, 6));
        assert_eq!(place_after(b"ab\ncd\n", 3, 4), (5, 1));
        assert_eq!(place_after(b"ab\ncd", 3, 4), (4, 3));
        assert_eq!(place_after(b"", 3, 4), (3, 4));
    }

    #[test]
    fn skips_blank_lines_and_marks() {
        let mut window = Window::new(&b"\xEF\xBB\xBF \r\n\t\n  x"[..]);
        assert_eq!(window.skip_blank().unwrap(), Some(b'x'));
        assert_eq!((window.line, window.column), (3, 3));
    }

    #[test]
    fn holds_no_more_than_a_piece_of_a_long_line() {
        let long = vec![b'a'; 1 << 20];
        let mut window = Window::new(&long[..]);
        while window.more().unwrap() {
            assert!(window.rest().len() <= 1 << 16);
            window.advance(window.rest().len());
        }
        assert_eq!(window.column, (1 << 20) + 1);
    }
}
