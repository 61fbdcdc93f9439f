//! `man`: manual pages, from the same tree as the help.

use super::{
    context::Context,
    error::{Error, Exit, Result},
    help::pages,
    run::command,
    verb::Run,
};

#[derive(clap::Args)]
pub struct Man {
    /// A command such as `chat list` [default: the program]
    #[arg(add = pages())]
    command: Vec<String>,
}

impl Run for Man {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let mut found = command();
        for word in &self.command {
            found = found.find_subcommand(word).cloned().ok_or_else(|| {
                Error::usage(
                    format!("no command `{}`", self.command.join(" ")),
                    "`rolecall help` lists the commands",
                )
            })?;
        }
        let name = ["rolecall"].into_iter().chain(self.command.iter().map(String::as_str));
        let name = name.collect::<Vec<_>>().join("-");
        let mut page = Vec::new();
        clap_mangen::Man::new(found).title(name.to_uppercase()).render(&mut page)?;
        context.output.text(&String::from_utf8_lossy(&page))?;
        Ok(Exit::Done)
    }
}
