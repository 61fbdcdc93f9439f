//! Interakt, "How To Change Permissions For Each Role In Your Team?" and "Access to user details": the
//! whole page, in its own words, held against the program as it is run. What the rules alone say of
//! it is `policy::help_pages`'; TimelinesAI's page is `help_page`'s.

mod masking;
mod notes;
mod toggles;
mod world;
