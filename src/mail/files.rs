//! The folder of files: one `.eml` each. Its name is the outbox's key, so that a mail that is
//! written twice, since the program was killed in between, is one file.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{Rendered, Sent, Transport};

/// How many mails are written before they are noted as sent.
const AT_ONCE: usize = 200;

/// How the names of mails begin that are being written.
const UNFINISHED: &str = ".rolecall-mail-";

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
        // Private by itself, under a random name, and gone if this fails.
        let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&self.folder)?;
        file.write_all(&mail.bytes)?;
        file.as_file().sync_data()?;
        file.persist(self.folder.join(name))?;
        Ok(())
    }

    /// Removes the mails in a folder, and the folder if nothing else is in it.
    ///
    /// # Errors
    /// What the operating system says against it, or that something else is in it.
    pub fn remove(folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_mail = name.starts_with("invitation-") && name.ends_with(".eml");
            if entry.file_type()?.is_file() && (is_mail || name.starts_with(UNFINISHED)) {
                fs::remove_file(entry.path())?;
            }
        }
        fs::remove_dir(folder)
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
