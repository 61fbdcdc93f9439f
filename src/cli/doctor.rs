//! `doctor`: what is wrong with the workspace, and what helps.

use super::{
    clock::rough,
    context::Context,
    error::{Exit, Result},
    verb::{Run, print, row},
};
use crate::{
    ops::trust::{Examined, examine},
    rules::{counted::counted, privacy::safe_text::SafeText},
    store::{ChainFault, Finding},
};

#[derive(clap::Args)]
pub struct Args {
    /// Repair what can be repaired without losing anything
    #[arg(long)]
    fix: bool,
}

/// One line of the report.
pub struct Line {
    check: &'static str,
    problem: String,
    repair: &'static str,
    is_fixed: bool,
}

row!(line: Line {
    name "check" => line.check,
    "problem" => SafeText::echo(line.problem),
    "repair" => line.repair,
    "fixed" => line.is_fixed,
});

impl Run for Args {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let found = examine(&mut context.session()?, self.fix)?;
        let is_well = found.iter().all(|(_, is_fixed)| *is_fixed);
        let count = found.len();
        print(&mut context.output, found.into_iter().map(Line::from))?;
        if count == 0 {
            context.output.say("nothing is wrong")?;
        }
        Ok(if is_well { Exit::Done } else { Exit::No })
    }
}

impl From<Examined> for Line {
    fn from((finding, is_fixed): Examined) -> Self {
        let (check, problem, repair) = words(&finding);
        Self { check, problem, repair, is_fixed }
    }
}

const RESTORE: &str = "restore a backup with `rolecall restore FILE --force`";
const FIX: &str = "`rolecall doctor --fix`";

fn words(finding: &Finding) -> (&'static str, String, &'static str) {
    match finding {
        Finding::Damage(problem) => ("integrity", problem.clone(), RESTORE),
        Finding::Dangling(table) => {
            ("foreign-keys", format!("rows of `{table}` refer to rows that are gone"), RESTORE)
        }
        Finding::History(fault) => (
            "history",
            told(fault),
            "compare with a backup, and restore it if somebody else changed the file",
        ),
        Finding::Search => ("search", "the search index is not what was written".to_owned(), FIX),
        Finding::Tags => {
            ("tags", "the list of chats by tag is not what contacts have".to_owned(), FIX)
        }
        Finding::KnownNumbers => (
            "known-numbers",
            "the numbers that texts are compared with are not those that contacts have".to_owned(),
            FIX,
        ),
        Finding::Chats => ("chats", "chats don't know their newest message".to_owned(), FIX),
        Finding::Exposed => ("file-mode", "others can read the file".to_owned(), FIX),
        Finding::Linked => (
            "hard-link",
            "the file has a second name".to_owned(),
            "remove the name that nobody uses",
        ),
        Finding::Journal => ("journal", "changes are not written to a log first".to_owned(), FIX),
        Finding::Leftovers(count) => (
            "leftovers",
            format!("{} of unfinished work beside it", counted(*count, "leftover")),
            FIX,
        ),
        Finding::Clock(ahead) => (
            "clock",
            format!("the clock is {} behind the newest audit entry", rough(*ahead)),
            "set the computer's clock",
        ),
        Finding::StuckMails(count) => (
            "outbox",
            format!("{} tried often and still queued", counted(*count, "mail")),
            "see why with `rolecall outbox list`",
        ),
        Finding::NoOwner => {
            ("owner", "no owner is active".to_owned(), "restore a backup in which one is")
        }
    }
}

/// What is wrong with a history, as a sentence.
pub fn told(fault: &ChainFault) -> String {
    match fault {
        ChainFault::Changed(id) => format!("entry {id} is not what was written"),
        ChainFault::Kept(id) => {
            format!("what is kept of entry {id} for `undo` is not what was written")
        }
        ChainFault::Missing(id) => format!("entries before {id} are missing"),
        ChainFault::CutOff(id) => format!("the last entries, up to {id}, are missing"),
        ChainFault::Untold => {
            "members, roles, masks, teams, accounts, assignments or settings changed, and no entry \
             tells of it"
                .to_owned()
        }
        ChainFault::OtherHead => "the expected head is not in this history".to_owned(),
    }
}
