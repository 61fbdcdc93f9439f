//! The program's source, read as Rust: what each file names, prints and spells, without its tests.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Item, UseTree, visit::Visit};

/// One file under `src`.
#[derive(Default)]
pub struct Source {
    /// Its place under `src`, such as `ops/chat/list.rs`.
    pub path: String,
    /// All of it.
    pub text: String,
    /// Its module, such as `ops::chat::list`.
    pub module: Vec<String>,
    /// Every path it names, imports included.
    pub paths: BTreeSet<Vec<String>>,
    /// What a short name stands for, by `use`.
    pub imports: BTreeMap<String, Vec<String>>,
    /// What it hands on under its own name, by `pub use`.
    pub exports: BTreeMap<String, Vec<String>>,
    /// The macros it calls.
    pub macros: BTreeSet<String>,
    /// The methods it calls.
    pub methods: BTreeSet<String>,
    /// Its string literals.
    pub strings: Vec<String>,
    /// Modules that are compiled for tests alone.
    test_modules: Vec<String>,
}

/// Every file of the program, tests left out.
pub fn sources() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(read_all);
    &SOURCES
}

fn read_all() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut names = Vec::new();
    rust_files(&root, &mut names);
    let mut found: Vec<_> = names.iter().map(|name| read(&root, name)).collect();
    let tests: BTreeSet<_> = found
        .iter()
        .flat_map(|source| source.test_modules.iter().map(|name| child(&source.module, name)))
        .collect();
    found.retain(|source| !tests.iter().any(|test| source.module.starts_with(test)));
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Every Rust file below a folder.
pub fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn read(root: &Path, name: &Path) -> Source {
    let path = name.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
    let text = fs::read_to_string(name).unwrap();
    let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut source = Source { module: module_of(&path), path, text, ..Source::default() };
    source.visit_file(&parsed);
    source
}

fn module_of(path: &str) -> Vec<String> {
    let stem = path.trim_end_matches(".rs").trim_end_matches("/mod");
    if stem == "lib" { Vec::new() } else { stem.split('/').map(str::to_owned).collect() }
}

fn child(module: &[String], name: &str) -> Vec<String> {
    [module, &[name.to_owned()]].concat()
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|name| name == "test")
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

impl Source {
    fn import(&mut self, tree: &UseTree, prefix: &[String], is_export: bool) {
        let mut keep = |name: String, path: Vec<String>| {
            if is_export {
                self.exports.insert(name, path);
            } else {
                self.imports.insert(name, path.clone());
                self.paths.insert(path);
            }
        };
        match tree {
            UseTree::Path(path) => {
                self.import(&path.tree, &child(prefix, &path.ident.to_string()), is_export);
            }
            UseTree::Name(name) if name.ident == "self" => {
                keep(prefix.last().unwrap().clone(), prefix.to_vec());
            }
            UseTree::Name(name) => {
                keep(name.ident.to_string(), child(prefix, &name.ident.to_string()));
            }
            UseTree::Rename(name) => {
                let path = if name.ident == "self" {
                    prefix.to_vec()
                } else {
                    child(prefix, &name.ident.to_string())
                };
                keep(name.rename.to_string(), path);
            }
            UseTree::Glob(_) => keep(format!("* of {}", prefix.join("::")), prefix.to_vec()),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, prefix, is_export);
                }
            }
        }
    }

    /// What a macro is given is no syntax tree yet: paths and strings are read from its tokens.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Ident(ident) if colons == 2 && !path.is_empty() => {
                    path.push(ident.to_string());
                    colons = 0;
                }
                other => {
                    self.end_of(&mut path);
                    colons = 0;
                    match other {
                        TokenTree::Ident(ident) => path.push(ident.to_string()),
                        TokenTree::Group(group) => self.tokens(group.stream()),
                        TokenTree::Literal(literal) => {
                            if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                                self.strings.push(text.value());
                            }
                        }
                        TokenTree::Punct(_) => {}
                    }
                }
            }
        }
        self.end_of(&mut path);
    }

    fn end_of(&mut self, path: &mut Vec<String>) {
        if path.len() > 1 {
            self.paths.insert(std::mem::take(path));
        }
        path.clear();
    }
}

impl<'ast> Visit<'ast> for Source {
    fn visit_item(&mut self, item: &'ast Item) {
        if is_for_tests(attributes(item)) {
            if let Item::Mod(module) = item {
                self.test_modules.push(module.ident.to_string());
            }
            return;
        }
        if let Item::Use(item) = item {
            let is_export = !matches!(item.vis, syn::Visibility::Inherited);
            self.import(&item.tree, &[], is_export);
            return;
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !is_for_tests(&function.attrs) {
            syn::visit::visit_impl_item_fn(self, function);
        }
    }

    /// `pub(super)` says who may use this, not what this uses.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter().map(|segment| segment.ident.to_string());
        self.paths.insert(names.collect());
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        let name = called.path.segments.last().unwrap().ident.to_string();
        self.macros.insert(name);
        self.tokens(called.tokens.clone());
        syn::visit::visit_macro(self, called);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        // Derives and their settings name libraries; documentation names nothing.
        if attribute.path().is_ident("doc") {
            return;
        }
        if let syn::Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
        }
        syn::visit::visit_attribute(self, attribute);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.methods.insert(call.method.to_string());
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.strings.push(text.value());
    }
}
