//! Which chats a verb is for: by their ids, or by those that standard input names.

use clap::Args;

use crate::{cli::error::Error, ops::chat::read_ids, rules::id::ChatId, ui::Output};

/// The chats, as they are named.
#[derive(Debug, Args)]
pub struct Chosen {
    /// The chats; `-` for those on standard input, one a line, as an id or as `chat list --format
    /// jsonl` prints it
    #[arg(value_name = "ID", required = true, value_parser = one)]
    chats: Vec<One>,
}

#[derive(Debug, Clone, Copy)]
enum One {
    Chat(i64),
    Input,
}

fn one(text: &str) -> Result<One, std::num::ParseIntError> {
    if text == "-" { Ok(One::Input) } else { text.parse().map(One::Chat) }
}

impl Chosen {
    /// Their ids, in the order in which they are named.
    pub fn ids(&self, output: &mut Output) -> Result<Vec<ChatId>, Error> {
        let mut ids = Vec::with_capacity(self.chats.len());
        for chat in &self.chats {
            match chat {
                One::Chat(id) => ids.push(ChatId(*id)),
                One::Input if self.chats.len() > 1 => {
                    return Err(Error::usage(
                        "`-` stands beside ids",
                        "name the chats here, or give all of them on standard input",
                    ));
                }
                One::Input => {
                    ids = read_ids("-", &mut output.input())?;
                }
            }
        }
        Ok(ids)
    }
}
