//! Commands that change something, each with what it needs beforehand: what faults and kills are tried on.

use std::fs;

use crate::support::{Workspace, payload, sample};

/// A command, and how it is tried.
pub struct Case {
    /// What is done before.
    pub setup: &'static [&'static str],
    /// The command.
    pub line: &'static str,
    /// Whether it keeps what it does step by step.
    pub in_steps: bool,
}

const fn whole(setup: &'static [&'static str], line: &'static str) -> Case {
    Case { setup, line, in_steps: false }
}

const fn in_steps(setup: &'static [&'static str], line: &'static str) -> Case {
    Case { setup, line, in_steps: true }
}

const TEMPLATE: &[&str] = &[
    "template add hello --body Hello --category marketing --language en",
    "template submit hello",
    "template mark hello approved --as adam@acme.test",
];

const CAMPAIGN: &[&str] = &[
    "template add hello --body Hello --category marketing --language en",
    "template submit hello",
    "template mark hello approved --as adam@acme.test",
    "contact edit 1 --opted-in yes",
    "contact edit 2 --opted-in yes",
    "campaign create spring --template hello --account +14155550132 --all-contacts",
];

/// One of each kind.
pub const CASES: &[Case] = &[
    whole(&[], "team add New"),
    whole(&[], "team remove Sales --yes"),
    whole(&[], "member add new@acme.test --role agent"),
    whole(&[], "member edit tess@acme.test --name Tessa --role agent"),
    whole(&[], "member remove tess@acme.test --release --yes"),
    whole(&[], "member suspend tim@acme.test"),
    whole(&[], "member import members.csv"),
    whole(&["member add new@acme.test --role agent"], "invite resend new@acme.test"),
    in_steps(&["member add new@acme.test --role agent"], "outbox flush"),
    whole(&[], "outbox configure --from team@acme.test"),
    whole(&[], "role add supervisor --like teammate"),
    whole(&[], "perm deny templates --role teammate"),
    whole(&[], "mask enable number --role teammate --yes"),
    whole(&[], "account connect +12025550177"),
    whole(&[], "account transfer +14155550132 --to adam@acme.test"),
    whole(&[], "chat import payloads.jsonl"),
    whole(&[], "chat assign 2 --to tim@acme.test"),
    whole(&[], "chat reply 2 -m Hello"),
    whole(&[], "chat close 3"),
    whole(&[], "contact add +919811112222 --name Gita"),
    whole(&[], "contact edit 1 --trait city=Pune"),
    whole(&[], "contact merge 1 2 --yes"),
    whole(&[], "contact erase 2 --yes"),
    whole(&[], "contact tag hot 1 2 3"),
    whole(&[], "contact import contacts.csv"),
    whole(&[], "template add hello --body Hello --category marketing --language en"),
    whole(TEMPLATE, "campaign create spring --template hello --account +14155550132 --tag vip"),
    in_steps(CAMPAIGN, "campaign run"),
    whole(&[], "billing set --plan Growth"),
    whole(&[], "api-key rotate --yes"),
    whole(&[], "integration add webhook --url https://acme.test/hook --organisation"),
    whole(&[], "whatsapp set +14155550132 --about Open"),
    whole(&[], "workspace rename Acme2"),
    whole(&["member remove tess@acme.test --release --yes"], "undo"),
    whole(&[], "contact export --output out.csv --force"),
    whole(&[], "backup copy --force"),
    whole(&["backup copy", "team add Later"], "restore copy --force --yes"),
    whole(&[], "doctor --fix"),
    whole(&[], "workspace move workspace.db moved.db --yes"),
    whole(&[], "workspace delete --confirm Acme --yes"),
];

impl Case {
    /// A workspace in which it can be run.
    pub fn prepared(&self) -> Workspace {
        let workspace = Workspace::sample();
        let write =
            |name: &str, text: &str| fs::write(workspace.folder().join(name), text).unwrap();
        write(
            "members.csv",
            "email,name,role\ngita@acme.test,Gita,agent\nravi@acme.test,Ravi,agent\n",
        );
        write("contacts.csv", "phone,name\n+919811112222,Gita\n+919811113333,Ravi\n");
        let more =
            payload::text(sample::MAIN, sample::ASHA, "wamid.A9", payload::NOON + 900, "More");
        write("payloads.jsonl", &more);
        for line in self.setup {
            workspace.does(line);
        }
        workspace
    }
}
