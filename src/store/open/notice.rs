//! What a run notices about the workspace beside its work, to be told when it has ended.

use std::sync::{Arc, Mutex, PoisonError};

/// Something that its user should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// The file has a second name, so it can't be written to.
    Linked,
    /// Others than its owner may read the file.
    Exposed,
    /// The file can only be read, so the audit doesn't tell who took something away.
    Unrecorded,
    /// The clock is so many milliseconds behind the newest entry of the audit.
    ClockBehind(i64),
    /// The clock is so many milliseconds after the newest entry, which is hardly right.
    ClockAhead(i64),
}

/// The warnings of one run, each once, whichever of its parts noticed it.
#[derive(Debug, Clone, Default)]
pub struct Notices(Arc<Mutex<Vec<Warning>>>);

impl Notices {
    /// Adds one.
    pub fn add(&self, warning: Warning) {
        let mut warnings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }

    /// Takes them all out.
    #[must_use]
    pub fn take(&self) -> Vec<Warning> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Two computers' clocks differ, and one computer's is put right now and then.
const TOLERANCE: i64 = 60 * 1000;

/// A workspace that nobody changed for longer is rarer than a clock that is wrong.
const LONG_AHEAD: i64 = 400 * 24 * 60 * 60 * 1000;

/// What is odd about the time of a new entry, behind one of that time.
pub(in crate::store) fn about_clock(newest: i64, now: i64) -> Option<Warning> {
    let passed = now.saturating_sub(newest);
    if passed < -TOLERANCE {
        Some(Warning::ClockBehind(passed.saturating_neg()))
    } else {
        (passed > LONG_AHEAD).then_some(Warning::ClockAhead(passed))
    }
}

#[cfg(test)]
mod tests {
    use super::{Warning, about_clock};

    #[test]
    fn a_clock_is_odd_that_goes_back_or_jumps_ahead() {
        let day = 24 * 60 * 60 * 1000;
        assert_eq!(about_clock(10 * day, 10 * day - 1000), None);
        assert_eq!(about_clock(10 * day, 9 * day), Some(Warning::ClockBehind(day)));
        assert_eq!(about_clock(10 * day, 375 * day), None);
        assert_eq!(about_clock(10 * day, 510 * day), Some(Warning::ClockAhead(500 * day)));
    }
}
