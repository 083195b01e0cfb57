//! The dependencies to compare.

pub(super) struct Dependency {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    /// The table of dependencies in the manifest.
    pub(super) manifest: String,
}

pub(super) const OURS: &str = "mock-messenger";
pub(super) const MACROS: &str = "macros";
pub(super) const CORE: &str = "core";
pub(super) const THISERROR: &str = "thiserror";
pub(super) const AUTOSPY: &str = "autospy";
pub(super) const MOCKALL: &str = "mockall";
pub(super) const UNIMOCK: &str = "unimock";
pub(super) const NONE: &str = "none";

pub(super) fn dependencies() -> Vec<Dependency> {
    let ours = format!("path = \"{}\"", concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let dev = |name, label, line: String| {
        let manifest = format!("[dev-dependencies]\n{line}");
        Dependency { name, label, manifest }
    };
    vec![
        dev(NONE, "nothing", String::new()),
        dev(OURS, "**mock-messenger**", format!("mock-messenger = {{ {ours} }}")),
        dev(
            MACROS,
            "**mock-messenger**, with `macros`",
            format!("mock-messenger = {{ {ours}, features = [\"macros\"] }}"),
        ),
        Dependency {
            name: CORE,
            label: "**mock-messenger**, only the core",
            manifest: format!("[dependencies]\nmock-messenger = {{ {ours}, default-features = false }}"),
        },
        dev(THISERROR, "thiserror", "thiserror = \"2\"".to_owned()),
        dev("double", "double", "double = \"0.2\"".to_owned()),
        dev(AUTOSPY, "autospy", "autospy = \"1\"".to_owned()),
        dev(MOCKALL, "mockall", "mockall = \"0.15\"".to_owned()),
        dev(UNIMOCK, "unimock", "unimock = \"0.6\"".to_owned()),
        dev("faux", "faux", "faux = \"0.1\"".to_owned()),
        dev("mry", "mry", "mry = \"0.16\"".to_owned()),
    ]
}

/// The dependencies of a project that already builds syn.
pub(super) const PROJECT_WITH_SYN: &str = "[dependencies]
serde = { version = \"1\", features = [\"derive\"] }
thiserror = \"2\"
tokio = { version = \"1\", features = [\"macros\", \"rt\", \"time\"] }

";
