//! What stands before a number without being a part of it: the way out of a country, and what is
//! dialled within it.

use regex_automata::{
    nfa::thompson::pikevm::PikeVM,
    util::{primitives::StateID, syntax},
};

use crate::automaton::{Automaton, DEEPEST, NOTHING, State};
use crate::patterns::Patterns;

/// How the digits of a prefix become the first digits of a number: some are put before, and some of
/// the prefix's own stay.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    pub before: String,
    /// How many digits go from the prefix's start.
    pub from_start: u8,
    /// How many go from its end, or all where nothing stays.
    pub from_end: Option<u8>,
}

/// The rule of most prefixes: nothing stays.
pub const STRIP: Rule = Rule { before: String::new(), from_start: 0, from_end: None };

struct Walk<'a> {
    patterns: Patterns,
    transform: Option<Transform>,
    rules: &'a mut Vec<Rule>,
    automaton: &'a mut Automaton,
}

struct Transform {
    groups: PikeVM,
    before: String,
    kept: usize,
}

/// An output's bit: the prefix ends only where the digits do. Beside it stands the place of a rule,
/// counted from one.
const AT_END: u8 = 1 << 4;

/// The state from which a prefix is read.
pub fn prefixes(
    pattern: &str,
    transform: Option<&str>,
    rules: &mut Vec<Rule>,
    automaton: &mut Automaton,
) -> u32 {
    let transform = transform.filter(|transform| !transform.is_empty()).map(|transform| {
        let (before, kept) = transform.split_once('$').expect("a group that stays");
        let open = pattern.strip_suffix('$').expect("a wrapped pattern");
        let syntax = syntax::Config::new().unicode(false).utf8(false);
        let groups = PikeVM::builder().syntax(syntax).build(open).expect("a pattern");
        Transform { groups, before: before.to_owned(), kept: kept.parse().expect("one group") }
    });
    let patterns = Patterns::prefix(pattern);
    let start = patterns.start();
    Walk { patterns, transform, rules, automaton }.state(start, &mut String::new())
}

impl Walk<'_> {
    // Digits that lead to one state stand for each other; what was read before does not, since the
    // rule may depend on it. So states are made anew on every way and are one by what follows.
    fn state(&mut self, state: StateID, read: &mut String) -> u32 {
        if self.patterns.is_dead(state) {
            return NOTHING;
        }
        assert!(read.len() <= DEEPEST, "prefixes are shorter");
        let mut seen: Vec<(StateID, u32)> = Vec::new();
        let mut next = [NOTHING; 10];
        for digit in 0..10 {
            let after = self.patterns.after(state, digit);
            let known = seen.iter().find(|(state, _)| *state == after).map(|(_, known)| *known);
            next[usize::from(digit)] = known.unwrap_or_else(|| {
                read.push(char::from(b'0' + digit));
                let made = self.state(after, read);
                read.pop();
                seen.push((after, made));
                made
            });
        }
        let here = self.patterns.is_here(state);
        let at_end = !self.patterns.at_end(state).is_empty();
        let output = match (here, at_end) {
            (true, _) => self.rule(read),
            (false, true) => self.rule(read) | AT_END,
            (false, false) => 0,
        };
        self.automaton.add(State { output, next })
    }

    fn rule(&mut self, read: &str) -> u8 {
        let rule = self.transform.as_ref().and_then(|transform| transform.rule(read));
        let rule = rule.unwrap_or(STRIP);
        let at = self.rules.iter().position(|known| *known == rule).unwrap_or_else(|| {
            self.rules.push(rule);
            self.rules.len() - 1
        });
        let counted = u8::try_from(at + 1).expect("few rules");
        assert!(counted < AT_END, "more rules than an output holds");
        counted
    }
}

impl Transform {
    /// Nothing where what would stay isn't there: then the prefix goes as others do.
    fn rule(&self, read: &str) -> Option<Rule> {
        let mut found = self.groups.create_captures();
        self.groups.captures(&mut self.groups.create_cache(), read, &mut found);
        let whole = found.get_match().expect("it matched");
        assert_eq!(whole.end(), read.len(), "the whole of what was read");
        let first = found.get_group(1)?;
        let last = if found.group_len() > 2 { found.get_group(2) } else { None };
        if last.unwrap_or(first).is_empty() {
            return None;
        }
        let kept = found.get_group(self.kept).expect("the group that stays");
        let count = |digits: usize| u8::try_from(digits).expect("few digits");
        Some(Rule {
            before: self.before.clone(),
            from_start: count(kept.start),
            from_end: Some(count(read.len() - kept.end)),
        })
    }
}
