//! Casbin: what is on as lines that allow; what a mask hides and what lies in a closed module as
//! lines that deny. A masked role inherits from the role itself.

use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi, RbacApi};
use rolecall::rules::policy::permission::Permission;

use crate::{Engine, model::{HIDDEN, Model, Question}};

const RULES: &str = "
[request_definition]
r = sub, obj

[policy_definition]
p = sub, obj, eft

[role_definition]
g = _, _

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = g(r.sub, p.sub) && (p.obj == \"*\" || r.obj == p.obj)
";

pub struct Casbin {
    enforcer: Enforcer,
    names: Vec<String>,
}

impl Casbin {
    pub fn new(model: &Model) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let enforcer = runtime.block_on(fill(model));
        Self { enforcer, names: model.subjects.iter().map(|it| it.name.clone()).collect() }
    }
}

async fn fill(model: &Model) -> Enforcer {
    let rules = DefaultModel::from_str(RULES).await.expect("a model");
    let mut enforcer = Enforcer::new(rules, MemoryAdapter::default()).await.expect("an engine");
    let mut lines: Vec<Vec<String>> = Vec::new();
    let mut line = |subject: &str, object: &str, effect: &str| {
        lines.push([subject, object, effect].map(str::to_owned).into());
    };
    let mut inherits = Vec::new();
    for subject in &model.subjects {
        let role = &subject.role;
        if role.is_owner() {
            line(&subject.name, "*", "allow");
            continue;
        }
        if role.masks.number {
            inherits.push((subject.name.clone(), role.name.clone()));
            for permission in Permission::all() {
                let module = permission.module().map_or("", Permission::key);
                if HIDDEN.contains(&module) {
                    line(&subject.name, permission.key(), "deny");
                }
            }
            continue;
        }
        for permission in Permission::all() {
            if role.toggle(permission) {
                line(&subject.name, permission.key(), "allow");
            }
            if permission.entry().parent.is_some_and(|parent| !role.toggle(parent)) {
                line(&subject.name, permission.key(), "deny");
            }
        }
    }
    enforcer.add_policies(lines).await.expect("lines");
    for (masked, role) in inherits {
        enforcer.add_role_for_user(&masked, &role, None).await.expect("a line");
    }
    enforcer
}

impl Engine for Casbin {
    fn name(&self) -> &'static str {
        "casbin"
    }

    fn allows(&self, question: &Question) -> bool {
        let subject = self.names[question.subject].as_str();
        self.enforcer.enforce((subject, question.permission.key())).expect("an answer")
    }
}
