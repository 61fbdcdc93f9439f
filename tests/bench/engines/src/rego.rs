//! Rego, by `regorus`.

use std::cell::RefCell;

use regorus::{Engine as Interpreter, Value};
use rolecall::rules::policy::permission::Permission;
use serde_json::json;

use crate::{Engine, model::{HIDDEN, Model, Question}};

const POLICY: &str = r#"
package access

default allow := false

role := data.roles[input.role]
cell := data.permissions[input.permission]

allow if role.owner

allow if {
    not role.owner
    role.toggles[input.permission]
    not hidden
    not closed
}

hidden if {
    role.masked
    cell.hidden
}

closed if {
    cell.parent != ""
    not role.toggles[cell.parent]
}
"#;

pub struct Rego {
    engine: RefCell<Interpreter>,
    inputs: Vec<Vec<Value>>,
}

impl Rego {
    pub fn new(model: &Model) -> Self {
        let mut engine = Interpreter::new();
        engine.add_policy("access.rego".to_owned(), POLICY.to_owned()).expect("good Rego");
        let mut roles = serde_json::Map::new();
        for subject in &model.subjects {
            let on = Permission::all().filter(|it| subject.role.toggle(*it));
            let toggles: serde_json::Map<_, _> =
                on.map(|it| (it.key().to_owned(), json!(true))).collect();
            let role = json!({
                "owner": subject.role.is_owner(),
                "masked": subject.role.masks.number,
                "toggles": toggles,
            });
            roles.insert(subject.name.clone(), role);
        }
        let mut permissions = serde_json::Map::new();
        for permission in Permission::all() {
            let parent = permission.entry().parent.map_or("", Permission::key);
            let module = permission.module().map_or("", Permission::key);
            let cell = json!({"parent": parent, "hidden": HIDDEN.contains(&module)});
            permissions.insert(permission.key().to_owned(), cell);
        }
        let data = json!({"roles": roles, "permissions": permissions}).to_string();
        engine.add_data(Value::from_json_str(&data).expect("JSON")).expect("fresh data");
        let input = |role: &str, permission: &str| {
            let text = json!({"role": role, "permission": permission}).to_string();
            Value::from_json_str(&text).expect("JSON")
        };
        let inputs = model
            .subjects
            .iter()
            .map(|it| Permission::all().map(|p| input(&it.name, p.key())).collect())
            .collect();
        Self { engine: RefCell::new(engine), inputs }
    }
}

impl Engine for Rego {
    fn name(&self) -> &'static str {
        "regorus"
    }

    fn allows(&self, question: &Question) -> bool {
        let mut engine = self.engine.borrow_mut();
        engine.set_input(self.inputs[question.subject][question.permission as usize].clone());
        let answer = engine.eval_rule("data.access.allow".to_owned()).expect("a value");
        answer == Value::from(true)
    }
}
