//! The one scanner: the runs of digits in a text. What a run means is for predicates to say.

use std::ops::Range;

use super::{
    decode::{self, Place},
    digit::{is_invisible, is_line_break, is_mark, is_plus, look_alike, pair, value},
};

/// The fewest digits that a run is looked at for.
pub const FEWEST: usize = 6;
/// At most so many signs, marks or spaces stand between two digits of a run.
const MOST_SIGNS: usize = 3;

/// Bytes of the text.
pub type Span = Range<usize>;

/// Digits that touch, at most invisible characters between them.
#[derive(Debug, Clone)]
pub struct Group {
    /// Their place in [`Run::digits`].
    pub digits: Range<usize>,
    /// Their bytes in the text.
    pub span: Span,
    /// What parts them from the group before, as it was read.
    pub gap: String,
}

/// Digits that may be one number.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// As ASCII digits.
    pub digits: Vec<u8>,
    /// The same in groups; never empty.
    pub groups: Vec<Group>,
    /// What was read before the run, as far as it matters.
    pub before: String,
    /// And behind it.
    pub behind: String,
}

/// The most digits of a run that are tried as one number.
const MOST: usize = 20;

impl Run {
    /// The groups that may be one number: from one group to another, the longest first.
    pub(in crate::rules) fn sub_runs(&self) -> impl Iterator<Item = (usize, usize)> {
        let count = self.groups.len();
        let fits = |(first, last): &(usize, usize)| {
            (FEWEST..=MOST).contains(&self.digits_of(*first..*last).len())
        };
        (0..count)
            .flat_map(move |first| (first + 1..=count).rev().map(move |last| (first, last)))
            .filter(fits)
    }

    /// The digits of groups that follow each other.
    #[must_use]
    pub fn digits_of(&self, groups: Range<usize>) -> &[u8] {
        let parts = self.groups.get(groups).unwrap_or_default();
        match (parts.first(), parts.last()) {
            (Some(first), Some(last)) => &self.digits[first.digits.start..last.digits.end],
            _ => &[],
        }
    }

    /// The bytes of groups that follow each other.
    #[must_use]
    pub fn span_of(&self, groups: Range<usize>) -> Span {
        let parts = self.groups.get(groups).unwrap_or_default();
        match (parts.first(), parts.last()) {
            (Some(first), Some(last)) => first.span.start..last.span.end,
            _ => 0..0,
        }
    }
}

/// Whether a text can have a run that is worth a look. Costs next to nothing.
#[must_use]
pub fn may_have_runs(text: &str) -> bool {
    let (mut digits, mut letters) = (0, 0);
    for byte in text.bytes() {
        digits += usize::from(byte.is_ascii_digit());
        letters += usize::from(matches!(byte, b'O' | b'o' | b'l' | b'I'));
    }
    // A character that isn't ASCII may be two digits.
    let others = || text.chars().filter(|c| !c.is_ascii()).count();
    (digits >= 2 && digits + letters >= FEWEST)
        || (!text.is_ascii() && digits + letters + 2 * others() >= FEWEST)
}

/// The runs of at least [`FEWEST`] digits, as the text is written and as one decoding reads it. A
/// letter that looks like a digit may be one, or stand between two: both are read.
#[must_use]
pub fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    if may_have_runs(text) {
        for places in decode::readings(text) {
            if read(&places, true, &mut runs) {
                read(&places, false, &mut runs);
            }
        }
    }
    runs
}

/// Adds the runs among these characters. Says whether a letter was taken for a digit.
fn read(places: &[Place], with_letters: bool, runs: &mut Vec<Run>) -> bool {
    let mut run = Run::default();
    let (mut first, mut last) = (0, None);
    let mut has_letter = false;
    for (at, (c, span)) in places.iter().enumerate() {
        let digit = value(*c).or_else(|| pair(*c));
        let letter = || letter_at(places, at, last).filter(|_| with_letters);
        let Some(number) = digit.or_else(letter) else {
            if is_mark(*c) && last.is_some_and(|last| last + 1 == at) {
                // A keycap's frame is hidden with its digit.
                if let Some(group) = run.groups.last_mut() {
                    group.span.end = span.end;
                }
                last = Some(at);
            }
            continue;
        };
        has_letter |= digit.is_none();
        let gap = match last {
            Some(last) if last + 1 == at => Some(String::new()),
            Some(last) => Some(gap_of(&places[last + 1..at])).filter(|gap| holds(gap)),
            None => None,
        };
        let gap = gap.unwrap_or_else(|| {
            close(runs, std::mem::take(&mut run), places, (first, last));
            first = at;
            String::new()
        });
        let from = run.digits.len();
        if number > 9 {
            run.digits.push(b'0' + number / 10);
        }
        run.digits.push(b'0' + number % 10);
        let digits = from..run.digits.len();
        match run.groups.last_mut() {
            Some(group) if gap.is_empty() => {
                group.digits.end = digits.end;
                group.span.end = span.end;
            }
            _ => run.groups.push(Group { digits, span: span.clone(), gap }),
        }
        last = Some(at);
    }
    close(runs, run, places, (first, last));
    has_letter
}

/// Keeps a run between these places, with what stands around it, if it is worth a look.
fn close(
    runs: &mut Vec<Run>,
    mut run: Run,
    places: &[Place],
    (first, last): (usize, Option<usize>),
) {
    if run.digits.len() >= FEWEST {
        run.before = before(&places[..first]);
        run.behind =
            places[last.map_or(0, |last| last + 1)..].iter().take(20).map(|it| it.0).collect();
        runs.push(run);
    }
}

/// The digit that a letter is which touches a digit and has a digit of its run behind it.
fn letter_at(places: &[Place], at: usize, last: Option<usize>) -> Option<u8> {
    /// A number has no more letters in a row than digits.
    const MOST_LETTERS: usize = 32;
    let digit = look_alike(places.get(at)?.0)?;
    let is_digit = |place: &Place| value(place.0).or_else(|| pair(place.0)).is_some();
    let touches = last? + 1 == at || places.get(at + 1).is_some_and(is_digit);
    let rest = &places[at + 1..places.len().min(at + 1 + MOST_LETTERS)];
    let next = rest.iter().position(is_digit).filter(|_| touches)?;
    let letters = rest[..next].iter().take_while(|it| look_alike(it.0).is_some()).count();
    holds(&gap_of(&rest[letters..next])).then_some(digit)
}

/// What can be seen of what stands between two digits.
fn gap_of(places: &[Place]) -> String {
    // More than this holds no run together.
    places.iter().map(|it| it.0).filter(|c| !is_invisible(*c)).take(MOST_SIGNS + 2).collect()
}

/// Whether digits with this between them are one run: at most three signs or spaces, among them at
/// most one line break; or one letter, which may have spaces around it.
fn holds(gap: &str) -> bool {
    if gap.is_empty() {
        return true;
    }
    let count = |is: fn(char) -> bool| gap.chars().filter(|c| is(*c)).count();
    // Both characters of a line's end in Windows are one sign.
    let pairs = gap.as_bytes().windows(2).filter(|pair| pair == b"\r\n").count();
    let signs = gap.chars().count() - pairs;
    match count(char::is_alphanumeric) {
        0 => signs <= MOST_SIGNS && count(is_line_break) <= 1 + pairs,
        1 => signs <= MOST_SIGNS && count(|c| c == ' ') + 1 == signs,
        _ => false,
    }
}

/// What stands before a run, from the space before it on, and a plus wherever it stands.
fn before(places: &[Place]) -> String {
    let from = places.len().saturating_sub(24);
    places[from..].iter().map(|it| it.0).filter(|c| !is_invisible(*c)).collect()
}

/// Where the plus and the opening bracket before a span begin, and where the closing bracket behind
/// it ends, so that nothing half is left around the mask.
#[must_use]
pub fn widened(text: &str, span: &Span) -> Span {
    const ESCAPED_PLUS: [&str; 5] = ["%2B", "%2b", "&#43;", "&plus;", "\\u002B"];
    let (mut start, mut end) = (span.start, span.end);
    loop {
        let before = &text[..start];
        if let Some(plus) = ESCAPED_PLUS.iter().find(|plus| before.ends_with(**plus)) {
            start -= plus.len();
            continue;
        }
        let mut back = before.char_indices().rev().filter(|(_, c)| !is_invisible(*c));
        let mut last = back.next();
        if last.is_some_and(|(_, c)| c == ' ') {
            last = back.next();
        }
        match last {
            Some((at, c)) if is_plus(c) => start = at,
            Some((at, '(' | '[' | '\u{FF08}')) if closes_alone(&text[start..end]) => start = at,
            _ => break,
        }
    }
    if opens_alone(&text[start..end]) && text[end..].starts_with([')', ']', '\u{FF09}']) {
        end += text[end..].chars().next().map_or(0, char::len_utf8);
    }
    start..end
}

fn closes_alone(text: &str) -> bool {
    text.chars()
        .find(|c| "([\u{FF08})]\u{FF09}".contains(*c))
        .is_some_and(|c| ")]\u{FF09}".contains(c))
}

fn opens_alone(text: &str) -> bool {
    let mut back = text.chars().rev();
    back.find(|c| "([\u{FF08})]\u{FF09}".contains(*c)).is_some_and(|c| "([\u{FF08}".contains(c))
}
