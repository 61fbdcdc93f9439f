//! The model that every engine gets: the roles of the `unified` preset, each without and with its
//! `number` mask, and every permission.

use rolecall::rules::policy::{mask::Mask, permission::Permission, preset::Preset, role::Role};

/// A role in one state of its mask.
pub struct Subject {
    /// As the other engines name it: `agent`, or `agent+masked`.
    pub name: String,
    /// The role.
    pub role: Role,
}

/// A cell.
pub struct Question {
    /// Which subject, by place.
    pub subject: usize,
    /// Which permission.
    pub permission: Permission,
}

impl Question {
    /// For people.
    pub fn name(&self, model: &Model) -> String {
        format!("{} {}", model.subjects[self.subject].name, self.permission)
    }
}

/// Everything.
pub struct Model {
    /// The roles.
    pub subjects: Vec<Subject>,
    /// The cells.
    pub questions: Vec<Question>,
}

impl Model {
    /// The `unified` preset, with a closed module so that the rule on modules has something to do.
    pub fn new() -> Self {
        let mut policy = Preset::Unified.policy().expect("the preset can be read");
        policy.set("teammate", Permission::Users, false).expect("it is not locked");
        let mut subjects = Vec::new();
        for role in policy.roles() {
            subjects.push(Subject { name: role.name.clone(), role: role.clone() });
            if !role.is_owner() {
                let mut masked = role.clone();
                masked.masks.set(Mask::Number, true);
                subjects.push(Subject { name: format!("{}+masked", role.name), role: masked });
            }
        }
        let places = 0..subjects.len();
        let questions = places
            .flat_map(|subject| Permission::all().map(move |it| Question { subject, permission: it }))
            .collect();
        Self { subjects, questions }
    }
}

/// The modules that the `number` mask hides.
pub const HIDDEN: [&str; 4] = ["notifications", "templates", "users", "analytics"];
