//! The policy from outside: what the presets say, cell by cell, and what holds for any policy.

mod expected;
mod help_pages;
mod kept;
mod matrix;
mod planned;
mod presets;
mod properties;
mod random;
mod remedies;
mod unified;
mod warnings;

use rolecall::rules::policy::{matrix::Policy, preset::Preset};

/// The policy of a preset, which every test here takes for granted.
fn policy(preset: Preset) -> Policy {
    preset.policy().unwrap_or_else(|faults| panic!("{preset}: {faults:#?}"))
}
