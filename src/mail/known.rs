//! The mail servers that this user has named, kept outside every workspace. A workspace's file may
//! come from somebody else, and with it the name of a server: the password in this user's
//! environment goes to no server that the user has not named or agreed to.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::PathBuf,
};

/// A file with one server a line, as `user@host`.
pub struct KnownServers {
    file: PathBuf,
}

impl KnownServers {
    /// Kept in that file, which need not exist.
    #[must_use]
    pub const fn in_file(file: PathBuf) -> Self {
        Self { file }
    }

    /// Whether that login was named before.
    ///
    /// # Errors
    /// What the operating system says of a file that exists and can't be read.
    pub fn knows(&self, login: &str) -> io::Result<bool> {
        match fs::read_to_string(&self.file) {
            Ok(text) => Ok(text.lines().any(|line| line == login)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Adds that login.
    ///
    /// # Errors
    /// What the operating system says against writing the file.
    pub fn remember(&self, login: &str) -> io::Result<()> {
        // A login is a line: one that holds a line break could name a second server.
        if login.contains(['\n', '\r']) || self.knows(login)? {
            return Ok(());
        }
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new().create(true).append(true).open(&self.file)?;
        file.write_all(format!("{login}\n").as_bytes())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_login_is_known_as_a_whole_line() {
        let folder = tempfile::tempdir().unwrap();
        let servers = KnownServers::in_file(folder.path().join("rolecall/mail-servers"));
        assert!(!servers.knows("me@mail.test").unwrap());
        servers.remember("me@mail.test").unwrap();
        servers.remember("me@mail.test").unwrap();
        servers.remember("x\nme@evil.test").unwrap();
        assert!(servers.knows("me@mail.test").unwrap());
        for other in ["me@mail.test:58", "x", "me@evil.test", ""] {
            assert!(!servers.knows(other).unwrap(), "{other}");
        }
        assert_eq!(fs::read_to_string(&servers.file).unwrap().lines().count(), 1);
    }
}
