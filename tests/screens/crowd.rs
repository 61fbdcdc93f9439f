//! A workspace as large and as hostile as they get: 5,000 members, and in every place where somebody can
//! write something, emoji, letters from right to left, wide ones, and 200 of them.

use std::{collections::BTreeSet, fmt::Write as _, fs, sync::LazyLock};

use unicode_segmentation::UnicodeSegmentation;

use crate::support::{
    Workspace,
    payload::{Customer, NOON, text},
    sample::MAIN,
};

const CJK: &str = "山田太郎とその家族の皆さん、そして親しい友人たち";
const EMOJI: &str = "👨‍👩‍👧‍👦 the whole family 👩🏽‍🚀🏳️‍🌈🇮🇳";
const RIGHT_TO_LEFT: &str = "محمد عبد الله الأنصاري";
const MARKS: &str = "नमस्ते दुनिया";
const LONG: &str = concat!(
    "WolfeschlegelsteinhausenbergerdorffWolfeschlegelsteinhausenbergerdorff",
    "WolfeschlegelsteinhausenbergerdorffWolfeschlegelsteinhausenbergerdorff",
    "WolfeschlegelsteinhausenbergerdorffWolfeschlegelsteinhausenb"
);
const NAMES: [&str; 5] = [CJK, EMOJI, RIGHT_TO_LEFT, MARKS, LONG];

/// What else than ASCII the program and the sample write themselves.
const OWN: &str =
    "✓·◐╌✗●←…─▏▎▍▌▋▊▉█▁▂▃▄▅▆▇ëéこんにちは、青いのはまだありますか？هل ما زال الأزرق متوفرا؟🎉";

/// Whether a character, as people see them, is whole: one that somebody wrote, and no part of one.
pub fn is_whole(character: &str) -> bool {
    static WRITTEN: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
        NAMES.into_iter().chain([OWN]).flat_map(|it| it.graphemes(true)).collect()
    });
    character.is_ascii() || WRITTEN.contains(character)
}

/// The workspace, and files beside it.
pub fn crowd() -> Workspace {
    let workspace = Workspace::sample();
    workspace.takes("member import - --no-invite --create-teams", people());
    for (at, name) in NAMES.into_iter().enumerate() {
        let number = format!("91987650000{at}");
        let message = format!("{name} {name}");
        let customer = Customer::Number(name, &number);
        let payload = text(MAIN, customer, &format!("wamid.S{at}"), NOON + 86_400, &message);
        workspace.takes("chat import -", payload);
        workspace.does(&format!("contact edit +{number} --trait 'city={name}' --trait '{name}=x'"));
    }
    for line in [
        format!("contact tag '{EMOJI}' +919876500001 --also vip"),
        format!("account connect +14155550199 --label '{LONG}'"),
        format!("team add '{CJK}'"),
        format!("template add hello --category marketing --language en --body '{EMOJI}'"),
        "template submit hello".to_owned(),
        "template mark hello approved".to_owned(),
        format!(
            "campaign create '{RIGHT_TO_LEFT}' --template hello --account +14155550132 --tag vip --draft"
        ),
        format!(
            "integration add webhook --url https://hooks.acme.test/{LONG} --secret-env HOOK_TOKEN"
        ),
        "api-key rotate".to_owned(),
        format!("billing set --plan '{CJK}' --payment-method '{LONG}' --seats 9000"),
        format!("whatsapp set +14155550132 --about '{EMOJI}'"),
        format!("member add ines@acme.test --role teammate --name '{LONG}'"),
        format!("workspace rename '{EMOJI}'"),
        "mask enable number --role teammate".to_owned(),
    ] {
        workspace.does(&line);
    }
    let file = |name: &str, line: &str| {
        let text = workspace.does(line).stdout;
        fs::write(workspace.folder().join(name), text).unwrap();
    };
    file("policy.toml", "policy export --preset timelinesai");
    workspace
}

fn people() -> String {
    let mut list = String::from("email,name,role,team\n");
    for (at, name) in NAMES.into_iter().enumerate() {
        writeln!(list, "a{at}@acme.test,{name},agent,Sales").unwrap();
    }
    for at in 0..4990 {
        writeln!(list, "member{at:04}@acme.test,Member {at},agent,Support").unwrap();
    }
    list
}
