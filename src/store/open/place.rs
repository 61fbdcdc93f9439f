//! Where an open workspace lies.

use std::path::Path;

use super::plain_file::PlainFile;
#[cfg(not(feature = "postgres"))]
use crate::store::engine::error::Error;
use crate::store::engine::error::Result;
#[cfg(feature = "postgres")]
pub(super) use crate::store::engine::postgres::address::Address;

/// Where a workspace lies, and what may be done there.
#[derive(Debug, Clone)]
pub(in crate::store) enum Place {
    /// In a file.
    File(PlainFile),
    /// On a server.
    #[cfg_attr(not(feature = "postgres"), expect(dead_code, reason = "no server is opened"))]
    Server {
        /// Whether it can be written to.
        is_writable: bool,
    },
}

impl Place {
    /// The file, if it is one.
    pub(in crate::store) const fn file(&self) -> Option<&PlainFile> {
        match self {
            Self::File(file) => Some(file),
            Self::Server { .. } => None,
        }
    }

    /// The path of the file, if it is one.
    pub(in crate::store) fn path(&self) -> Option<&Path> {
        self.file().map(|file| file.path.as_path())
    }

    /// Whether it can be written to.
    pub(in crate::store) const fn is_writable(&self) -> bool {
        match self {
            Self::File(file) => file.is_writable,
            Self::Server { is_writable } => *is_writable,
        }
    }
}

/// An address on a server; there is none in a program that was built without PostgreSQL.
#[cfg(not(feature = "postgres"))]
pub(super) enum Address {}

/// Whether what names a workspace is an address on a server, and no path.
#[must_use]
pub fn is_address(name: &Path) -> bool {
    let starts = |start| name.to_str().is_some_and(|text| text.starts_with(start));
    starts("postgres://") || starts("postgresql://")
}

/// The address on a server that stands in the place of a path, if one does.
pub(super) fn server_at(path: &Path) -> Result<Option<Address>> {
    if !is_address(path) {
        return Ok(None);
    }
    #[cfg(feature = "postgres")]
    return Address::parse(&path.to_string_lossy()).map(Some);
    #[cfg(not(feature = "postgres"))]
    Err(Error::server(
        "this program was built without PostgreSQL",
        "build it with `cargo build --release --features postgres`, or name a file",
    ))
}
