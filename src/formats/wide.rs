//! Files in UTF-16, as a spreadsheet's "Unicode text" is and what Windows' editor and shell save, read as
//! UTF-8.

use std::io::{self, BufRead, Read};

/// An input that is in UTF-8 already, or in UTF-16.
pub enum Text<R> {
    /// As it is.
    Plain(R),
    /// To be turned.
    Wide(Wide<R>),
}

/// An input in UTF-16.
pub struct Wide<R> {
    input: R,
    is_big_endian: bool,
    /// The half of a character that is written as two.
    high: Option<u16>,
    /// What was read and not yet taken.
    text: Vec<u8>,
    taken: usize,
}

/// How much is read at once, in bytes.
const PIECE: usize = 8192;

/// What stands for half of a character, which is none: it is no UTF-8 either, so it is refused there.
const BROKEN: u8 = 0xff;

impl<R: BufRead> Text<R> {
    /// Tells by the mark at the beginning, and takes it off; without one, by the halves of plain letters.
    pub fn new(mut input: R) -> io::Result<Self> {
        let head = input.fill_buf()?;
        let is_big_endian = match *head {
            [0xfe, 0xff, ..] => Some(true),
            [0xff, 0xfe, ..] => Some(false),
            [first, second, third, fourth, ..] => {
                match [first, second, third, fourth].map(|it| it == 0) {
                    [true, false, true, false] => Some(true),
                    [false, true, false, true] => Some(false),
                    _ => None,
                }
            }
            _ => None,
        };
        if let Some(is_big_endian) = is_big_endian {
            let is_marked = head.starts_with(&[0xfe, 0xff]) || head.starts_with(&[0xff, 0xfe]);
            input.consume(if is_marked { 2 } else { 0 });
            let (high, text, taken) = (None, Vec::new(), 0);
            return Ok(Self::Wide(Wide { input, is_big_endian, high, text, taken }));
        }
        if head.starts_with("\u{feff}".as_bytes()) {
            input.consume(3);
        }
        Ok(Self::Plain(input))
    }
}

impl<R: BufRead> Wide<R> {
    fn read_on(&mut self) -> io::Result<()> {
        self.text.clear();
        self.taken = 0;
        let mut bytes = Vec::with_capacity(PIECE);
        (&mut self.input).take(PIECE as u64).read_to_end(&mut bytes)?;
        let mut units = Vec::with_capacity(PIECE / 2 + 1);
        units.extend(self.high.take());
        for pair in bytes.chunks(2) {
            match *pair {
                [first, second] if self.is_big_endian => {
                    units.push(u16::from_be_bytes([first, second]));
                }
                [first, second] => units.push(u16::from_le_bytes([first, second])),
                _ => units.push(0xd800),
            }
        }
        let is_end = bytes.len() < PIECE;
        if !is_end && units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) {
            self.high = units.pop();
        }
        for character in char::decode_utf16(units) {
            match character {
                Ok(character) => {
                    let mut written = [0; 4];
                    self.text.extend_from_slice(character.encode_utf8(&mut written).as_bytes());
                }
                Err(_) => self.text.push(BROKEN),
            }
        }
        Ok(())
    }
}

/// Reads from the buffer: `Read` for what is a `BufRead` by itself.
pub(super) fn read_buffered(input: &mut impl BufRead, buffer: &mut [u8]) -> io::Result<usize> {
    let available = input.fill_buf()?;
    let length = available.len().min(buffer.len());
    buffer[..length].copy_from_slice(&available[..length]);
    input.consume(length);
    Ok(length)
}

impl<R: BufRead> Read for Text<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, buffer)
    }
}

impl<R: BufRead> BufRead for Text<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::Plain(input) => input.fill_buf(),
            Self::Wide(wide) => {
                if wide.taken == wide.text.len() {
                    wide.read_on()?;
                }
                Ok(&wide.text[wide.taken..])
            }
        }
    }

    fn consume(&mut self, amount: usize) {
        match self {
            Self::Plain(input) => input.consume(amount),
            Self::Wide(wide) => wide.taken += amount,
        }
    }
}
