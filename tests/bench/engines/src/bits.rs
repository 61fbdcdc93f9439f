//! The floor: every answer worked out beforehand, one machine word a subject.

use rolecall::rules::{policy::{decision::{Subject, allowed}, permission::PermissionSet}, workspace::member::Status};

use crate::{Engine, model::{Model, Question}};

pub struct Bits(Vec<PermissionSet>);

impl Bits {
    pub fn new(model: &Model) -> Self {
        let subject = |role| Subject { status: Status::Active, role };
        Self(model.subjects.iter().map(|it| allowed(subject(&it.role))).collect())
    }
}

impl Engine for Bits {
    fn name(&self) -> &'static str {
        "bit set"
    }

    fn allows(&self, question: &Question) -> bool {
        self.0[question.subject].contains(question.permission)
    }
}
