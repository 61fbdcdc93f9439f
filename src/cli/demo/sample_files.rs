//! `demo --files`: the files that the README's first ten minutes name, so that every line of it can be
//! pasted.

use std::{fs, io::Write, path::Path};

use crate::{
    cli::{context::Context, error::Error, io::OutputFile},
    ops::demo::payloads,
};

/// The account that the conversations are on, as the README connects it.
const ACCOUNT: &str = "14155550110";
/// How many chats they are.
const CHATS: i64 = 24;

/// Writes the files into a folder; none that is there is replaced.
pub fn write(folder: &Path, context: &mut Context) -> Result<(), Error> {
    let webhooks = payloads(&[ACCOUNT], CHATS, context.now()?);
    let files: [(&str, &[u8]); 3] = [
        ("people.csv", include_bytes!("files/people.csv")),
        ("contacts.csv", include_bytes!("files/contacts.csv")),
        ("webhooks.jsonl", &webhooks),
    ];
    fs::create_dir_all(folder)?;
    for (name, content) in files {
        let mut file = OutputFile::create(&folder.join(name), false, &[])?;
        file.write_all(content)?;
        file.save()?;
    }
    let names = files.map(|(name, _)| name).join(", ");
    context.output.say(&format!("{names} are in {}", folder.display()))?;
    Ok(())
}
