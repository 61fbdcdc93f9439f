//! `team`: groups of members.

use super::{
    candidates,
    tree::{Node, Noun},
    verb::{Change, Each, Limit, List, ListVerb, Listed, change, row},
};
use crate::ops::{
    Session,
    team::{self, TeamRow},
};

pub struct Team;

impl Noun for Team {
    const VERBS: &'static [Node] = &[
        Node::verb::<Change<Add>>("add", "Add a team").examples(&["team add Nights"]),
        Node::verb::<Change<Rename>>("rename", "Rename a team")
            .examples(&["team rename Sales 'Sales EU'"]),
        Node::verb::<Change<Remove>>("remove", "Remove a team and move its members to `Default`")
            .examples(&["team remove Sales --dry-run"]),
        Node::verb::<List<Teams>>("list", "List the teams").examples(&["team list"]),
        Node::verb::<Change<Join>>("join", "Move members into a team")
            .examples(&["team join Sales tess@acme.test"]),
        Node::verb::<Change<Leave>>("leave", "Move members back to the team `Default`")
            .examples(&["team leave tess@acme.test"]),
    ];
}

#[derive(clap::Args)]
struct Add {
    /// Name of the new team
    name: String,
}

change!(Add, |it, session| team::add(session, &it.name));

#[derive(clap::Args)]
struct Rename {
    /// The team
    #[arg(add = candidates::teams())]
    team: String,
    /// New name
    new_name: String,
}

change!(Rename, |it, session| team::rename(session, &it.team, &it.new_name));

#[derive(clap::Args)]
struct Remove {
    /// The team
    #[arg(add = candidates::teams())]
    team: String,
}

change!(Remove, |it, session| team::remove(session, &it.team));

#[derive(clap::Args)]
struct Join {
    /// The team
    #[arg(add = candidates::teams())]
    team: String,
    /// Members to move into it
    #[arg(value_name = "EMAIL", required = true, add = candidates::members())]
    members: Vec<String>,
}

change!(Join, |it, session| team::join(session, &it.team, &it.members));

#[derive(clap::Args)]
struct Leave {
    /// Members to move back to `Default`
    #[arg(value_name = "EMAIL", required = true, add = candidates::members())]
    members: Vec<String>,
}

change!(Leave, |it, session| team::leave(session, &it.members));

#[derive(clap::Args)]
struct Teams {}

row!(team: TeamRow {
    name "name" => team.name,
    "default".rank(1) => team.is_default,
    "members" => team.members,
});

impl ListVerb for Teams {
    type Row = TeamRow;

    fn rows(&self, session: &mut Session, _limit: Limit, each: Each<TeamRow>) -> Listed {
        Ok(team::list(session)?.into_iter().try_for_each(each)?)
    }
}
