//! The chats that a verb is for: named by ID, or on standard input.

use clap::Args;

use crate::{
    cli::{candidates, context::Context, error::Error},
    ops::chat::read_ids,
    rules::id::ChatId,
};

/// The chats, as they are named.
#[derive(Args)]
pub struct Chosen {
    /// Chat IDs; `-` reads them from standard input, one a line, plain or as `chat list --format jsonl`
    /// prints them
    #[arg(value_name = "ID", required = true, value_parser = one, add = candidates::chats())]
    chats: Vec<One>,
    /// Their IDs, in the order in which they are named.
    #[arg(skip)]
    pub ids: Vec<ChatId>,
}

#[derive(Clone, Copy)]
enum One {
    Chat(i64),
    Input,
}

fn one(text: &str) -> Result<One, std::num::ParseIntError> {
    if text == "-" { Ok(One::Input) } else { text.parse().map(One::Chat) }
}

impl Chosen {
    /// Reads the IDs from standard input, if that is where they are.
    pub fn read(&mut self, context: &mut Context) -> Result<(), Error> {
        if let [One::Input] = self.chats[..] {
            self.ids = read_ids("-", &mut context.output.input())?;
            return Ok(());
        }
        for chat in &self.chats {
            match chat {
                One::Chat(id) => self.ids.push(ChatId(*id)),
                One::Input => {
                    return Err(Error::usage(
                        "`-` is given beside IDs",
                        "name the chats here, or all of them on standard input",
                    ));
                }
            }
        }
        Ok(())
    }
}
