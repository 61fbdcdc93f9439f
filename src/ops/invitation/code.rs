//! Where codes come from: the operating system's random source, asked for many at once.

use crate::{
    ops::{Error, Result},
    rules::workspace::invitation::{CODE_LENGTH, Code},
};

/// How many codes one question to the system brings where many are needed.
const AT_ONCE: usize = 64;

/// Gives codes, none of them twice.
pub(in crate::ops) struct CodeSource {
    fresh: Vec<[u8; CODE_LENGTH]>,
    at_once: usize,
}

impl CodeSource {
    /// For a few codes.
    pub(in crate::ops) const fn few() -> Self {
        Self { fresh: Vec::new(), at_once: 1 }
    }

    /// For thousands.
    pub(in crate::ops) const fn many() -> Self {
        Self { fresh: Vec::new(), at_once: AT_ONCE }
    }

    /// A code that nobody had before.
    pub(in crate::ops) fn next(&mut self) -> Result<Code> {
        let bytes = match self.fresh.pop() {
            Some(bytes) => bytes,
            None => self.refill()?,
        };
        Ok(Code::from_random(&bytes))
    }

    fn refill(&mut self) -> Result<[u8; CODE_LENGTH]> {
        let mut bytes = [[0; CODE_LENGTH]; AT_ONCE];
        let wanted = &mut bytes[..self.at_once];
        getrandom::fill(wanted.as_flattened_mut()).map_err(|error| {
            Error::Output(std::io::Error::other(format!("no random numbers: {error}")))
        })?;
        self.fresh.extend_from_slice(&wanted[1..]);
        Ok(wanted[0])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn no_code_comes_twice() {
        let mut codes = CodeSource::many();
        let given: std::collections::HashSet<_> =
            (0..1000).map(|_| codes.next().expect("random numbers").hash()).collect();
        assert_eq!(given.len(), 1000);
    }
}
