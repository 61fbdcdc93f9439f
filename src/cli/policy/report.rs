//! The results of tests: for people, as TAP (version 14) and as `JUnit` XML.

use std::fmt::Write as _;

use clap::ValueEnum;

use crate::{
    ops::policy::Tested,
    rules::{
        counted::counted,
        policy::expectation::{Failure, Outcome},
    },
    ui::for_screen,
};

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Form {
    /// For people.
    #[default]
    Text,
    /// Test Anything Protocol, version 14.
    Tap,
    /// The XML that CI systems read.
    Junit,
}

/// Writes the results. Writing to a string can't fail, so what `write!` gives back is dropped.
pub fn render(form: Form, tested: &[Tested], coverage: bool) -> String {
    match form {
        Form::Text => text(tested, coverage),
        Form::Tap => tap(tested, coverage),
        Form::Junit => junit(tested, coverage),
    }
}

fn text(tested: &[Tested], coverage: bool) -> String {
    let mut text = String::new();
    for file in tested {
        for test in &file.report.outcomes {
            let word = if test.failures.is_empty() { "ok  " } else { "FAIL" };
            let _ = writeln!(text, "{word}  {}", title(file, test));
            for failure in &test.failures {
                for line in failure_lines(failure) {
                    let _ = writeln!(text, "      {line}");
                }
            }
        }
    }
    let tests: usize = tested.iter().map(|file| file.report.outcomes.len()).sum();
    let failed: usize = tested.iter().map(|file| file.report.failed()).sum();
    let _ = writeln!(text, "{}, {failed} failed", counted(tests, "test"));
    if coverage {
        for line in coverage_lines(tested) {
            let _ = writeln!(text, "{line}");
        }
    }
    text
}

fn tap(tested: &[Tested], coverage: bool) -> String {
    let tests: usize = tested.iter().map(|file| file.report.outcomes.len()).sum();
    let mut text = format!("TAP version 14\n1..{tests}\n");
    let all = tested.iter().flat_map(|file| file.report.outcomes.iter().map(move |it| (file, it)));
    for (number, (file, test)) in (1..).zip(all) {
        let word = if test.failures.is_empty() { "ok" } else { "not ok" };
        // A `#` begins a directive, and a backslash an escape.
        let title = title(file, test).replace('\\', "\\\\").replace('#', "\\#");
        let _ = writeln!(text, "{word} {number} - {title}");
        if !test.failures.is_empty() {
            text.push_str("  ---\n  failures:\n");
            for failure in &test.failures {
                let _ = writeln!(text, "    - expected: {}", yaml(&failure.expected));
                let _ = writeln!(text, "      found: {}", yaml(&failure.found));
                text.push_str("      steps:\n");
                for step in &failure.steps {
                    let _ = writeln!(text, "        - {}", yaml(step));
                }
            }
            text.push_str("  ...\n");
        }
    }
    if coverage {
        for line in coverage_lines(tested) {
            let _ = writeln!(text, "# {line}");
        }
    }
    text
}

fn junit(tested: &[Tested], coverage: bool) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for file in tested {
        let (name, report) = (xml(&file.file), &file.report);
        let (tests, failed) = (report.outcomes.len(), report.failed());
        let _ =
            writeln!(text, "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failed}\">");
        if coverage {
            let percent = file.coverage().percent();
            let _ = writeln!(
                text,
                "    <properties><property name=\"coverage\" value=\"{percent}\"/></properties>"
            );
        }
        for test in &report.outcomes {
            let (title, line) = (xml(&test.name), test.line);
            let _ = write!(
                text,
                "    <testcase name=\"{title}\" classname=\"{name}\" file=\"{name}\" line=\"{line}\""
            );
            if test.failures.is_empty() {
                text.push_str("/>\n");
                continue;
            }
            text.push_str(">\n");
            for failure in &test.failures {
                let message = xml(&format!("expected: {}; {}", failure.expected, failure.found));
                let steps = failure_lines(failure).map(|line| xml(&line)).collect::<Vec<_>>();
                let steps = steps.join("\n");
                let _ = writeln!(text, "      <failure message=\"{message}\">{steps}</failure>");
            }
            text.push_str("    </testcase>\n");
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn title(file: &Tested, test: &Outcome) -> String {
    for_screen(&format!("{}:{}: {}", file.file, test.line, test.name)).into_owned()
}

fn failure_lines(failure: &Failure) -> impl Iterator<Item = String> {
    let head = [format!("expected: {}", failure.expected), format!("found: {}", failure.found)];
    let steps = (1..).zip(&failure.steps).map(|(number, step)| format!("  {number}. {step}"));
    head.into_iter().chain(steps).map(|line| for_screen(&line).into_owned())
}

/// The percentage of each file, and what it leaves untouched, role by role.
fn coverage_lines(tested: &[Tested]) -> Vec<String> {
    let mut lines = Vec::new();
    for file in tested {
        let coverage = file.coverage();
        let (percent, cells) = (coverage.percent(), coverage.cells);
        let name = for_screen(&file.file).into_owned();
        lines.push(format!("coverage of {name}: {percent}% of {cells} cells"));
        let names = coverage.untouched.iter().map(crate::rules::policy::expectation::Cell::name);
        lines.extend(names.map(|name| format!("  untouched: {name}")));
    }
    lines
}

/// A text as YAML has it between single quotation marks.
fn yaml(text: &str) -> String {
    format!("'{}'", for_screen(text).replace('\'', "''"))
}

/// A text as XML has it, also in an attribute, and without what XML can't hold.
pub(in crate::cli) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in for_screen(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}
