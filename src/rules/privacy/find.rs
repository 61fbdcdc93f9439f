//! What of a text is hidden, and why: each reason is a predicate on a run, and all finds are united.

use std::{cell::RefCell, ops::Range};

use super::staff::is_date_or_amount;
use crate::rules::{
    digits::{
        digit::{is_line_break, is_plus},
        handle::{Standing, handles, is_email},
        scan::{FEWEST, Run, Span, runs, widened},
    },
    phone::{
        MASK, calling_code,
        number_key::{Candidate, candidates, is_prefix},
    },
};

/// How many digits a number has with its calling code.
const INTERNATIONAL: std::ops::RangeInclusive<usize> = 8..=15;
/// What programs write before a number, slashes apart.
const BEFORE: [&str; 11] = [
    "wa.me",
    "wa.me/qr",
    "phone=",
    "number=",
    "waid=",
    "whatsapp:",
    "tel:",
    "sms:",
    "smsto:",
    "callto:",
    "@",
];
/// And behind one and an `@`: WhatsApp's ids.
const BEHIND: [&str; 7] =
    ["s.whatsapp.net", "c.us", "lid", "hosted", "g.us", "newsletter", "broadcast"];

/// What the workspace knows and a masked reader may not. It is asked in mode `numbers` alone, and
/// about nothing that a masked person wrote.
pub trait Known {
    /// Whether it is the number of anybody, now or before.
    fn knows_number(&self, candidate: Candidate) -> bool;
    /// Whether these digits may end with the number of anybody. A no is certain, and spares the look-ups.
    fn may_know_ending(&self, _: &[u8]) -> bool {
        true
    }
    /// Whether it is anybody's WhatsApp username; in lower case.
    fn knows_username(&self, username: &str) -> bool;
}

/// Of no workspace.
pub struct NothingKnown;

impl Known for NothingKnown {
    fn knows_number(&self, _: Candidate) -> bool {
        false
    }

    fn knows_username(&self, _: &str) -> bool {
        false
    }
}

/// What mode `numbers` may ask of what is known, to find what it hides in a text.
#[derive(Default)]
pub struct Questions {
    /// Numbers.
    pub numbers: RefCell<Vec<Candidate>>,
    /// Usernames.
    pub usernames: RefCell<Vec<String>>,
}

impl Questions {
    /// Adds those that a text leads to.
    pub fn add(&self, text: &str) {
        in_numbers(text, &[], self);
    }
}

/// Answered with a no, which leads to the next question.
impl Known for Questions {
    fn knows_number(&self, candidate: Candidate) -> bool {
        self.numbers.borrow_mut().push(candidate);
        false
    }

    fn knows_username(&self, username: &str) -> bool {
        self.usernames.borrow_mut().push(username.to_owned());
        false
    }
}

/// Mode `numbers`: what is anybody's number, what is written as a number, and what the number
/// library found when the text was stored.
///
/// What is known is looked for first, and decides where the others end: how far they reach depends on
/// digits, so around a known number it would tell of them.
pub(super) fn in_numbers(text: &str, stored: &[Span], known: &dyn Known) -> Vec<Span> {
    let is_card = text.match_indices(':').any(|(colon, _)| {
        ends_with(&text[..colon], "BEGIN") && starts_with(&text[colon + 1..], "VCARD")
    });
    let (mut spans, mut others) = (Vec::new(), Vec::new());
    for run in runs(text) {
        let found = known_in(&run, known);
        explicit(is_card, &run, &found, &mut others);
        spans.extend(found.into_iter().map(|groups| run.span_of(groups)));
    }
    let is_apart = |span: &&Span| {
        text.get((*span).clone()).is_some()
            && !spans.iter().any(|known| known.start < span.end && span.start < known.end)
    };
    others.extend(stored.iter().filter(is_apart).cloned());
    spans.append(&mut others);
    let handles = handles(text).into_iter();
    let hidden = handles.filter(|it| {
        it.place == Standing::Link
            || known.knows_username(&it.name)
            // `_@name_` is `@name` in italics.
            || known.knows_username(it.name.trim_matches('_'))
    });
    spans.extend(hidden.map(|it| it.span));
    spans
}

/// Mode `digits`: every run, and whatever is written as a username. Nothing is compared with
/// anything.
pub(super) fn in_digits(text: &str) -> Vec<Span> {
    let mut spans: Vec<_> = runs(text).iter().map(whole).collect();
    spans.extend(usernames(text));
    spans
}

/// What staff wrote: as [`in_digits`], but for dates and amounts.
pub(super) fn in_staff_text(text: &str) -> Vec<Span> {
    let hidden = runs(text).into_iter().filter(|run| !is_date_or_amount(run));
    let mut spans: Vec<_> = hidden.map(|run| whole(&run)).collect();
    spans.extend(usernames(text));
    spans
}

/// Whatever is written as a username. Email addresses stay.
fn usernames(text: &str) -> impl Iterator<Item = Span> {
    // The commonest text with an `@`, told at once.
    let handles = if is_email(text) { Vec::new() } else { handles(text) };
    handles.into_iter().filter(|it| it.place != Standing::Email).map(|it| it.span)
}

fn whole(run: &Run) -> Span {
    run.span_of(0..run.groups.len())
}

/// The groups of a run that are known numbers, each with what says before it how to dial it.
fn known_in(run: &Run, known: &dyn Known) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (first, last) in run.sub_runs() {
        let is_hidden = found.iter().any(|it| it.start <= first && last <= it.end);
        let within = run.groups[first].digits.len();
        let digits = run.digits_of(first..last);
        let may_be_known = !is_hidden && known.may_know_ending(digits);
        if may_be_known && candidates(digits, within, |it| known.knows_number(it)) {
            found.push(first..last);
        }
    }
    let bare = found.clone();
    for groups in &mut found {
        let is_free =
            |first: usize| !bare.iter().any(|it| it.start < groups.start && first < it.end);
        let is_prefix = |first: &usize| {
            is_free(*first)
                && (first + 1..=groups.start).all(|at| is_tight(&run.groups[at].gap))
                && is_prefix(run.digits_of(*first..groups.start))
        };
        let first = (groups.start.saturating_sub(3)..groups.start).find(is_prefix);
        groups.start = first.unwrap_or(groups.start);
    }
    found
}

/// What is written as a number, whatever its digits are.
fn explicit(is_card: bool, run: &Run, known: &[Range<usize>], spans: &mut Vec<Span>) {
    let is_server = |name: &str| BEHIND.iter().any(|it| starts_with(name, it));
    if is_card || run.behind.strip_prefix('@').is_some_and(is_server) {
        spans.push(whole(run));
        return;
    }
    for (first, group) in run.groups.iter().enumerate() {
        let before = if first == 0 { &run.before } else { &group.gap };
        let touches_letter = before.chars().next_back().is_some_and(char::is_alphanumeric);
        let before = before.trim_end_matches([' ', '(', '[']);
        let named = before.trim_end_matches(['+', ' ', '/']);
        let plus = before.chars().next_back().is_some_and(is_plus);
        let digits = &run.digits[group.digits.start..];
        // A calling code is no secret, so it may be looked at.
        let abroad = digits.strip_prefix(b"00").filter(|_| first == 0 && !touches_letter);
        let fewest = if abroad.is_some_and(|rest| calling_code::length(rest).is_some()) {
            INTERNATIONAL.start() + 2
        } else if plus {
            *INTERNATIONAL.start()
        } else if first == 0 && BEFORE.iter().any(|it| ends_with(named, it)) {
            FEWEST
        } else {
            continue;
        };
        let held =
            1 + run.groups[first + 1..].iter().take_while(|next| is_tight(&next.gap)).count();
        let of = |last: usize| run.digits_of(first..last).len();
        let most = INTERNATIONAL.end() + 2;
        let last = (first + 1..=first + held).rev().find(|last| of(*last) <= most);
        // More digits that touch than a number has are hidden all the same, behind a plus.
        let Some(last) = last.or(plus.then_some(first + 1)) else { continue };
        // Up to the next number that is known, or to its end where this is it.
        let next = known.iter().find(|it| first < it.end && it.start < last);
        let last = match next {
            Some(next) if first < next.start && of(next.start) >= fewest => next.start,
            Some(next) => next.end,
            None => last,
        };
        if of(last) >= fewest {
            spans.push(run.span_of(first..last));
        }
    }
}

/// Whether it stands inside a number, and not between a number and something else.
fn is_tight(gap: &str) -> bool {
    // `+91,98765,43210` is one number, and behind `98765, ` comes something else.
    let joins = [",", ";", ":", "|"].contains(&gap);
    joins
        || gap.chars().count() <= 3
            && !gap.chars().any(|c| {
                c.is_alphanumeric() || is_line_break(c) || is_plus(c) || ",;:#|&=".contains(c)
            })
}

fn starts_with(text: &str, wanted: &str) -> bool {
    text.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted))
}

fn ends_with(text: &str, wanted: &str) -> bool {
    let from = text.len().checked_sub(wanted.len());
    from.and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(wanted))
}

/// The text with the spans hidden, each as eight stars.
pub(super) fn hide(text: &str, spans: &[Span]) -> String {
    let mut spans: Vec<_> = spans.iter().map(|span| widened(text, span)).collect();
    spans.sort_unstable_by_key(|span| span.start);
    let mut hidden = String::with_capacity(text.len());
    let mut from = 0;
    let mut spans = spans.into_iter().peekable();
    while let Some(mut span) = spans.next() {
        while let Some(next) = spans.next_if(|next| next.start <= span.end) {
            span.end = span.end.max(next.end);
        }
        hidden.push_str(text.get(from..span.start).unwrap_or_default());
        hidden.push_str(MASK);
        from = span.end;
    }
    hidden.push_str(text.get(from..).unwrap_or_default());
    hidden
}
