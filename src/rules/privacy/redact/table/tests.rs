//! Every way through the automaton, for the tests that hold it against the library.

use std::collections::{BTreeMap, VecDeque, btree_map::Entry};

use super::{Plan, State};

/// Digits that go through every state of a code's numbers and take every way on from it, each to the
/// nearest number; where the way leads nowhere, as far as the one beside it.
pub(in crate::rules::privacy::redact) fn numbers(plan: Plan) -> Vec<String> {
    Ways { is_end: |output| output >> 1 != 0, ends: BTreeMap::new() }.all(plan.number)
}

/// The same for what is dialled before them within the country, and for the ways out of it.
pub(in crate::rules::privacy::redact) fn prefixes(plan: Plan) -> Vec<String> {
    let mut ways = Ways { is_end: |output| output != 0, ends: BTreeMap::new() };
    let mut found = ways.all(plan.trunk);
    found.extend(ways.all(plan.way_out));
    found
}

struct Ways {
    is_end: fn(u16) -> bool,
    /// From each state the fewest digits to an end.
    ends: BTreeMap<u16, Option<String>>,
}

impl Ways {
    fn all(&mut self, start: State) -> Vec<String> {
        let mut found = Vec::new();
        let mut seen = BTreeMap::from([(start.0, String::new())]);
        let mut next = VecDeque::from([start]);
        while let Some(state) = next.pop_front() {
            let read = seen[&state.0].clone();
            let ends: Vec<_> = (b'0'..=b'9').map(|digit| self.end(state.after(digit))).collect();
            let Some(nearest) = ends.iter().flatten().min_by_key(|end| end.len()) else { continue };
            for (digit, end) in (b'0'..=b'9').zip(&ends) {
                let after = state.after(digit);
                // Digits that lead to one state stand for each other.
                if digit > b'0' && state.after(digit - 1).0 == after.0 {
                    continue;
                }
                let way = format!("{read}{}", char::from(digit));
                found.push(format!("{way}{}", end.as_ref().unwrap_or(nearest)));
                if let Entry::Vacant(place) = seen.entry(after.0) {
                    place.insert(way);
                    next.push_back(after);
                }
            }
        }
        found
    }

    fn end(&mut self, state: State) -> Option<String> {
        if let Some(known) = self.ends.get(&state.0) {
            return known.clone();
        }
        let end = if (self.is_end)(state.output()) {
            Some(String::new())
        } else if state.0 == 0 {
            None
        } else {
            let ways = (b'0'..=b'9').filter_map(|digit| {
                self.end(state.after(digit)).map(|end| format!("{}{end}", char::from(digit)))
            });
            ways.min_by_key(String::len)
        };
        self.ends.insert(state.0, end.clone());
        end
    }
}
