//! Finds where one JSON value ends, piece by piece and without understanding it, so that one
//! payload at a time can be cut out of an input of any size.

/// What a piece of input brought.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The value goes on after this piece.
    More,
    /// The value ends before this index of the piece.
    End(usize),
    /// A line ended inside a string, at this index of the piece; no JSON allows that.
    BrokenString(usize),
}

/// The state between two pieces of one value. The first byte fed is the value's first.
#[derive(Default)]
pub(super) struct Framer {
    depth: usize,
    in_string: bool,
    escaped: bool,
    in_scalar: bool,
}

impl Framer {
    pub(super) fn feed(&mut self, piece: &[u8]) -> Step {
        for (index, &byte) in piece.iter().enumerate() {
            if self.in_string {
                if byte == b'\n' {
                    return Step::BrokenString(index);
                }
                if self.escaped {
                    self.escaped = false;
                } else if byte == b'\\' {
                    self.escaped = true;
                } else if byte == b'"' {
                    self.in_string = false;
                    if self.depth == 0 {
                        return Step::End(index + 1);
                    }
                }
                continue;
            }
            match byte {
                b',' | b']' | b'}' | b' ' | b'\t' | b'\r' | b'\n' if self.in_scalar => {
                    return Step::End(index);
                }
                _ if self.in_scalar => {}
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Step::End(index + 1);
                    }
                }
                _ if self.depth == 0 => self.in_scalar = true,
                _ => {}
            }
        }
        Step::More
    }

    /// Whether the value may end where the input ends.
    pub(super) fn may_end(&self) -> bool {
        self.in_scalar
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_after_the_matching_bracket() {
        assert_eq!(Framer::default().feed(b"{\"a\":[1,{}]} {"), Step::End(12));
    }

    #[test]
    fn brackets_and_quotes_in_strings_do_not_count() {
        let value = br#"{"a":"}\"]\\"}"#;
        assert_eq!(Framer::default().feed(value), Step::End(value.len()));
    }

    #[test]
    fn any_cut_gives_the_same_end() {
        let value = br#"{"a":"\\\"{","b":[{"c":null}]},"#;
        for cut in 0..value.len() - 1 {
            let mut framer = Framer::default();
            let end = match framer.feed(&value[..cut]) {
                Step::More => match framer.feed(&value[cut..]) {
                    Step::End(end) => cut + end,
                    other => unreachable!("cut {cut}: {other:?}"),
                },
                other => unreachable!("cut {cut}: {other:?}"),
            };
            assert_eq!(end, value.len() - 1);
        }
    }

    #[test]
    fn scalars_end_at_a_comma_or_blank() {
        assert_eq!(Framer::default().feed(b"12,"), Step::End(2));
        assert_eq!(Framer::default().feed(b"\"a,b\","), Step::End(5));
        let mut open = Framer::default();
        assert_eq!(open.feed(b"tru"), Step::More);
        assert!(open.may_end());
    }

    #[test]
    fn a_line_end_in_a_string_is_a_fault() {
        assert_eq!(Framer::default().feed(b"{\"a\n"), Step::BrokenString(3));
    }
}
