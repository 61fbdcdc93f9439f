//! What every list takes: which fields, and which page.

use clap::Args;

use super::error::Error;
use crate::{rules::nearest::nearest, ui::Output};

/// Which fields a list prints.
#[derive(Debug, Clone, Args)]
pub struct Fields {
    /// Print these fields only, in this order
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    pub fields: Option<Vec<String>>,
}

impl Fields {
    /// The places of the wanted fields among those that the list has.
    pub fn select(&self, known: &[&str]) -> Result<Option<Vec<usize>>, Error> {
        let Some(wanted) = &self.fields else { return Ok(None) };
        let place = |name: &String| {
            known.iter().position(|field| field == name).ok_or_else(|| {
                let near = nearest(name, known.iter().copied())
                    .map(|near| format!("did you mean `{near}`? "))
                    .unwrap_or_default();
                Error::usage(
                    format!("no field `{name}`"),
                    format!("{near}the fields are {}", known.join(", ")),
                )
            })
        };
        let places = wanted.iter().map(place).collect::<Result<Vec<_>, _>>()?;
        let twice = (1..places.len()).find(|at| places[..*at].contains(&places[*at]));
        match twice {
            // An object with the same key twice is read differently by different programs.
            Some(at) => Err(Error::usage(
                format!("field `{}` stands there twice", wanted[at]),
                "name each field once",
            )),
            None => Ok(Some(places)),
        }
    }
}

/// Which page of a list, by the key of what stands before it.
#[derive(Debug, Clone, Args)]
pub struct Page {
    /// Print at most so many
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..))]
    pub limit: u64,
    /// Print all of them
    #[arg(long, conflicts_with = "limit")]
    pub all: bool,
}

impl Page {
    /// Says that there may be more, where the page is full: a list that ends silently in the middle
    /// looks like a whole one.
    pub fn end(&self, written: u64, output: &mut Output) -> std::io::Result<()> {
        match self.limit() {
            Some(limit) if written == limit => output
                .say(&format!("{limit} shown; there may be more: `--all`, or `--after` the last")),
            _ => Ok(()),
        }
    }

    /// At most so many; `None` for all.
    #[must_use]
    pub const fn limit(&self) -> Option<u64> {
        if self.all { None } else { Some(self.limit) }
    }
}
