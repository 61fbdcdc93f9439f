//! Every dependency in `Cargo.toml` is used by the code that it is for.

use std::{collections::BTreeSet, fs, path::Path};

use syn::visit::Visit;

use super::{in_order, source::rust_files};

/// The first word of every path, in code and in what macros are given.
struct Names(BTreeSet<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0.insert(path.segments[0].ident.to_string());
        syn::visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.first_of(&item.tree);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.tokens(called.tokens.clone());
        syn::visit::visit_macro(self, called);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
        }
        syn::visit::visit_attribute(self, attribute);
    }
}

impl Names {
    fn first_of(&mut self, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => drop(self.0.insert(path.ident.to_string())),
            syn::UseTree::Name(name) => drop(self.0.insert(name.ident.to_string())),
            syn::UseTree::Rename(name) => drop(self.0.insert(name.ident.to_string())),
            syn::UseTree::Glob(_) => {}
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.first_of(tree)),
        }
    }

    fn tokens(&mut self, tokens: proc_macro2::TokenStream) {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Ident(ident) => drop(self.0.insert(ident.to_string())),
                proc_macro2::TokenTree::Group(group) => self.tokens(group.stream()),
                _ => {}
            }
        }
    }

    fn under(folder: &str) -> Self {
        let mut files = Vec::new();
        rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
        let mut names = Self(BTreeSet::new());
        for file in files.iter().filter(|file| !file.starts_with("tests/bench")) {
            names.visit_file(&syn::parse_file(&fs::read_to_string(file).unwrap()).unwrap());
        }
        names
    }
}

#[test]
fn every_dependency_is_used() {
    let manifest = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let (program, tests) = (Names::under("src"), Names::under("tests"));
    let mut complaints = Vec::new();
    for (table, places) in
        [("dependencies", vec![&program]), ("dev-dependencies", vec![&program, &tests])]
    {
        for name in manifest[table].as_table().unwrap().keys() {
            let word = name.replace('-', "_");
            if !places.iter().any(|names| names.0.contains(&word)) {
                complaints.push(format!("`{name}` of [{table}] is used nowhere"));
            }
        }
    }
    in_order(&complaints);
}
