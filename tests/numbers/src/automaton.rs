//! Finite sets of digit strings, each string with an output, in one automaton in which no state is
//! kept twice: numbers of many countries end alike.

use std::collections::HashMap;

/// After this many digits nothing matters any more.
pub const DEEPEST: usize = 18;

/// The state without a way on and without an output.
pub const NOTHING: u32 = 0;

/// A state: what it says of the digits read so far, and where each digit leads.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct State {
    pub output: u8,
    pub next: [u32; 10],
}

pub struct Automaton {
    pub states: Vec<State>,
    known: HashMap<State, u32>,
}

impl Automaton {
    pub fn new() -> Self {
        let known = HashMap::from([(State::default(), NOTHING)]);
        Self { states: vec![State::default()], known }
    }

    /// The number of this state, whose ways on are in the automaton already.
    pub fn add(&mut self, state: State) -> u32 {
        *self.known.entry(state.clone()).or_insert_with(|| {
            self.states.push(state);
            u32::try_from(self.states.len() - 1).expect("few states")
        })
    }
}
