//! Which file uses which, by the paths they name. What a module hands on by `pub use` leads to the
//! file that defines it, so that a front door makes no circle.

use std::collections::{BTreeMap, BTreeSet};

use super::source::Source;

/// The files, and for each of them those it uses.
pub struct Graph<'a> {
    pub files: &'a [Source],
    pub uses: Vec<BTreeSet<usize>>,
}

impl<'a> Graph<'a> {
    pub fn of(files: &'a [Source]) -> Self {
        let by_module: BTreeMap<_, _> =
            files.iter().enumerate().map(|(at, file)| (file.module.as_slice(), at)).collect();
        let mut uses = vec![BTreeSet::new(); files.len()];
        for (at, file) in files.iter().enumerate() {
            for path in &file.paths {
                let used =
                    absolute(file, path).and_then(|path| definition(files, &by_module, path));
                uses[at].extend(used.filter(|used| *used != at));
            }
        }
        Self { files, uses }
    }

    /// Groups of files each of which uses the others, by whatever way round.
    pub fn circles(&self) -> Vec<Vec<usize>> {
        let reach: Vec<_> = (0..self.files.len()).map(|from| self.reached_from(from)).collect();
        let mut seen = BTreeSet::new();
        let mut circles = Vec::new();
        for from in 0..self.files.len() {
            if !seen.insert(from) || !reach[from].contains(&from) {
                continue;
            }
            let circle: Vec<_> =
                reach[from].iter().copied().filter(|to| reach[*to].contains(&from)).collect();
            seen.extend(&circle);
            circles.push(circle);
        }
        circles
    }

    fn reached_from(&self, from: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut waiting: Vec<_> = self.uses[from].iter().copied().collect();
        while let Some(next) = waiting.pop() {
            if found.insert(next) {
                waiting.extend(&self.uses[next]);
            }
        }
        found
    }
}

/// A path as it reads from the crate's root; `None` where it leads to another crate.
fn absolute(file: &Source, path: &[String]) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    let module = &file.module;
    match first.as_str() {
        "crate" | "rolecall" => Some(rest.to_vec()),
        "self" => Some([module, rest].concat()),
        "super" => {
            let up = path.iter().take_while(|name| *name == "super").count();
            // Within a module of the file's own, `super` is the file.
            let stem = &module[..module.len().saturating_sub(up)];
            Some([stem, &path[up..]].concat())
        }
        name => match file.imports.get(name) {
            Some(import) if import.first().is_some_and(|first| first != name) => {
                absolute(file, import).map(|import| [&import, rest].concat())
            }
            Some(_) => None,
            // A child of this module, or a name of its own.
            None => Some([module, path].concat()),
        },
    }
}

/// The file that defines what a path names.
fn definition(
    files: &[Source],
    by_module: &BTreeMap<&[String], usize>,
    path: Vec<String>,
) -> Option<usize> {
    let mut path = path;
    // Each round follows one `pub use`; a dozen is more than any path needs.
    for _ in 0..12 {
        let (length, at) = (0..=path.len())
            .rev()
            .find_map(|length| by_module.get(&path[..length]).map(|at| (length, *at)))?;
        let Some(name) = path.get(length) else { return Some(at) };
        let Some(export) = files[at].exports.get(name) else {
            return (length > 0).then_some(at);
        };
        let target = absolute(&files[at], export)?;
        path = [&target, &path[length + 1..]].concat();
    }
    None
}
