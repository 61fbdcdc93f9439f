//! Which digits after a calling code are a number, and of which kind: the question that the library
//! answers region by region, for all regions of a code at once.

use std::collections::{BTreeSet, HashMap};

use regex_automata::util::primitives::StateID;

use crate::automaton::{Automaton, DEEPEST, NOTHING, State};
use crate::metadata::{Kind, Region};
use crate::patterns::Patterns;

/// An output's bit: the digits are like a number of the main region.
const VIABLE: u8 = 1;
/// The other bits: a valid number.
const VALID: u8 = 1 << 1;
/// A mobile's, or one that may be.
const MOBILE: u8 = 2 << 1;
const TOLL_FREE: u8 = 3 << 1;

/// A pattern's place among those of all regions, and the lengths that it holds for.
struct Asked {
    pattern: Option<usize>,
    lengths: Vec<i32>,
}

impl Asked {
    fn is(&self, matched: &BTreeSet<usize>, len: usize) -> bool {
        let len = i32::try_from(len).expect("few digits");
        let fits = self.lengths.is_empty() || self.lengths.contains(&len);
        fits && self.pattern.is_some_and(|pattern| matched.contains(&pattern))
    }
}

/// What the library asks of a region, in its order.
struct Questions {
    leading: Asked,
    general: Asked,
    /// Those whose answer is no mobile: kind and output.
    others: Vec<(Asked, u8)>,
    fixed_line: Asked,
    mobile: Asked,
    same: bool,
}

impl Questions {
    fn of(region: &Region, patterns: &mut Vec<String>) -> Self {
        let mut place = |pattern: String| {
            patterns.iter().position(|known| *known == pattern).unwrap_or_else(|| {
                patterns.push(pattern);
                patterns.len() - 1
            })
        };
        let leading = region.leading_digits.as_ref().map(|pattern| {
            let open = pattern.strip_suffix('$').expect("a wrapped pattern");
            place(format!("{open}[0-9]*$"))
        });
        let mut ask = |kind: Option<&Kind>| Asked {
            pattern: kind.and_then(|kind| kind.pattern.clone()).map(&mut place),
            lengths: kind.map_or(Vec::new(), |kind| kind.lengths.clone()),
        };
        let others = [
            (&region.premium_rate, VALID),
            (&region.toll_free, TOLL_FREE),
            (&region.shared_cost, VALID),
            (&region.voip, VALID),
            (&region.personal_number, VALID),
            (&region.pager, VALID),
            (&region.uan, VALID),
            (&region.voicemail, VALID),
        ];
        Self {
            leading: Asked { pattern: leading, lengths: Vec::new() },
            general: ask(Some(&region.general)),
            others: others.map(|(kind, output)| (ask(kind.as_ref()), output)).into(),
            fixed_line: ask(region.fixed_line.as_ref()),
            mobile: ask(region.mobile.as_ref()),
            same: region.same_mobile_and_fixed_line(),
        }
    }

    /// The kind of a number in this region; nothing where it is no number there.
    fn kind(&self, matched: &BTreeSet<usize>, len: usize) -> u8 {
        if !self.general.is(matched, len) {
            return 0;
        }
        let other = self.others.iter().find(|(asked, _)| asked.is(matched, len));
        if let Some((_, output)) = other {
            return *output;
        }
        let is_mobile = self.mobile.is(matched, len);
        match self.fixed_line.is(matched, len) {
            true if self.same || is_mobile => MOBILE,
            true => VALID,
            false if !self.same && is_mobile => MOBILE,
            false => 0,
        }
    }
}

struct Walk<'a> {
    patterns: Patterns,
    regions: Vec<Questions>,
    automaton: &'a mut Automaton,
    known: HashMap<(StateID, usize), u32>,
}

/// The state from which the numbers after one calling code are read.
pub fn numbers(regions: &[Region], automaton: &mut Automaton) -> u32 {
    let mut patterns = Vec::new();
    let regions: Vec<_> =
        regions.iter().map(|region| Questions::of(region, &mut patterns)).collect();
    let patterns = Patterns::whole(&patterns);
    let start = patterns.start();
    Walk { patterns, regions, automaton, known: HashMap::new() }.state(start, 0)
}

impl Walk<'_> {
    fn state(&mut self, state: StateID, len: usize) -> u32 {
        if self.patterns.is_dead(state) {
            return NOTHING;
        }
        if let Some(known) = self.known.get(&(state, len)) {
            return *known;
        }
        let output = self.output(state, len);
        assert!(len < DEEPEST || output == 0, "numbers are shorter");
        let mut next = [NOTHING; 10];
        if len < DEEPEST {
            for digit in 0..10 {
                let after = self.patterns.after(state, digit);
                next[usize::from(digit)] = self.state(after, len + 1);
            }
        }
        let added = self.automaton.add(State { output, next });
        self.known.insert((state, len), added);
        added
    }

    fn output(&self, state: StateID, len: usize) -> u8 {
        let matched: BTreeSet<_> = self.patterns.at_end(state).into_iter().collect();
        let main = &self.regions[0].general;
        let is_viable = main.pattern.is_some_and(|pattern| matched.contains(&pattern));
        let viable = if is_viable { VIABLE } else { 0 };
        viable | self.kind(&matched, len)
    }

    fn kind(&self, matched: &BTreeSet<usize>, len: usize) -> u8 {
        // Where a code has one region, a number needs not be told from another's.
        if let [only] = &self.regions[..] {
            return only.kind(matched, len);
        }
        let kinds = self
            .regions
            .iter()
            .map(|region| (region.leading.is(matched, len), region.kind(matched, len)));
        kinds.into_iter().find(|(leads, kind)| *leads || *kind != 0).map_or(0, |(_, kind)| kind)
    }
}
