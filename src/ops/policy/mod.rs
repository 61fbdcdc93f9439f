//! The policy as a file: exporting, comparing, planning and applying it, and testing it. A file a
//! verb; here stands what they share: a policy's hash, and how its differences look.

mod apply;
mod diff;
mod drift;
mod export;
mod plan;
mod replay;
mod test;

pub use self::{
    apply::{Applied, apply},
    diff::{diff, diff_with_workspace},
    export::{export, preset, row_security},
    plan::{Draft, Moved, Plan, plan},
    replay::{RefusedAction, Replay},
    test::{TestFile, Tested, first_tests, names_real, test, test_in_workspace},
};

pub(super) use self::{
    apply::save,
    plan::{Prepared, check_owners, move_members},
};

use sha2::{Digest, Sha256};

use crate::{
    ops::{Changed, FieldChange},
    rules::{
        hex::Hex,
        policy::{
            change::PolicyChange,
            file::{PolicyFile, write},
            matrix::Policy,
        },
    },
};

/// What a policy is known by: SHA-256 of the text that it is exported as, in hexadecimal.
#[must_use]
pub fn hash(policy: &Policy) -> String {
    let text = write(&PolicyFile::from(policy.clone()), "");
    Hex(&Sha256::digest(text)).to_string()
}

/// Whether what somebody gave names that hash: the whole of it, or at least its first 12 digits.
fn names_hash(given: &str, hash: &str) -> bool {
    given.len() >= 12 && hash.starts_with(&given.to_ascii_lowercase())
}

/// A difference as it is printed and written to the audit.
pub(super) fn changed(action: &'static str, change: PolicyChange) -> Changed {
    let fields = change.fields.into_iter().map(|field| FieldChange {
        field: field.name,
        before: field.before.map(Into::into),
        after: field.after.map(Into::into),
    });
    Changed { fields: fields.collect(), ..Changed::new(action, change.object) }
}
