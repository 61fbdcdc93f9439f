//! `help`: a command's page, or a topic.

mod first_page;
mod synonym;
mod topic;

use clap::Args as _;

use self::topic::TOPICS;
pub use self::{first_page::FIRST_PAGE, synonym::synonyms, topic::topics};
use super::{
    context::Context,
    error::{EXIT_CODES, Error, Exit, Result},
    global::Global,
    run::grown,
    verb::{Run, print, row},
};
use crate::rules::nearest::nearest;

#[derive(clap::Args)]
pub struct Help {
    /// A command such as `chat list`, or a topic such as `exit-codes`
    topic: Vec<String>,
}

impl Run for Help {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let wanted = self.topic.join(" ");
        match wanted.as_str() {
            "" => context.output.text(FIRST_PAGE)?,
            "exit-codes" => {
                print(
                    &mut context.output,
                    EXIT_CODES.map(|(exit, meaning)| Code { exit, meaning }),
                )?;
            }
            "options" => context.output.text(&options())?,
            _ => {
                let page = TOPICS.iter().find(|(name, _)| *name == wanted);
                match page {
                    Some((_, text)) => context.output.prose(text)?,
                    None => context.output.text(&page_of(grown(context.commands), &self.topic)?)?,
                }
            }
        }
        Ok(Exit::Done)
    }
}

struct Code {
    exit: u8,
    meaning: &'static str,
}

row!(code: Code {
    "exit" => u32::from(code.exit),
    "meaning" => code.meaning,
});

/// The options of every command, which the other pages leave out.
fn options() -> String {
    let page = Global::augment_args(clap::Command::new("rolecall")).disable_help_flag(true);
    let text = page.help_template("{options}").render_long_help().to_string();
    format!("Every command takes these options:\n\n{text}\n")
}

fn page_of(tree: clap::Command, path: &[String]) -> std::result::Result<String, Error> {
    let mut found = tree;
    for word in path {
        let known = found.get_subcommands().map(clap::Command::get_name);
        let near =
            synonyms(word).first().map(|it| (*it).to_owned()).or_else(|| nearest(word, known));
        found = found.find_subcommand(word).cloned().ok_or_else(|| {
            let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            Error::usage(
                format!("no command or topic `{}`", path.join(" ")),
                format!("{near}`rolecall help` lists the commands and the topics"),
            )
        })?;
    }
    Ok(found.render_long_help().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_page_has_every_command_and_topic_once() {
        let words = FIRST_PAGE.split(|c: char| !(c.is_ascii_alphabetic() || c == '-'));
        let mut words: Vec<_> = words.collect();
        let examples = ["member", "chat", "why", "help"];
        for name in super::super::COMMANDS.iter().map(|node| node.name).chain(topics()) {
            let least = 1 + usize::from(examples.contains(&name));
            assert!(words.iter().filter(|word| **word == name).count() >= least, "{name}");
            words.retain(|word| *word != name);
        }
    }
}
