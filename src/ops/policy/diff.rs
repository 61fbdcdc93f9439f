//! `policy diff`: what differs between two files, or between the workspace and a file.

use crate::{
    ops::{Changed, Result, Session, policy::changed},
    rules::{
        policy::{change::changes, file::PolicyFile, permission::Permission},
        privacy::lens::Lens,
    },
};

const ACTION: &str = "policy.diff";

/// What has to change for the first file to say what the second says.
#[must_use]
pub fn diff(before: &PolicyFile, after: &PolicyFile) -> Vec<Changed> {
    let differences = changes(&before.policy, &after.policy);
    let mut rows: Vec<_> = differences.into_iter().map(|it| changed(ACTION, it)).collect();
    // A file that doesn't speak of teams has nothing against any.
    if let (Some(before), Some(after)) = (&before.teams, &after.teams) {
        let holds = |teams: &[String], team: &str| {
            teams.iter().any(|other| other.to_lowercase() == team.to_lowercase())
        };
        for team in after.iter().filter(|team| !holds(before, team)) {
            rows.push(Changed::new(ACTION, "teams").new_field("team", Some(team.as_str())));
        }
        for team in before.iter().filter(|team| !holds(after, team)) {
            rows.push(Changed::new(ACTION, "teams").old_field("team", Some(team.as_str())));
        }
    }
    rows
}

/// What has to change for the workspace to have the policy of the file, and through whose eyes that
/// is printed.
///
/// # Errors
/// Refused without `access-permissions`.
pub fn diff_with_workspace(
    session: &mut Session,
    file: &PolicyFile,
) -> Result<(Vec<Changed>, Lens)> {
    session.read(|snapshot, actor| {
        actor.require(Permission::AccessPermissions)?;
        let mut current = PolicyFile::from(snapshot.policy()?);
        // Applying a file never removes a team, so only those that it would add are a difference.
        current.teams = file.teams.as_ref().map(|_| Vec::new());
        let mut wanted = PolicyFile::from(file.policy.clone());
        if let Some(teams) = &file.teams {
            let mut missing = Vec::new();
            for team in teams {
                if snapshot.team(team)?.is_none() {
                    missing.push(team.clone());
                }
            }
            wanted.teams = Some(missing);
        }
        Ok((diff(&current, &wanted), actor.lens()))
    })
}
