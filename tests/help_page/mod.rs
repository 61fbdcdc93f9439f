//! TimelinesAI, "Roles and Permissions on TimelinesAI": the whole page, in its own words, held
//! against the program as it is run. What the rules alone say of it is `policy::help_pages`'.

mod agents;
mod chats;
mod sharing;
mod surfaces;
mod workspace_actions;
mod world;
