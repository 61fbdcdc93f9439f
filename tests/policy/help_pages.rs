//! The two help pages' own sentences and tables, in their own words, held against the presets. It
//! knows nothing of the presets' files nor of the contract's table: both could be wrong alike.

mod interakt;
mod timelinesai;
