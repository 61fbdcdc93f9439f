//! Texts that are kept in the repository and must be what the program makes of them, so that a
//! change of behaviour is a change of a file that somebody reviews.

use std::{env, fs, path::Path};

/// How a kept file differs from what it should be, byte for byte; `None` where it doesn't.
///
/// With `variable` set to `1` in the environment the file is written anew. It differs all the same,
/// so that the test fails: what was written is to be looked at, and passes the next time.
pub(super) fn difference(file: &str, should_be: &str, variable: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let is = fs::read_to_string(&path).unwrap_or_default();
    if is == should_be {
        return None;
    }
    let line = is.lines().zip(should_be.lines()).take_while(|(is, should)| is == should).count();
    let at = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
    let done = if env::var(variable).is_ok_and(|value| value == "1") {
        fs::write(&path, should_be).expect("the file can be written");
        "it has been written anew: review the difference, then run the test again".to_owned()
    } else {
        format!("if that is meant, run the test again with {variable}=1 and review the difference")
    };
    Some(format!(
        "`{file}` differs first in line {}:\n  kept: {}\n  made: {}\n{done}",
        line + 1,
        at(&is),
        at(should_be),
    ))
}
