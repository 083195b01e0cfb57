//! The documents state the current versions, features, minimum Rust version, examples and recorded outputs.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the value of a line `key = "value"` in `Cargo.toml`.
fn manifest(key: &str) -> String {
    let manifest = read("Cargo.toml");
    let start = format!("{key} = \"");
    let value = manifest.lines().find_map(|line| line.strip_prefix(&start)?.split_once('"'));
    value.unwrap_or_else(|| panic!("no {key} in Cargo.toml")).0.to_owned()
}

/// Returns the first cell of each row of the table under a heading of a Markdown text, without backticks.
fn first_cells(text: &str, heading: &str) -> BTreeSet<String> {
    let (_, section) = text.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no {heading:?}"));
    let section = section.split("\n#").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| row.split('|').nth(1).unwrap().trim().trim_matches('`').to_owned()).collect()
}

fn names<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

/// Returns the version without the patch number, as users write it for a dependency.
fn series(version: &str) -> String {
    version.split('.').take(2).collect::<Vec<_>>().join(".")
}

#[test]
fn the_features_are_those_of_the_manifest() {
    let manifest = read("Cargo.toml");
    let (_, section) = manifest.split_once("[features]\n").unwrap();
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    let features: BTreeSet<_> = lines
        .filter_map(|line| Some(line.split_once(" = ")?.0.to_owned()))
        .filter(|feature| feature != "default")
        .collect();
    assert_eq!(first_cells(&read("README.md"), "## Features"), features);
    assert_eq!(first_cells(&read("src/guide/front.md"), "# Features"), features);
    // CI lints each feature separately, and all of them together.
    let ci = read(".ci/run");
    let (_, sets) = ci.split_once("\nfor features in ").unwrap();
    let sets: Vec<_> = sets.split("; do").next().unwrap().split(' ').collect();
    let missing: Vec<_> = features.iter().filter(|feature| !sets.contains(&feature.as_str())).collect();
    assert!(sets.contains(&"\"\"") && missing.is_empty(), "{missing:?} in {sets:?}");
    let all: BTreeSet<_> = sets.last().unwrap().split(',').map(str::to_owned).collect();
    // `testing` enables these two.
    let implied = names(["doubles", "quota-spec"]);
    assert_eq!(all, features.difference(&implied).cloned().collect());
}

#[test]
fn the_core_depends_on_thiserror_alone() {
    let manifest = read("Cargo.toml");
    let (_, section) = manifest.split_once("[dependencies]\n").unwrap();
    let dependencies = section.lines().take_while(|line| !line.starts_with('[') && !line.is_empty());
    let required: Vec<_> = dependencies.filter(|line| !line.contains("optional = true")).collect();
    assert!(matches!(required[..], [line] if line.starts_with("thiserror = ")), "{required:?}");
}

#[test]
fn the_oldest_rust_is_that_of_the_manifest() {
    let msrv = manifest("rust-version");
    assert!(read("README.md").contains(&format!("Rust {msrv} or newer")));
    assert!(read("CONTRIBUTING.md").contains(&format!("Rust {msrv}")));
    assert!(read("scripts/msrv").contains(&format!("release={msrv}.")));
    assert!(read(".github/workflows/ci.yml").contains(&format!("rustup toolchain install {msrv} ")));
}

#[test]
fn the_pinned_rust_is_the_same_everywhere() {
    let test = read("checks/compile_fail/tests/compile_fail.rs");
    let (_, rest) = test.split_once("const PINNED: &str = \"rustc ").unwrap();
    let pinned = rest.split(".\"").next().unwrap();
    assert!(read(".ci/run").contains(&format!("Rust {pinned} ")));
    assert!(read(".github/workflows/ci.yml").contains(&format!("rustup toolchain install {pinned} ")));
    assert_eq!(read("CONTRIBUTING.md").matches(&format!("Rust {pinned}")).count(), 2);
}

#[test]
fn the_version_is_that_of_the_manifest() {
    let version = manifest("version");
    assert!(read("CHANGELOG.md").contains(&format!("\n## [{version}]")));
    let entry =
        format!("mock-messenger = {{ version = \"{}\", default-features = false }}", series(&version));
    let plain = format!("mock-messenger = \"{}\"", series(&version));
    let guide = read("src/guide/production_and_tests.md");
    assert!(guide.contains(&entry) && guide.contains(&plain));
    assert!(read("README.md").contains(&plain));
}

#[test]
fn both_packages_have_one_version_and_one_oldest_rust() {
    let macros = read("macros/Cargo.toml");
    for key in ["version", "edition", "rust-version", "license", "repository"] {
        let line = format!("\n{key} = \"{}\"\n", manifest(key));
        assert!(macros.contains(&line), "{line}");
    }
    // The generated code requires exactly one version of the runtime.
    let version = manifest("version");
    let exact = format!("\nmock-messenger-macros = {{ version = \"={version}\", path = \"macros\"");
    assert!(read("Cargo.toml").contains(&exact), "{exact}");
    let entry = format!("mock-messenger = {{ version = \"{}\", features = [\"macros\"] }}", series(&version));
    assert!(read("macros/README.md").contains(&entry), "{entry}");
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        assert_eq!(read(licence), read(&format!("macros/{licence}")), "{licence}");
    }
}

#[test]
fn the_guide_prints_the_manifest_of_a_library_that_offers_doubles() {
    let page = read("src/guide/the_double_is_written_for_you.md");
    let (_, manifest) =
        page.split_once("```toml\n# Cargo.toml of the crate that declares the trait\n").unwrap();
    let manifest = manifest.split("```").next().unwrap();
    let tested = read("checks/consumers/store/Cargo.toml").replace("path = \"../../..\", ", "");
    assert!(tested.contains(manifest.trim_end()), "{manifest}");
}

#[test]
fn the_version_of_mockall_is_that_of_the_manifest() {
    let manifest = read("Cargo.toml");
    let (_, rest) = manifest.split_once("mockall = { version = \"").unwrap();
    let version = rest.split('"').next().unwrap();
    assert!(
        read("src/mockall_messenger.rs").contains(&format!("that this crate uses: {}.", series(version)))
    );
    assert!(read("src/guide/compared.md").contains(&format!("mockall {version}, ")));
}

#[test]
fn the_readme_lists_every_example() {
    let directory = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join("examples");
    let examples: BTreeSet<_> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(first_cells(&read("README.md"), "## Examples"), examples);
}

#[test]
fn the_guide_has_a_page_for_each_of_its_files() {
    let directory = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join("src/guide");
    let index = read("src/guide/mod.rs");
    let front = read("src/guide/front.md");
    for entry in fs::read_dir(directory).unwrap() {
        let page = entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
        if page == "mod" || page == "front" {
            continue;
        }
        assert!(index.contains(&format!("include_str!(\"{page}.md\")")), "{page} is not included");
        assert!(index.contains(&format!("\npub mod {page} {{}}")), "{page} is no module");
        assert!(front.contains(&format!("(guide::{page})")), "{page} is not on the front page");
    }
}

/// Returns the source of every test in a folder and its subfolders.
fn sources_of_tests(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sources = entries.map(|path| match path.extension() {
        _ if path.is_dir() => sources_of_tests(&path),
        Some(extension) if extension == "rs" => fs::read_to_string(&path).unwrap(),
        _ => String::new(),
    });
    sources.collect()
}

#[test]
fn every_guarantee_names_a_test_that_exists() {
    let contributing = read("CONTRIBUTING.md");
    let (_, section) = contributing.split_once("\n## Guarantees and their tests\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows: Vec<_> = section.lines().filter(|line| line.starts_with('|')).skip(2).collect();
    assert!(rows.len() >= 20, "{rows:#?}");
    let sources = sources_of_tests(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")));
    for row in rows {
        let test = row.split('|').nth(2).unwrap().trim().trim_matches('`');
        assert!(sources.contains(&format!("\nfn {test}() ")), "no test is called {test}: {row}");
    }
}

#[test]
fn what_contributing_tells_to_run_is_there() {
    let contributing = read("CONTRIBUTING.md");
    let words =
        contributing.split(|c: char| c.is_whitespace() || c == '`').map(|word| word.trim_end_matches(','));
    let places = [".ci/", "benchmarks/", "docs/", "fuzz/", "loom/", "scripts/", "src/", "checks/"];
    let paths = words.filter(|word| places.iter().any(|place| word.starts_with(place)));
    let paths: BTreeSet<_> = paths.filter(|path| !path.contains('*')).collect();
    assert!(paths.len() > 15, "{paths:?}");
    for path in paths {
        assert!(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(path).exists(), "{path}");
    }
}

/// Returns the names of the public functions and macros that start with `assert_`, by their type or module.
fn public_assertions() -> BTreeSet<(String, String)> {
    let api = read(".ci/public-api/testing.txt");
    let paths = api.lines().filter_map(|line| {
        let path = line.strip_prefix("pub fn ").or_else(|| line.strip_prefix("pub macro "))?;
        let end = path.find(['!', '(']).unwrap_or(path.len());
        // The generic arguments of a function are between its name and its parameters.
        let path = &path[..end];
        let (owner, name) = path.rsplit_once("::assert_")?;
        let name = name.split('<').next().unwrap();
        Some((owner.to_owned(), format!("assert_{name}")))
    });
    paths.collect()
}

/// Returns the assertions of `Transcript`, each of which has to be in all of the tables.
fn assertions_of_a_transcript() -> Vec<String> {
    let all = public_assertions().into_iter();
    all.filter(|(owner, _)| owner.ends_with("::Transcript<T>")).map(|(_, name)| name).collect()
}

#[test]
fn the_calls_of_one_method_have_every_assertion_of_a_transcript() {
    let api = read(".ci/public-api/macros.txt");
    let checks = assertions_of_a_transcript().into_iter().map(|name| name.replacen("assert", "check", 1));
    for name in assertions_of_a_transcript().into_iter().chain(checks) {
        assert!(api.contains(&format!("pub fn mock_messenger::Calls<D, N>::{name}")), "{name} is missing");
    }
}

#[test]
fn the_api_list_holds_the_assertions() {
    assert!(assertions_of_a_transcript().len() >= 15, "{:?}", public_assertions());
    let others = ["assert_quiet_for", "assert_together", "assert_used_up"];
    for name in others {
        assert!(public_assertions().iter().any(|(_, found)| found == name), "{name}");
    }
}

#[test]
fn the_vocabulary_page_has_every_assertion_of_a_transcript() {
    let page = read("src/guide/the_vocabulary.md");
    for name in assertions_of_a_transcript() {
        let headed =
            page.lines().any(|line| line.starts_with("`assert_") && line.contains(&format!("`{name}(")));
        let passes_and_fails = page.matches(&format!(".{name}(")).count() >= 2;
        assert!(headed && passes_and_fails, "{name} needs a heading, and a passing and a failing example");
    }
}

#[test]
fn the_guide_mentions_every_assertion() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join("src/guide");
    let pages = fs::read_dir(folder).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    let guide: String = pages.collect();
    for (owner, name) in public_assertions() {
        assert!(guide.contains(&name), "{owner}::{name} is not in the guide");
    }
}

#[test]
fn the_table_of_what_must_fail_has_every_assertion() {
    let table = read("checks/tests/must_fail.rs");
    for (owner, name) in public_assertions() {
        let fails = [format!(".{name}("), format!("{name}!(")];
        assert!(fails.iter().any(|call| table.contains(call)), "{owner}::{name} is never seen to fail");
    }
}

#[test]
fn the_failing_calls_have_every_assertion_of_a_transcript() {
    let calls: String = read("checks/tests/shown_reports.rs").split_whitespace().collect();
    for name in assertions_of_a_transcript() {
        assert!(calls.contains(&format!("sent.{name}/check_")), "{name} is not in `failing_calls`");
    }
}

/// Returns the text of a picture without the markup.
fn text_of(svg: &str) -> String {
    let body = svg.split_once("</style>").unwrap().1;
    let text: String =
        body.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect();
    [("&quot;", "\""), ("&#x27;", "'"), ("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&")]
        .iter()
        .fold(text, |text, (entity, character)| text.replace(entity, character))
}

#[test]
fn the_pictures_in_the_readme_are_of_two_reports_of_its_example() {
    for picture in ["docs/failure-report.svg", "docs/failure-report-in-a-log.svg"] {
        assert!(read("README.md").contains(&format!("]({picture})")), "{picture}");
        assert_shows_the_reports(&text_of(&read(picture)));
    }
}

fn assert_shows_the_reports(picture: &str) {
    let output = read("checks/tests/examples/failure_report.stdout");
    let pictured = ["a field of a call\n", "a list of calls\n"];
    let reports =
        output.split("\n=== ").filter(|report| pictured.iter().any(|title| report.starts_with(title)));
    let reports: Vec<_> = reports.collect();
    assert_eq!(reports.len(), pictured.len());
    // On a terminal, colours take the place of carets.
    let lines = reports.iter().flat_map(|report| report.lines().skip(1));
    for line in lines.filter(|line| !line.trim_matches([' ', '^']).is_empty()) {
        let start = line.split("[..]").next().unwrap();
        assert!(picture.contains(start), "run scripts/picture to draw the picture again: {start}\n{picture}");
    }
}

#[test]
fn the_figures_in_the_readme_are_those_measured_last() {
    let (readme, measured) = (read("README.md"), read("BENCHMARKS.md"));
    let (_, section) = readme.split_once("\n## What it costs\n").unwrap();
    let rows: Vec<_> = section.lines().skip_while(|line| !line.starts_with("|---")).skip(1).collect();
    let rows: Vec<_> = rows.into_iter().take_while(|line| line.starts_with('|')).collect();
    assert!(!rows.is_empty());
    for row in rows {
        let (what, ratio) = row.trim_matches('|').split_once('|').unwrap();
        let mut lines = measured.lines().filter(|line| line.starts_with(&format!("|{what}|")));
        let line = lines.next().unwrap_or_else(|| panic!("not in BENCHMARKS.md: {what}"));
        let measured = line.split('|').nth(3).unwrap().trim();
        assert!(measured.starts_with(&format!("{} (", ratio.trim())), "{what}: {measured}");
    }
}

#[test]
fn the_readme_has_its_two_commands_on_lines_of_their_own() {
    let readme = read("README.md");
    for command in ["cargo run --example quick_start", "cargo test"] {
        assert_eq!(readme.lines().filter(|line| *line == command).count(), 1, "{command}");
    }
}

#[test]
fn the_readme_shows_the_report_of_quick_start() {
    let output = read("checks/tests/examples/quick_start.stdout");
    let (_, report) = output.split_once("A failing check:\n\n").unwrap();
    assert!(read("README.md").contains(&format!("```text\n{report}```\n")), "{report}");
}

#[test]
fn every_environment_variable_that_the_crate_reads_is_documented() {
    let mut variables = BTreeSet::new();
    let mut directories = vec![Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join("src")];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(path).unwrap();
                let code: Vec<_> =
                    source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                let code = code.join("\n");
                if code.contains("env::var") {
                    let literals = code.split('"').skip(1).step_by(2);
                    let is_variable = |text: &&str| {
                        !text.is_empty() && text.chars().all(|c| c == '_' || c.is_ascii_uppercase())
                    };
                    variables.extend(literals.filter(is_variable).map(str::to_owned));
                }
            }
        }
    }
    assert_eq!(variables, names(["CLICOLOR_FORCE", "MOCK_MESSENGER_FULL", "NO_COLOR", "TERM"]));
    for document in ["SECURITY.md", "src/guide/promises.md"] {
        let document = read(document);
        let missing: Vec<_> =
            variables.iter().filter(|name| !document.contains(&format!("`{name}`"))).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
