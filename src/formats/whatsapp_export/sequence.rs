//! What the order of a file's messages tells. Phones write them as they came, so a stamp that lies before
//! the one above it came late, or was pasted with the words behind it; and a clock that falls back within a
//! day counts to 12.

use std::collections::{HashMap, HashSet};

use super::{
    dates::{Clock, Order},
    scan::{Habits, Raw, Scanner},
    stamp::Stamp,
};
use crate::rules::counted::counted;

/// A fall of the time that needs a reason, in milliseconds. Phones that were without a connection bring
/// smaller ones every day.
const FAR: i64 = 3_600_000;
/// The least fall that an Android phone shows.
const LEAST: i64 = 60_000;
/// The number of consecutive messages after which an earlier time is accepted: the clock was wrong before.
const LONGEST_QUOTE: u32 = 50;
/// So many lines are named.
const MOST_NAMED: usize = 10;

/// Where a message stands beside those above it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Onward,
    /// A little before them.
    Back,
    /// Far before them.
    FarBack,
}

/// What was heard of a file's times so far.
pub(super) struct Sequence {
    order: Order,
    clock: Clock,
    /// The newest stamp that nothing is the matter with.
    newest: Option<Stamp>,
    /// How many messages in a row lie before that one.
    run: u32,
    /// The lines whose stamp lies a little before those above, and far before them.
    back: Vec<(u64, Stamp)>,
    far_back: Vec<u64>,
    turns: Turns,
}

impl Sequence {
    pub(super) fn new(order: Order, clock: Clock) -> Self {
        let (back, far_back) = (Vec::new(), Vec::new());
        Self { order, clock, newest: None, run: 0, back, far_back, turns: Turns::default() }
    }

    /// Hears the next message.
    pub(super) fn hear(&mut self, raw: &Raw<'_>) -> Step {
        let (stamp, order) = (raw.stamp, self.order);
        self.turns.hear(&stamp);
        let rough = |stamp: &Stamp| order.rough(stamp);
        let Some(newest) = self.newest.filter(|newest| rough(&stamp) < rough(newest)) else {
            // Back at once on the same day: one message came late, or was pasted.
            let is_back = self.newest.is_some_and(|newest| order.is_same_day(&stamp, &newest));
            self.turns.end(!is_back);
            (self.newest, self.run) = (Some(stamp), 0);
            return Step::Onward;
        };
        let at = |stamp: &Stamp| order.instant(stamp, self.clock);
        let fall = at(&newest).zip(at(&stamp)).map_or(0, |(newest, at)| newest - at);
        if fall < LEAST {
            // The years of another era count anew.
            self.newest = if fall > 0 { self.newest } else { Some(stamp) };
            return Step::Onward;
        }
        self.turns.end(true);
        self.run += 1;
        if self.run > LONGEST_QUOTE {
            (self.newest, self.run) = (Some(stamp), 0);
        }
        if fall < FAR {
            self.back.push((raw.line, stamp));
            return Step::Back;
        }
        if self.run == 1 && order.is_same_day(&stamp, &newest) {
            self.turns.begin(raw.line);
        }
        self.far_back.push(raw.line);
        Step::FarBack
    }

    /// When the newest message was written, in milliseconds since 1970.
    pub(super) fn newest_ms(&self) -> Option<i64> {
        self.newest.and_then(|newest| self.order.instant(&newest, self.clock))
    }

    /// The line at which the clock is seen to count to 12 without saying which half of the day it is.
    pub(super) fn turn(&mut self) -> Option<u64> {
        self.turns.end(true);
        self.turns.first.filter(|_| self.turns.may_count_to_12)
    }

    /// The note about stamps that may have been pasted. A stamp little before those above is told
    /// only where the very message stands above, too.
    pub(super) fn remark(&self, text: &str, habits: &Habits) -> Option<String> {
        let mut lines = self.far_back.clone();
        lines.retain(|line| !habits.pasted.contains(line));
        if !self.back.is_empty() {
            lines.extend(repeated(text, habits, &self.back));
            lines.sort_unstable();
        }
        let messages = counted(lines.len() as u64, "message");
        let told = named(&lines)?;
        Some(format!(
            "{messages} came in with a time before that of the message above, as a pasted one has: {told}"
        ))
    }
}

/// Those of the lines whose whole message stands further up in the file, too.
fn repeated(text: &str, habits: &Habits, lines: &[(u64, Stamp)]) -> Vec<u64> {
    let wanted: HashSet<Stamp> = lines.iter().map(|(_, stamp)| *stamp).collect();
    let mut first: HashMap<(Stamp, &str), u64> = HashMap::new();
    let mut scanner = Scanner::new();
    let mut found = Vec::new();
    while let Some(next) = scanner.next(text, habits) {
        let Ok(raw) = next else { continue };
        if !wanted.contains(&raw.stamp) {
            continue;
        }
        let is_first = *first.entry((raw.stamp, raw.body)).or_insert(raw.line) == raw.line;
        if !is_first && lines.binary_search_by_key(&raw.line, |(line, _)| *line).is_ok() {
            found.push(raw.line);
        }
    }
    found
}

/// The note about lines that were taken for text although they begin with a stamp.
pub(super) fn pasted_remark(habits: &Habits) -> Option<String> {
    let mut lines: Vec<_> = habits.pasted.iter().copied().collect();
    lines.sort_unstable();
    let (count, told) = (counted(lines.len() as u64, "line"), named(&lines)?);
    Some(format!(
        "{count} with a stamp that lies back in time, of nobody in the chat, came in as text of the message \
         above: {told}"
    ))
}

/// `line 3`, or `lines 3, 5 and 12 more`. `None` where there are none.
fn named(lines: &[u64]) -> Option<String> {
    let shown: Vec<_> = lines.iter().take(MOST_NAMED).map(u64::to_string).collect();
    let noun = if lines.len() == 1 { "line" } else { "lines" };
    let more = match lines.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!lines.is_empty()).then(|| format!("{noun} {}{more}", shown.join(", ")))
}

/// Whether the clock counts to 12 and doesn't say which half of the day it is: then it falls back at noon,
/// and goes on from there.
struct Turns {
    may_count_to_12: bool,
    /// The line of a fall of which it isn't known yet whether the time goes on from it.
    open: Option<u64>,
    /// The first line from which it did.
    first: Option<u64>,
}

impl Default for Turns {
    fn default() -> Self {
        Self { may_count_to_12: true, open: None, first: None }
    }
}

impl Turns {
    fn hear(&mut self, stamp: &Stamp) {
        self.may_count_to_12 &= stamp.half.is_none() && (1..=12).contains(&stamp.hour);
    }

    fn begin(&mut self, line: u64) {
        self.open = Some(line);
    }

    /// Ends a fall: whether the time goes on from it, or had only one message before.
    fn end(&mut self, goes_on: bool) {
        let open = self.open.take().filter(|_| goes_on);
        self.first = self.first.or(open);
    }
}
