//! One decision, by this program and by other engines, on the same model and the same questions.
//!
//! Before anything is timed, all of them must agree on every role × permission × mask cell. Run with
//! `cargo run --release`; it fails if they don't, or if a decision costs more than ten times a read
//! from a bare bit set.

mod bits;
mod casbin;
mod cedar;
mod model;
mod rego;
mod own;

use std::{hint::black_box, process::ExitCode, time::Instant};

use model::{Model, Question};

/// Something that answers questions.
pub trait Engine {
    /// What it is called.
    fn name(&self) -> &'static str;
    /// May they?
    fn allows(&self, question: &Question) -> bool;
}

/// How long every engine is measured, in one go and all in all.
const ROUNDS: u32 = 7;

fn main() -> ExitCode {
    let model = Model::new();
    let engines: Vec<Box<dyn Engine>> = vec![
        Box::new(bits::Bits::new(&model)),
        Box::new(own::Own::new(&model)),
        Box::new(rego::Rego::new(&model)),
        Box::new(cedar::Cedar::new(&model)),
        Box::new(casbin::Casbin::new(&model)),
    ];
    let mut disagreements = 0;
    for question in &model.questions {
        let answers: Vec<_> = engines.iter().map(|engine| engine.allows(question)).collect();
        if answers.iter().any(|answer| *answer != answers[0]) {
            disagreements += 1;
            println!("disagreement on {}: {answers:?}", question.name(&model));
        }
    }
    let yes = model.questions.iter().filter(|it| engines[0].allows(it)).count();
    let cells = model.questions.len();
    println!("{cells} cells, {yes} of them yes, {disagreements} disagreements");
    if disagreements > 0 {
        return ExitCode::FAILURE;
    }
    // The two that are compared to within nanoseconds are called directly, without a table of
    // functions in between.
    let bits = bits::Bits::new(&model);
    let own = own::Own::new(&model);
    let base = measure(&model, 2_000, |question| bits.allows(question));
    let ours = measure(&model, 2_000, |question| own.allows(question));
    println!("{:<14}{:>12}  {:>10}", "engine", "ns/decision", "× bit set");
    let line = |name, time: f64| println!("{name:<14}{time:>12.1}  {:>10.1}", time / base);
    line("bit set", base);
    line("rolecall", ours);
    for engine in &engines[2..] {
        let time = measure(&model, 3, |question| engine.allows(question));
        line(engine.name(), time);
    }
    if ours > 10.0 * base {
        println!("a decision costs more than ten times a bit set");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Nanoseconds for one question: the fastest round, each of so many times all questions.
fn measure(model: &Model, repeats: u32, allows: impl Fn(&Question) -> bool) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..repeats {
            for question in &model.questions {
                black_box(allows(black_box(question)));
            }
        }
        let count = f64::from(repeats) * model.questions.len() as f64;
        best = best.min(start.elapsed().as_nanos() as f64 / count);
    }
    best
}
