//! A first file of tests: everything that a policy says now, as expectations, for somebody to thin
//! out. It passes against that policy, and leaves no cell untouched.

use std::fmt::Write as _;

use crate::rules::{
    policy::{
        decision::{Subject, decide},
        mask::{Mask, MaskSet},
        matrix::Policy,
        permission::Permission,
        role::Role,
    },
    workspace::member::Status,
};

/// Writes it. `source` is the line that names the policy, or nothing for that of the workspace.
#[must_use]
pub fn starter(policy: &Policy, source: &str) -> String {
    let mut text = String::from(
        "# What the policy is expected to say: `rolecall policy test FILE` holds it against this.\n\
         # Each test is about a `role` or a `member`: what they `can` and `cannot` do, which chats\n\
         # they see (`sees`, `does_not_see`), what is `masked` or `not_masked` for them. `masks`\n\
         # asks as if the role had these masks.\n",
    );
    if !source.is_empty() {
        let _ = write!(text, "\n{source}\n");
    }
    for role in policy.roles() {
        let masks = role.masks;
        write_test(&mut text, role, "as it is", None);
        if !role.is_owner() {
            let other = MaskSet { number: !masks.number, ..masks };
            let name = if other.number { "with numbers masked" } else { "with numbers readable" };
            write_test(&mut text, &Role { masks: other, ..role.clone() }, name, Some(other));
        }
    }
    text
}

fn write_test(text: &mut String, role: &Role, name: &str, masks: Option<MaskSet>) {
    let subject = Subject { status: Status::Active, role };
    let (can, cannot): (Vec<_>, Vec<_>) =
        Permission::all().partition(|permission| decide(subject, *permission).allowed);
    let quoted = |keys: &[&str]| {
        let quoted: Vec<_> = keys.iter().map(|key| format!("\"{key}\"")).collect();
        quoted.join(", ")
    };
    // Writing to a string can't fail.
    let _ = write!(text, "\n[[test]]\nname = \"{} {name}\"\nrole = \"{}\"\n", role.name, role.name);
    let keys = |masks: MaskSet| masks.iter().map(Mask::key).collect::<Vec<_>>();
    if let Some(masks) = masks {
        let _ = writeln!(text, "masks = [{}]", quoted(&keys(masks)));
    }
    for (key, list) in [("can", can), ("cannot", cannot)] {
        if !list.is_empty() {
            let _ = writeln!(text, "{key} = [");
            for permission in list {
                let _ = writeln!(text, "    \"{permission}\",");
            }
            text.push_str("]\n");
        }
    }
    if masks.is_none() && !role.is_owner() {
        let on = keys(role.masks);
        let off: Vec<_> =
            Mask::ALL.map(Mask::key).into_iter().filter(|mask| !on.contains(mask)).collect();
        let _ = writeln!(text, "masked = [{}]\nnot_masked = [{}]", quoted(&on), quoted(&off));
    }
}
