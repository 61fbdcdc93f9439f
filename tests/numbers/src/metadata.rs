//! The number library's data as it stands in the folder of the dependency. Only the fields that tell
//! which numbers there are, and how a spelled one is taken apart.

use std::{collections::BTreeMap, env, fs, path::PathBuf, process::Command};

use prost::Message;
use serde_json::Value;

#[derive(Clone, PartialEq, Message)]
struct Collection {
    #[prost(message, repeated, tag = "1")]
    regions: Vec<Region>,
}

/// The numbers of one region.
#[derive(Clone, PartialEq, Message)]
pub struct Region {
    #[prost(message, required, tag = "1")]
    pub general: Kind,
    #[prost(message, optional, tag = "2")]
    pub fixed_line: Option<Kind>,
    #[prost(message, optional, tag = "3")]
    pub mobile: Option<Kind>,
    #[prost(message, optional, tag = "4")]
    pub toll_free: Option<Kind>,
    #[prost(message, optional, tag = "5")]
    pub premium_rate: Option<Kind>,
    #[prost(message, optional, tag = "6")]
    pub shared_cost: Option<Kind>,
    #[prost(message, optional, tag = "7")]
    pub personal_number: Option<Kind>,
    #[prost(message, optional, tag = "8")]
    pub voip: Option<Kind>,
    #[prost(message, optional, tag = "21")]
    pub pager: Option<Kind>,
    #[prost(message, optional, tag = "25")]
    pub uan: Option<Kind>,
    #[prost(message, optional, tag = "28")]
    pub voicemail: Option<Kind>,
    #[prost(int32, required, tag = "10")]
    pub country_code: i32,
    #[prost(string, optional, tag = "11")]
    pub international_prefix: Option<String>,
    #[prost(string, optional, tag = "15")]
    pub national_prefix: Option<String>,
    #[prost(string, optional, tag = "16")]
    pub transform: Option<String>,
    #[prost(bool, optional, tag = "18")]
    pub same_mobile_and_fixed_line: Option<bool>,
    #[prost(bool, optional, tag = "22")]
    pub is_main: Option<bool>,
    #[prost(string, optional, tag = "23")]
    pub leading_digits: Option<String>,
}

/// The numbers of one kind, such as mobiles.
#[derive(Clone, PartialEq, Message)]
pub struct Kind {
    #[prost(string, optional, tag = "2")]
    pub pattern: Option<String>,
    /// Of digits; `-1` alone where there are no such numbers.
    #[prost(int32, repeated, tag = "9")]
    pub lengths: Vec<i32>,
    /// Of what is dialled without an area code.
    #[prost(int32, repeated, tag = "10")]
    pub local_lengths: Vec<i32>,
}

/// The regions of each calling code, the main one first, as the library asks them.
pub fn by_calling_code() -> BTreeMap<u16, Vec<Region>> {
    let file = dependency().join("src/generated/metadata/metadata.bin");
    let data = fs::read(file).expect("the library keeps its data elsewhere");
    let collection = Collection::decode(data.as_slice()).expect("the library's data");
    let mut codes: BTreeMap<u16, Vec<Region>> = BTreeMap::new();
    for region in collection.regions {
        let code = u16::try_from(region.country_code).expect("a calling code");
        let regions = codes.entry(code).or_default();
        let at = if region.is_main() { 0 } else { regions.len() };
        regions.insert(at, region);
    }
    codes
}

/// The folder of the library, in the version that the product is built with.
fn dependency() -> PathBuf {
    let product = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
    let cargo = env::var_os("CARGO").unwrap_or("cargo".into());
    let ran = Command::new(cargo)
        .args(["metadata", "--format-version=1", "--locked", "--manifest-path", product])
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&ran.stdout).expect("cargo's metadata");
    let packages = metadata["packages"].as_array().expect("packages");
    let library = packages.iter().find(|package| package["name"] == "rlibphonenumber");
    let manifest = library.expect("the library")["manifest_path"].as_str().expect("a path");
    PathBuf::from(manifest).parent().expect("a folder").to_owned()
}
