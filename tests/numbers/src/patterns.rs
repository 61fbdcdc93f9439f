//! Patterns of the library, as machines that are walked digit by digit.

use regex_automata::{
    Anchored, Input, MatchKind,
    dfa::{Automaton as _, StartKind, dense},
    util::{primitives::StateID, syntax},
};

/// Several patterns that are tried at once, each from the beginning.
pub struct Patterns(dense::DFA<Vec<u32>>);

impl Patterns {
    /// Which of the patterns are the whole of the digits.
    pub fn whole(patterns: &[String]) -> Self {
        Self::of(patterns, MatchKind::All)
    }

    /// How far the pattern goes, where of two ways the first counts.
    pub fn prefix(pattern: &str) -> Self {
        // What is wrapped is anchored at both ends; a prefix is so at the first alone.
        let open = pattern.strip_suffix('$').expect("a wrapped pattern");
        Self::of(&[open.to_owned()], MatchKind::LeftmostFirst)
    }

    fn of(patterns: &[String], kind: MatchKind) -> Self {
        assert!(patterns.iter().all(|pattern| pattern.starts_with("^(?:")), "{patterns:?}");
        let config = dense::Config::new().match_kind(kind).start_kind(StartKind::Anchored);
        let syntax = syntax::Config::new().unicode(false).utf8(false);
        let dfa = dense::Builder::new().configure(config).syntax(syntax).build_many(patterns);
        Self(dfa.expect("the library's patterns are regular"))
    }

    pub fn start(&self) -> StateID {
        let input = Input::new("").anchored(Anchored::Yes);
        self.0.start_state_forward(&input).expect("a start")
    }

    pub fn after(&self, state: StateID, digit: u8) -> StateID {
        self.0.next_state(state, b'0' + digit)
    }

    pub fn is_dead(&self, state: StateID) -> bool {
        self.0.is_dead_state(state)
    }

    /// Which patterns match if the digits end here.
    pub fn at_end(&self, state: StateID) -> Vec<usize> {
        self.matches(self.0.next_eoi_state(state))
    }

    /// Whether a pattern matches here whatever follows.
    pub fn is_here(&self, state: StateID) -> bool {
        // A match is told one byte late.
        !self.matches(self.0.next_state(state, b'x')).is_empty()
    }

    fn matches(&self, state: StateID) -> Vec<usize> {
        if !self.0.is_match_state(state) {
            return Vec::new();
        }
        (0..self.0.match_len(state)).map(|at| self.0.match_pattern(state, at).as_usize()).collect()
    }
}
