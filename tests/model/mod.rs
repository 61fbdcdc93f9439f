//! Members of random roles try everything there is, in random sequences, two of them together and with
//! whom they bring in. In the end none of them reads, holds or did what a simple statement of the
//! contract gives to neither of the two.
//!
//! A few hundred sequences run always; `ROLECALL_MODEL=20000` tries as many as it says, and
//! `ROLECALL_MODEL=208-208` those alone. That the test can fail is tested too: with a rule taken out, a
//! sequence gets round it. Where the acts change, other sequences do: the test prints which.

mod acts;
mod contract;
mod faults;
mod trial;
mod world;

use self::{
    acts::{LEFT_OUT, LINES, some_act},
    contract::Given,
    faults::{FAULTS, Fault},
    trial::Trial,
    world::{Dice, World},
};
use crate::support::{inside::Inside, tree};

/// So many sequences run always.
const SEQUENCES: u64 = 300;

/// The longest sequence.
const LONGEST: usize = 6;

/// So many sequences are tried to get round a rule that is taken out.
const TRIES: u64 = 200;

/// Somebody whom the owner invited, and who hasn't joined.
const BOSS: &str = "boss@x.test";

/// Plays one sequence, of lines that begin so. Gives what it got beyond what was given, with its lines.
fn play(
    inside: &mut Inside,
    seed: u64,
    without: Option<&Fault>,
    beginnings: &[&str],
) -> Option<String> {
    let mut dice = Dice::new(seed);
    let world = World::new(&mut dice);
    let pair = [1 + dice.below(world.people.len() - 1), 1 + dice.below(world.people.len() - 1)];
    let given = Given::of(&world, pair[0]).and(Given::of(&world, pair[1]));
    let draft_from = dice.below(world.accounts.len());
    let boss_role = *dice.pick(&world::ROLES[1..]);
    let colluders = pair.map(|who| world.people[who].email.clone());
    let mut trial = Trial::new(inside, world, given, &colluders, without);
    trial.set_up(draft_from, boss_role);
    for _ in 0..=dice.below(LONGEST) {
        let members = trial.members();
        if members.is_empty() {
            break;
        }
        let who = dice.pick(&members).clone();
        let act = some_act(&mut dice, &trial.world, (&who, &trial.code), beginnings);
        trial.act(&who, &act);
    }
    let beyond = trial.beyond(draft_from);
    let roles = pair.map(|who| {
        let person = &trial.world.people[who];
        format!("{} is {} in team {}", person.email, person.role, person.team)
    });
    let told = [beyond.join(", "), roles.join(", "), trial.lines.join("\n")].join("\n");
    (!beyond.is_empty()).then(|| format!("seed {seed}: {told}"))
}

/// Plays sequences on two threads, and gives some of those that went wrong.
fn play_all((first, last): (u64, u64)) -> Vec<String> {
    let share = |first: u64| {
        let mut inside = Inside::new();
        let wrong = (first..=last).step_by(2).filter_map(|seed| play(&mut inside, seed, None, &[]));
        wrong.take(3).collect::<Vec<_>>()
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| share(first + 1));
        let mut wrong = share(first);
        wrong.extend(other.join().unwrap());
        wrong
    })
}

/// The sequences that were asked for.
fn sequences() -> (u64, u64) {
    let Ok(asked) = std::env::var("ROLECALL_MODEL") else { return (1, SEQUENCES) };
    let (first, last) = asked.split_once('-').unwrap_or(("1", &asked));
    (first.parse().unwrap(), last.parse().unwrap())
}

#[test]
fn two_together_get_no_more_than_was_given() {
    let wrong = play_all(sequences());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn everything_that_changes_something_is_tried() {
    let tried: Vec<_> = LINES.iter().map(|line| tree::meant(line)).collect();
    let changes = tree::leaves().into_iter().filter(|leaf| leaf.is_change).map(|leaf| leaf.path);
    tree::covered(changes, |name| tried.iter().any(|line| line == name), LEFT_OUT);
}

/// Without any one rule some sequence gets round it, which with all rules gets nowhere.
#[test]
fn without_any_one_rule_a_sequence_gets_round_it() {
    let mut inside = Inside::new();
    let mut missed = Vec::new();
    for fault in FAULTS {
        let mut play = |seed, without| play(&mut inside, seed, without, fault.lines);
        let found =
            (fault.seed..fault.seed + TRIES).find(|seed| play(*seed, Some(fault)).is_some());
        println!("{found:?}: {}", fault.name);
        match found {
            Some(seed) => assert_eq!(play(seed, None), None, "{}", fault.name),
            None => missed.push(fault.name),
        }
    }
    assert!(missed.is_empty(), "nothing misses the rules against: {missed:?}");
}
