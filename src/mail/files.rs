//! The folder of files: one `.eml` each. Its name is the outbox's key, so that a mail that is
//! written twice, since the program was killed in between, is one file.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{Rendered, Sent, Transport};

/// How many mails are written before they are noted as sent.
const AT_ONCE: usize = 200;

/// Writes mails into a folder, which is made when it is needed, for its owner alone.
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// Into that folder.
    ///
    /// # Errors
    /// What the operating system says against it.
    pub fn open(folder: &Path) -> io::Result<Self> {
        if !folder.is_dir() {
            make_private_folder(folder)?;
        }
        Ok(Self { folder: folder.to_owned() })
    }

    fn write(&self, mail: &Rendered) -> io::Result<()> {
        let name = format!("invitation-{:08}.eml", mail.id);
        let unfinished = self.folder.join(format!(".{name}.{}.new", std::process::id()));
        let written = write_private(&unfinished, &mail.bytes)
            .and_then(|()| fs::rename(&unfinished, self.folder.join(name)));
        if written.is_err() {
            // What isn't there needs no removing.
            drop(fs::remove_file(&unfinished));
        }
        written
    }
}

impl Transport for Files {
    fn at_once(&self) -> usize {
        AT_ONCE
    }

    fn send(&mut self, mail: &Rendered) -> Sent {
        match self.write(mail) {
            Ok(()) => Sent::Delivered,
            Err(error) => Sent::NoWayOut(format!("the folder can't be written to: {error}")),
        }
    }

    fn settle(&mut self) -> io::Result<()> {
        // The files' names; where a folder can't be opened as a file, the system does it itself.
        if cfg!(unix) { File::open(&self.folder)?.sync_all() } else { Ok(()) }
    }
}

#[cfg(unix)]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_data()
}
