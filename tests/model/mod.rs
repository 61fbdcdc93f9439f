//! Members of random roles try everything there is, in random sequences, two of them together. In the
//! end neither reads or holds what a simple statement of the contract didn't give to one of the two.
//! A few hundred sequences run always; `ROLECALL_MODEL=20000` tries as many as it says.
//!
//! That the test can fail is tested too: with a rule taken out, a sequence gets round it.

mod acts;
mod contract;
mod world;

use std::{collections::BTreeSet, path::Path};

use self::{
    acts::{Act, PUPPETS, some_act},
    contract::Given,
    world::{Dice, World},
};
use crate::support::{Ran, inside::Inside};

/// So many sequences run always.
const SEQUENCES: u64 = 300;

/// The longest sequence.
const LONGEST: usize = 6;

struct Trial<'t> {
    inside: &'t mut Inside,
    world: World,
    /// The reason code of a rule that is taken out: what it refuses happens all the same.
    without: Option<&'t str>,
    lines: Vec<String>,
}

impl Trial<'_> {
    fn run(&mut self, line: &str, input: &str) -> Ran {
        let path = self.world.path();
        run(self.inside, &path, line, input)
    }

    fn act(&mut self, who: usize, act: &Act) {
        let email = self.world.people[who].email.clone();
        let ran = self.run(&format!("{} --yes --format json --as {email}", act.line), &act.input);
        self.lines.push(format!("{email}: {} -> {}", act.line, ran.code));
        let refused =
            ran.code == 3 && self.without.is_some_and(|code| ran.error()["reason"] == code);
        if refused {
            // As if nobody had refused it.
            let for_them = act.line.starts_with("account connect") && !act.line.contains("--for");
            let whose = if for_them { format!(" --for {email}") } else { String::new() };
            self.run(&format!("{}{whose} --yes --format json", act.line), &act.input);
        }
    }

    /// What a member reads or holds beyond what was given.
    fn beyond(&mut self, email: &str, given: &Given) -> Vec<String> {
        let mut beyond = Vec::new();
        let held = self.run(&format!("can {email} --all --format json"), "");
        if held.code == 0 {
            let held: BTreeSet<_> = held.column("permission").into_iter().collect();
            let more = held.iter().filter(|key| !given.permissions.contains(key.as_str()));
            beyond.extend(more.map(|key| format!("{email} holds {key}")));
        }
        let chats = self.run(&format!("chat list --all --format json --as {email}"), "");
        if chats.code != 0 {
            return beyond;
        }
        for row in chats.rows() {
            let place = usize::try_from(row["id"].as_i64().unwrap() - 1).unwrap();
            let is_known = place < self.world.chats.len();
            if is_known && !given.chats.contains(&place) {
                beyond.push(format!("{email} sees chat {}", place + 1));
            }
            let contact = row["contact"].as_str().and_then(|name| name.strip_prefix("Customer "));
            let contact: Option<usize> = contact.and_then(|place| place.parse().ok());
            if !is_known && contact.is_some_and(|contact| !given.contacts.contains(&contact)) {
                beyond.push(format!("{email} reads {}", row["contact"]));
            }
            if row["phone_masked"] == false && !row["phone"].is_null() && !given.numbers {
                beyond.push(format!("{email} reads the number of chat {}", place + 1));
            }
        }
        beyond
    }
}

fn run(inside: &mut Inside, path: &Path, line: &str, input: &str) -> Ran {
    inside.run(path, line, input.as_bytes())
}

/// Plays one sequence, and gives what it got beyond what was given, with the lines.
fn play(inside: &mut Inside, seed: u64, without: Option<&str>) -> Result<(), String> {
    let mut dice = Dice::new(seed);
    let world = World::new(&mut dice);
    let colluders =
        [1 + dice.below(world.people.len() - 1), 1 + dice.below(world.people.len() - 1)];
    let given = Given::of(&world, colluders[0]).and(Given::of(&world, colluders[1]));
    let mut trial = Trial { inside, world, without, lines: Vec::new() };
    let draft_from = trial.world.accounts[dice.below(5)].0.clone();
    for line in [
        "template add promo --category marketing --language en --body 'Hi {{1}}!' --shared"
            .to_owned(),
        "template submit promo".to_owned(),
        "template mark promo approved".to_owned(),
        format!(
            "campaign create Draft --template promo --account {draft_from} --all-contacts \
             --var 1=name|you --draft"
        ),
    ] {
        let ran = trial.run(&line, "");
        assert_eq!(ran.code, 0, "{}", ran.transcript());
    }
    for _ in 0..=dice.below(LONGEST) {
        let who = *dice.pick(&colluders);
        let act = some_act(&mut dice, &trial.world, who);
        trial.act(who, &act);
    }
    let mut theirs: Vec<String> =
        colluders.iter().map(|who| trial.world.people[*who].email.clone()).collect();
    theirs.extend(PUPPETS.map(str::to_owned));
    let beyond: Vec<_> = theirs.iter().flat_map(|email| trial.beyond(email, &given)).collect();
    if beyond.is_empty() {
        return Ok(());
    }
    let roles = colluders.map(|who| {
        let person = &trial.world.people[who];
        format!("{} is {} in team {}", person.email, person.role, person.team)
    });
    Err(format!(
        "seed {seed}: {}\n{}\n{}",
        beyond.join(", "),
        roles.join(", "),
        trial.lines.join("\n")
    ))
}

#[test]
fn two_together_get_no_more_than_was_given() {
    let sequences = std::env::var("ROLECALL_MODEL").map_or(SEQUENCES, |text| text.parse().unwrap());
    let mut inside = Inside::new();
    let wrong: Vec<_> =
        (1..=sequences).filter_map(|seed| play(&mut inside, seed, None).err()).take(5).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Each rule, by its reason code: without it some sequence gets round it.
#[test]
fn without_any_one_rule_a_sequence_gets_round_it() {
    let mut inside = Inside::new();
    for code in [
        "gives-more",
        "higher-rank",
        "target-is-owner",
        "own-role",
        "own-team",
        "unseen-team",
        "unseen-chats",
        "account-with-past",
        "owner-only",
        "toggle-off",
    ] {
        let found = (1..=1500).find(|seed| play(&mut inside, *seed, Some(code)).is_err());
        assert!(found.is_some(), "no sequence misses `{code}`");
    }
}
