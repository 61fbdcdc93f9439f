//! `policy test`.

use std::path::Path;

use super::{file, print, report};
use crate::rules::policy::permission::Permission;
use crate::{
    cli::{
        candidates,
        context::Context,
        error::{Error, Exit, Result},
    },
    ops::{
        self, Cleared,
        error::InputFault,
        permission::require_preset,
        policy::{TestFile, Tested, first_tests, names_real, test, test_in_workspace},
    },
    rules::policy::{
        expectation::{PolicySource, starter},
        file::read_tests,
        matrix::Policy,
    },
    rules::privacy::lens::SafeText,
    ui::{Format, Output, Value},
};

/// What a file of tests looks like, for `--help`.
const SHAPE: &str = "\
A file of tests is TOML. It may name its policy, and make up whom and what it speaks of; then no
workspace is needed. Without a policy, that of the workspace is tested, on its members.

  policy = \"policy.toml\"     # or: preset = \"unified\"; or the roles, as in a policy file

  [members.ann]              # role, team, status
  role = \"agent\"

  [accounts.shop]            # connector
  connector = \"ann\"

  [chats.first]              # account, assignee
  account = \"shop\"

  [[test]]
  name = \"ann keeps to her own\"
  member = \"ann\"             # or an email; or: role = \"agent\"
  masks = [\"number\"]         # as if the role had these masks
  can = [\"inbox\"]
  cannot = [\"billing\", { permission = \"users\", reason = \"mask-number\" }]
  sees = [\"first\"]           # made-up chats by name, others by number
  does_not_see = []
  masked = [\"number\"]
  not_masked = [\"traits\"]";

#[derive(Debug, clap::Args)]
#[command(after_long_help = SHAPE)]
pub struct Args {
    /// Files of tests, or policy files with tests in them; `-` for standard input
    #[arg(value_name = "FILE", required_unless_present = "init",
        value_hint = clap::ValueHint::FilePath)]
    files: Vec<String>,
    /// How the results are written
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    output: report::Form,
    /// Say which cells of role × permission × mask no expectation touches
    #[arg(long)]
    coverage: bool,
    /// Exit with 1 if less than so many percent of the cells are touched
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=100))]
    min_coverage: Option<u64>,
    /// Write a first file of tests from the policy as it is, to standard output
    #[arg(long, conflicts_with_all = ["files", "coverage", "min_coverage"])]
    init: bool,
    /// With `--init`: from that preset instead of the workspace
    #[arg(long, requires = "init", add = candidates::presets())]
    preset: Option<String>,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    if args.init {
        return init(args.preset.as_deref(), context);
    }
    let cleared = context.require_if_named(Permission::AccessPermissions)?;
    let mut tested = Vec::with_capacity(args.files.len());
    for name in &args.files {
        tested.push(run_file(name, cleared, context)?);
    }
    let wants_coverage = args.coverage || args.min_coverage.is_some();
    if matches!(context.output.format(), Format::Json | Format::Jsonl)
        && args.output == report::Form::Text
    {
        context.output.object(&[("files", Value::List(objects(&tested, wants_coverage)))])?;
    } else {
        context.output.text(&report::render(args.output, &tested, wants_coverage))?;
    }
    let failed = tested.iter().any(|tested| tested.report.failed() > 0);
    let least = tested.iter().map(|tested| tested.coverage().percent()).min().unwrap_or(0);
    let thin = args.min_coverage.is_some_and(|wanted| least < wanted);
    if let Some(wanted) = args.min_coverage.filter(|_| thin) {
        context.output.say(&format!("coverage is {least}%, and {wanted}% is wanted"))?;
    }
    Ok(if failed || thin { Exit::No } else { Exit::Done })
}

fn init(preset: Option<&str>, context: &mut Context) -> Result {
    let text = match preset {
        Some(name) => {
            let policy = file::preset_policy(require_preset(name)?.key())?.policy;
            starter(&policy, &format!("preset = \"{name}\""))
        }
        None => first_tests(&mut context.session()?)?,
    };
    context.output.text(&text)?;
    Ok(Exit::Done)
}

fn run_file(
    name: &str,
    cleared: Cleared,
    context: &mut Context,
) -> std::result::Result<Tested, Error> {
    let text = file::text(name, cleared, &mut context.output)?;
    let read = read_tests(&text, None)
        .map_err(|faults| ops::Error::PolicyFile { file: name.to_owned(), faults })?;
    if read.suite.tests.is_empty() {
        return Err(ops::Error::Input(Box::new(InputFault {
            file: name.to_owned(),
            line: None,
            column: None,
            problem: "has no test".to_owned(),
            hint: Some("`rolecall policy test --init` writes a first file of tests".to_owned()),
        }))
        .into());
    }
    let policy = match (read.policy, &read.suite.source) {
        (Some(policy), _) => Some(policy),
        (None, Some(source)) => Some(declared((name, source), cleared, &mut context.output)?),
        (None, None) => None,
    };
    let needs_workspace = policy.is_none() || names_real(&read.suite);
    let file = TestFile { name, text: &text, policy };
    Ok(match &file.policy {
        Some(policy) if !needs_workspace => test(&file, policy)?,
        _ => test_in_workspace(&mut context.session()?, &file)?,
    })
}

/// The policy that a file of tests names; a path is taken from the folder of that file.
fn declared(
    (tests, source): (&str, &PolicySource),
    cleared: Cleared,
    output: &mut Output,
) -> ops::Result<Policy> {
    Ok(match source {
        PolicySource::Preset(preset) => file::preset_policy(preset.key())?.policy,
        PolicySource::File(path) => {
            let folder = Path::new(tests).parent().filter(|_| tests != "-");
            let path = folder.map_or_else(|| path.into(), |folder| folder.join(path));
            file::policy(&path.to_string_lossy(), cleared, output)?.policy
        }
    })
}

fn objects(tested: &[Tested], coverage: bool) -> Vec<Value> {
    let object = |tested: &Tested| {
        let mut parts = vec![
            ("file", Value::Text(SafeText::echo(tested.file.as_str()))),
            ("tests", print::tests(&tested.report, tested.lens)),
        ];
        if coverage {
            let coverage = tested.coverage();
            let untouched =
                coverage.untouched.iter().map(|cell| Value::Text(tested.lens.staff(cell.name())));
            parts.push((
                "coverage",
                Value::Object(vec![
                    ("percent", Value::count(coverage.percent())),
                    ("cells", Value::count(coverage.cells as u64)),
                    ("untouched", Value::List(untouched.collect())),
                ]),
            ));
        }
        Value::Object(parts)
    };
    tested.iter().map(object).collect()
}
