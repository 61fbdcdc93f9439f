//! Non-interference: workspaces that differ in nothing but the digits behind the country codes of
//! their customers' numbers print the same bytes to whoever is masked, whatever the command; and
//! those that differ in nothing but traits, to whom traits are hidden.
//!
//! Every workspace is built three times (the numbers, others of the same length, others of another
//! length), or twice (traits). In each, texts are read in one of the three modes. Not every line is
//! run on each: every line × form of output × mode is dealt out over the workspaces, so that an
//! ordinary run comes to each of these once at least, as one role or another, with whatever masks and
//! cells that role has there. `ROLECALL_INTERFERENCE=600` tries ten times as many workspaces, and
//! each combination ten times.

mod draft;
mod lines;
mod numbers;
mod options;
pub mod random;
mod world;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use rolecall::rules::policy::mask::TextMode;

use self::{
    lines::{CHANGES, ENTRIES, EXCEPTIONS, Entry, UNTRIED},
    options::OPTIONS,
    random::Random,
    world::{Hidden, READERS, World},
};
use crate::support::{
    Ran, Workspace,
    case::FORMATS,
    inside::Inside,
    tree::{self, Leaf, leaves},
    workspace::operator,
};

/// How many workspaces are tried in an ordinary run: as many of each mode.
const WORKSPACES: usize = 60;
/// How many of the real changes are made on each.
const CHANGES_EACH: usize = 8;

fn wanted() -> usize {
    std::env::var("ROLECALL_INTERFERENCE").map_or(WORKSPACES, |text| text.parse().unwrap())
}

/// The builds of a world, each a file in a folder of its own.
struct Builds {
    world: World,
    _folder: tempfile::TempDir,
    paths: Vec<PathBuf>,
}

impl Builds {
    fn of(seed: u64, hidden: Hidden, inside: &mut Inside) -> Self {
        let world = World::new(seed, hidden);
        let folder = tempfile::tempdir().unwrap();
        let mut paths = Vec::new();
        for (build, numbers) in world.builds().iter().enumerate() {
            let path = folder.path().join(build.to_string()).join("workspace.db");
            std::fs::create_dir(path.parent().unwrap()).unwrap();
            world.build(&path, numbers, build, inside);
            paths.push(path);
        }
        Self { world, _folder: folder, paths }
    }

    /// Runs a line on each build. Nobody may be able to tell these apart; if somebody can, gives
    /// how, under the line that told.
    fn compare(
        &self,
        (entry, format, reader): (&'static Entry, &str, &str),
        random: &mut Random,
        run: &mut dyn FnMut(&Path, &str, &[u8]) -> Ran,
    ) -> Result<Ran, Leak> {
        let (line, input) = entry.fill(&self.world, random);
        let line = format!("{line} --as {reader}@acme.test --format {format}");
        let mut first: Option<Ran> = None;
        for path in &self.paths {
            let mut ran = run(path, &line, input.as_bytes());
            ran.line.clone_from(&line);
            let folder = path.parent().unwrap().display().to_string();
            for text in [&mut ran.stdout, &mut ran.stderr] {
                *text = text.replace(&folder, "[folder]");
            }
            match &first {
                None => first = Some(ran),
                Some(first) if *first == ran => {}
                Some(first) => {
                    let (one, other) = (first.transcript(), ran.transcript());
                    return Err((entry.line, format!("{input}\n{one}\n{other}")));
                }
            }
        }
        Ok(first.unwrap())
    }
}

/// The line that told builds apart, and what it printed.
type Leak = (&'static str, String);

/// Holds that there are none; else shows one of each kind.
#[track_caller]
fn none_of(leaks: &[Leak]) {
    let kinds: BTreeMap<_, _> = leaks.iter().map(|(line, page)| (line, page)).collect();
    let shown: Vec<_> = kinds.values().map(|page| page.as_str()).collect();
    assert!(
        leaks.is_empty(),
        "{} times something hidden shows:\n\n{}",
        leaks.len(),
        shown.join("\n")
    );
}

/// Every line that only prints, on the sample workspace.
pub fn printing_lines() -> impl Iterator<Item = String> {
    let prints = |entry: &&Entry| !entry.fails && !entry.line.contains("--dry-run");
    entries().filter(prints).map(Entry::spelled)
}

/// Every line.
fn entries() -> impl Iterator<Item = &'static Entry> {
    ENTRIES.iter().chain(OPTIONS)
}

/// How many runs each workspace takes, so that an ordinary run of the tests comes to all of them in
/// each mode.
fn share() -> usize {
    deck().len().div_ceil(WORKSPACES / TextMode::ALL.len())
}

type Run = (&'static Entry, &'static str, &'static str);

/// Every plain line in every form; those of the options in one form each. Readers take turns.
fn deck() -> Vec<Run> {
    let plain = ENTRIES.iter().flat_map(|entry| FORMATS.map(|format| (entry, format)));
    let options =
        OPTIONS.iter().zip(FORMATS.iter().cycle()).map(|(entry, format)| (entry, *format));
    let readers = READERS.iter().cycle();
    plain
        .chain(options)
        .zip(readers)
        .map(|((entry, format), reader)| (entry, format, *reader))
        .collect()
}

/// The deck in a random order, over and over.
fn deal(mut random: Random) -> impl Iterator<Item = Run> {
    let mut deck = deck();
    for at in (1..deck.len()).rev() {
        deck.swap(at, random.below(at + 1));
    }
    (0..).map(move |at: usize| deck[at % deck.len()])
}

/// Tries workspaces `from..to`. Gives how many runs did what they were asked, and what leaked.
fn try_workspaces(hidden: Hidden, from: usize, to: usize) -> (usize, Vec<Leak>) {
    let mut inside = Inside::new();
    let (mut done, mut leaks) = (0, Vec::new());
    let modes = TextMode::ALL.len();
    for seed in from..to {
        let builds = Builds::of(seed as u64, hidden, &mut inside);
        let mut random = Random::new(!(seed as u64));
        // Of each mode a deck of its own, in which other readers have the turn.
        let deck = deal(Random::new((seed % modes) as u64)).skip(seed / modes * share());
        for (entry, format, reader) in deck.take(share()) {
            let reader = READERS.iter().cycle().skip_while(|it| **it != reader).nth(seed % modes);
            let triple = (entry, format, *reader.unwrap());
            let mut run = |path: &Path, line: &str, input: &[u8]| inside.run(path, line, input);
            match builds.compare(triple, &mut random, &mut run) {
                Ok(ran) => {
                    assert_ne!(ran.code, 70, "{}", ran.transcript());
                    done += usize::from(ran.code == 0);
                }
                Err(leak) => leaks.push(leak),
            }
        }
        for _ in 0..CHANGES_EACH {
            let entry = random.of(CHANGES);
            let reader = *random.of(&READERS);
            let format = *random.of(&FORMATS);
            let mut run = |path: &Path, line: &str, input: &[u8]| inside.run(path, line, input);
            leaks.extend(builds.compare((entry, format, reader), &mut random, &mut run).err());
        }
    }
    (done, leaks)
}

/// On two threads: each has a program of its own.
fn try_all(hidden: Hidden, count: usize) {
    let half = count / 2;
    let [(one, mut leaks), (other, more)] = std::thread::scope(|scope| {
        let halves = [(0, half), (half, count)]
            .map(|(from, to)| scope.spawn(move || try_workspaces(hidden, from, to)));
        halves.map(|half| half.join().unwrap())
    });
    leaks.extend(more);
    none_of(&leaks);
    let done = one + other;
    // Where nearly everything is refused, nothing is shown.
    assert!(done * 4 > count * share(), "only {done} runs did anything");
}

#[test]
fn the_digits_of_numbers_change_nothing_for_whom_they_are_hidden_from() {
    try_all(Hidden::Numbers, wanted());
}

#[test]
fn traits_change_nothing_for_whom_they_are_hidden_from() {
    try_all(Hidden::Traits, wanted() / 4);
}

/// What is run within this process is what runs as one.
#[test]
fn the_binary_itself_keeps_quiet_too() {
    let mut inside = Inside::new();
    let mut deck = deal(Random::new(7));
    for seed in 0..2 {
        let builds = Builds::of(seed, Hidden::Numbers, &mut inside);
        let mut random = Random::new(seed);
        let bare = Workspace::none();
        for triple in deck.by_ref().take(20) {
            let twin = random.clone();
            let mut run = |path: &Path, line: &str, input: &[u8]| {
                let line = format!("--workspace {} {line}", path.display());
                bare.run_with(&line, input)
            };
            let outside = builds.compare(triple, &mut random, &mut run).unwrap();
            let mut run = |path: &Path, line: &str, input: &[u8]| inside.run(path, line, input);
            let within = builds.compare(triple, &mut twin.clone(), &mut run).unwrap();
            // Only a process's clock is set by hand, which the status tells.
            if triple.0.line.starts_with("status") {
                continue;
            }
            // Who runs the tests is another on every machine.
            let stdout = within.stdout.replace(&operator(), "[operator]");
            assert_eq!(
                (outside.code, outside.stdout, outside.stderr),
                (within.code, stdout, within.stderr)
            );
        }
    }
}

/// A shell completes nothing by which a number could be told.
#[test]
fn completion_keeps_quiet_too() {
    let mut inside = Inside::new();
    let builds = Builds::of(3, Hidden::Numbers, &mut inside);
    for words in [
        &["chat", "list", "--assignee", ""][..],
        &["chat", "list", "--tag", ""],
        &["chat", "reply", "1", "--template", ""],
        &["chat", "show", ""],
        &["contact", "show", ""],
        &["contact", "list", "--trait", ""],
        &["campaign", "show", ""],
        &["account", "access", ""],
        &["member", "show", ""],
        &["role", "show", ""],
        &["team", "join", ""],
        &["template", "show", ""],
        &["outbox", "show", ""],
    ] {
        let complete = |path: &PathBuf| {
            let bare = Workspace::none();
            let mut command = bare.command();
            command.env("COMPLETE", "bash").env("ROLECALL_WORKSPACE", path);
            command
                .env("ROLECALL_AS", "adam@acme.test")
                .env("_CLAP_COMPLETE_INDEX", words.len().to_string());
            let output = command.arg("--").arg("rolecall").args(words).output().unwrap();
            (output.status.code(), output.stdout, output.stderr)
        };
        let answers: Vec<_> = builds.paths.iter().map(complete).collect();
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{words:?}: {answers:?}");
    }
}

/// What every line reaches, and whether it is run as a dry run.
fn reached() -> BTreeSet<Leaf> {
    let entries = entries().chain(CHANGES).filter(|entry| !entry.fails);
    entries.map(|entry| tree::reached(&entry.spelled())).collect()
}

#[test]
fn every_line_reaches_its_command() {
    let faults: Vec<_> = entries()
        .chain(CHANGES)
        .filter_map(|entry| match tree::read(&entry.spelled()) {
            Ok(_) if entry.fails => Some(format!("`{}` reaches a command", entry.line)),
            Err(error) if !entry.fails => Some(format!("`{}`: {error}", entry.line)),
            _ => None,
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_command_is_tried() {
    let tried: BTreeSet<_> =
        reached().into_iter().map(|leaf| (leaf.path, leaf.is_change)).collect();
    let is_change: BTreeMap<_, _> =
        leaves().into_iter().map(|leaf| (leaf.path, leaf.is_change)).collect();
    tree::covered(
        is_change.keys().cloned(),
        |path| tried.contains(&(path.to_owned(), is_change[path])),
        EXCEPTIONS,
    );
}

#[test]
fn every_option_is_tried() {
    let each = |leaf: Leaf| {
        let Leaf { path, takes, .. } = leaf;
        takes.into_iter().map(move |name| format!("{path} {name}"))
    };
    let tried: BTreeSet<_> = reached().into_iter().flat_map(each).collect();
    let is_excepted = |path: &str| EXCEPTIONS.iter().any(|(other, _)| *other == path);
    let all = leaves().into_iter().filter(|leaf| !is_excepted(&leaf.path)).flat_map(each);
    tree::covered(all, |name| tried.contains(name), UNTRIED);
}
