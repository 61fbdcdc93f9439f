//! The configuration file: defaults of the global options. An option wins over the environment, and
//! the environment over the file.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, de::Error as _};

use super::error::Error;
use crate::{
    store::is_address,
    ui::{ColorChoice, Format},
};

/// What the file says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Path of the workspace.
    pub workspace: Option<PathBuf>,
    /// Further workspaces, for `workspace list`.
    pub workspaces: Vec<PathBuf>,
    /// The member who acts.
    #[serde(rename = "as")]
    pub actor: Option<String>,
    /// Form of the output.
    #[serde(deserialize_with = "choice")]
    pub format: Option<Format>,
    /// When to use colour.
    #[serde(deserialize_with = "choice")]
    pub color: Option<ColorChoice>,
    /// The pager.
    pub pager: Option<String>,
}

/// One of the values that the option takes.
fn choice<'de, D: Deserializer<'de>, T: clap::ValueEnum>(text: D) -> Result<Option<T>, D::Error> {
    let text = String::deserialize(text)?;
    T::from_str(&text, false).map(Some).map_err(|_| {
        let known = T::value_variants().iter().filter_map(T::to_possible_value);
        let known: Vec<_> = known.map(|value| value.get_name().to_owned()).collect();
        D::Error::custom(format!("`{text}` is none of {}", known.join(", ")))
    })
}

/// Where the file lies: `ROLECALL_CONFIG`, which may be empty for none, else the per-user folder.
pub fn path() -> Option<PathBuf> {
    match std::env::var_os("ROLECALL_CONFIG") {
        Some(path) => Some(PathBuf::from(path)).filter(|path| !path.as_os_str().is_empty()),
        None => directories::ProjectDirs::from("", "", "rolecall")
            .map(|folders| folders.config_dir().join("config.toml")),
    }
}

impl Config {
    /// Reads the file; a file that isn't there says nothing.
    pub fn read() -> Result<Self, Error> {
        let Some(path) = path() else { return Ok(Self::default()) };
        let unfit = |problem: String| {
            Error::usage(
                format!("the configuration file `{}` can't be used: {problem}", path.display()),
                "`rolecall help configuration` shows what may stand in it",
            )
        };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => return Err(unfit(error.to_string())),
        };
        let mut config: Self = toml::from_str(&text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            unfit(format!("line {line}: {}", error.message()))
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let paths = config.workspace.iter_mut().chain(&mut config.workspaces);
        paths.filter(|path| !is_address(path)).for_each(|path| *path = absolute(path, folder));
        Ok(config)
    }
}

/// A path as it is meant in the file: from the user's home, or from where the file lies.
fn absolute(path: &Path, folder: &Path) -> PathBuf {
    let home = || directories::BaseDirs::new().map(|folders| folders.home_dir().to_owned());
    match path.strip_prefix("~").ok().zip(home()) {
        Some((rest, home)) => home.join(rest),
        None => folder.join(path),
    }
}
