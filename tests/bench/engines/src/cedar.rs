//! Cedar.

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request,
};
use rolecall::rules::policy::permission::Permission;
use serde_json::json;

use crate::{Engine, model::{HIDDEN, Model, Question}};

const POLICIES: &str = r#"
permit(principal, action, resource) when { principal.owner };

permit(principal, action, resource) when {
    principal.toggles.contains(resource.key) &&
    !(principal.masked && resource.hidden) &&
    (resource.parent == "" || principal.toggles.contains(resource.parent))
};
"#;

pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    requests: Vec<Vec<Request>>,
}

fn uid(kind: &str, name: &str) -> EntityUid {
    format!("{kind}::\"{name}\"").parse().expect("a name")
}

impl Cedar {
    pub fn new(model: &Model) -> Self {
        let mut entities = Vec::new();
        for subject in &model.subjects {
            let on = Permission::all().filter(|it| subject.role.toggle(*it));
            let toggles: Vec<_> = on.map(Permission::key).collect();
            entities.push(json!({
                "uid": {"type": "Role", "id": subject.name},
                "attrs": {
                    "owner": subject.role.is_owner(),
                    "masked": subject.role.masks.number,
                    "toggles": toggles,
                },
                "parents": [],
            }));
        }
        for permission in Permission::all() {
            let parent = permission.entry().parent.map_or("", Permission::key);
            let module = permission.module().map_or("", Permission::key);
            entities.push(json!({
                "uid": {"type": "Permission", "id": permission.key()},
                "attrs": {
                    "key": permission.key(),
                    "parent": parent,
                    "hidden": HIDDEN.contains(&module),
                },
                "parents": [],
            }));
        }
        let entities = Entities::from_json_value(json!(entities), None).expect("entities");
        let request = |role: &str, permission: &str| {
            let (role, use_it) = (uid("Role", role), uid("Action", "use"));
            let permission = uid("Permission", permission);
            Request::new(role, use_it, permission, Context::empty(), None).expect("a request")
        };
        let requests = model
            .subjects
            .iter()
            .map(|it| Permission::all().map(|p| request(&it.name, p.key())).collect())
            .collect();
        let policies = POLICIES.parse().expect("good Cedar");
        Self { authorizer: Authorizer::new(), policies, entities, requests }
    }
}

impl Engine for Cedar {
    fn name(&self) -> &'static str {
        "cedar-policy"
    }

    fn allows(&self, question: &Question) -> bool {
        let request = &self.requests[question.subject][question.permission as usize];
        let answer = self.authorizer.is_authorized(request, &self.policies, &self.entities);
        answer.decision() == Decision::Allow
    }
}
