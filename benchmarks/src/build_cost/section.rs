//! The tables for build times.

use super::crates::{
    AUTOSPY, CORE, Dependency, MACROS, MOCKALL, NONE, OURS, PROJECT_WITH_SYN, THISERROR, UNIMOCK,
    dependencies,
};
use super::spies::{self, BY_HAND, STYLES, TRAITS};
use super::{Cost, Crate};
use crate::bench::{Bench, Result};
use crate::report::{Section, Table};
use crate::statistics::{Spread, rounded};

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let mut section = Section::new("Build time");
    section.text(
        "The tables show the time of `cargo test --no-run` for a small crate, in a debug build with two parallel jobs, \
         offline: the seconds of processor time of all processes, and the seconds of wall-clock time.",
    );
    cold(bench, &mut section)?;
    cold_with_syn(bench, &mut section)?;
    rebuild(bench, &mut section)?;
    Ok(section)
}

fn cold(bench: &Bench, section: &mut Section) -> Result<()> {
    let wanted =
        |dependency: &Dependency| bench.is_full() || [NONE, OURS, MACROS, MOCKALL].contains(&dependency.name);
    let dependencies: Vec<_> = dependencies().into_iter().filter(wanted).collect();
    let mut crates = Vec::new();
    for dependency in &dependencies {
        crates.push(Crate::new(dependency.name, &dependency.manifest, "")?.without_incremental());
    }
    let mut costs = vec![Vec::new(); crates.len()];
    for _ in 0..bench.rounds(1, 3) {
        for ((dependency, made), costs) in dependencies.iter().zip(&crates).zip(&mut costs) {
            eprintln!("cold build: {}", dependency.name);
            made.clean()?;
            costs.push(made.build()?);
        }
    }
    let of = |name: &str| {
        let position = dependencies.iter().position(|dependency| dependency.name == name);
        &costs[position.expect("the dependency was measured")]
    };
    let mut table = Table::new(["", "processor: s", "× to mockall", "wall: s", "×", "crates"]);
    for ((dependency, made), costs) in dependencies.iter().zip(&crates).zip(&costs) {
        table.row([
            dependency.label.to_owned(),
            rounded(seconds(costs, processor).median),
            ratio(costs, of(MOCKALL), processor).to_string(),
            rounded(seconds(costs, wall).median),
            ratio(costs, of(MOCKALL), wall).to_string(),
            made.dependencies()?.to_string(),
        ]);
    }
    section.text(
        "### A cold build of one dependency\n\nAll dependencies are built like those from a registry. In particular, \
         incremental compilation is off for ours, although cargo would use it for a path dependency.",
    );
    section.table(&table);
    section.target(
        "Cold build as a dev-dependency, processor, to mockall's",
        0.95,
        ratio(of(OURS), of(MOCKALL), processor),
    );
    section.target(
        "Cold build as a dev-dependency with `macros`, processor, to mockall's",
        1.2,
        ratio(of(MACROS), of(MOCKALL), processor),
    );
    section.target(
        "Cold build as a dev-dependency, wall, to mockall's",
        0.95,
        ratio(of(OURS), of(MOCKALL), wall),
    );
    if bench.is_full() {
        let beyond = of(CORE)
            .iter()
            .zip(of(THISERROR))
            .map(|(core, thiserror)| processor(core) - processor(thiserror));
        section.target(
            "Cold build of the core alone, beyond thiserror's: seconds of processor",
            0.6,
            Spread::of(beyond),
        );
    }
    Ok(())
}

/// Measures the time that a dev-dependency adds to a project whose own dependencies already include syn.
fn cold_with_syn(bench: &Bench, section: &mut Section) -> Result<()> {
    let compared = [NONE, OURS, MACROS, AUTOSPY, MOCKALL, UNIMOCK];
    let dependencies: Vec<_> =
        dependencies().into_iter().filter(|dependency| compared.contains(&dependency.name)).collect();
    let mut crates = Vec::new();
    for dependency in &dependencies {
        let manifest = format!("{PROJECT_WITH_SYN}{}", dependency.manifest);
        crates
            .push(Crate::new(&format!("{}-with-syn", dependency.name), &manifest, "")?.without_incremental());
    }
    let mut costs = vec![Vec::new(); crates.len()];
    for _ in 0..bench.rounds(1, 3) {
        for ((dependency, made), costs) in dependencies.iter().zip(&crates).zip(&mut costs) {
            eprintln!("cold build in a project with syn: {}", dependency.name);
            made.clean()?;
            made.build_without_tests()?;
            costs.push(made.build()?);
        }
    }
    let of = |name: &str| {
        let position = dependencies.iter().position(|dependency| dependency.name == name);
        &costs[position.expect("the dependency was measured")]
    };
    let mut table = Table::new(["", "processor: s", "× to mockall", "wall: s", "×"]);
    for (dependency, costs) in dependencies.iter().zip(&costs) {
        table.row([
            dependency.label.to_owned(),
            rounded(seconds(costs, processor).median),
            ratio(costs, of(MOCKALL), processor).to_string(),
            rounded(seconds(costs, wall).median),
            ratio(costs, of(MOCKALL), wall).to_string(),
        ]);
    }
    section.text(
        "### A cold build in a project that builds syn\n\nThe project depends on serde with `derive`, thiserror, and \
         tokio with `macros`. These are built before the clock starts, so that the table shows only the time of the \
         dev-dependency.",
    );
    section.table(&table);
    for (name, what, most) in [(OURS, "", 0.6), (MACROS, " with `macros`", 0.9)] {
        section.target(
            format!("Cold build{what} in a project that builds syn, processor, to mockall's"),
            most,
            ratio(of(name), of(MOCKALL), processor),
        );
    }
    Ok(())
}

fn rebuild(bench: &Bench, section: &mut Section) -> Result<()> {
    let wanted = |name: &str| bench.is_full() || [BY_HAND, OURS, MACROS, AUTOSPY, MOCKALL].contains(&name);
    let manifests = dependencies();
    let styles: Vec<_> = STYLES.iter().filter(|style| wanted(style.name)).collect();
    let mut crates = Vec::new();
    for (number, style) in styles.iter().enumerate() {
        eprintln!("initial build: {}", style.label);
        let manifest = manifests.iter().find(|dependency| dependency.name == style.name);
        let manifest = &manifest.expect("a dependency has this name").manifest;
        let made = Crate::new(&format!("rebuilt-{number}"), manifest, &spies::source(style, 1))?;
        made.test()?;
        crates.push(made);
    }
    let mut costs = vec![Vec::new(); styles.len()];
    for revision in 2..2 + u32::try_from(bench.rounds(3, 7))? {
        eprintln!("rebuild: round {}", revision - 1);
        for ((style, made), costs) in styles.iter().zip(&crates).zip(&mut costs) {
            made.write(&spies::source(style, revision))?;
            costs.push(made.build()?);
        }
    }
    let of = |name: &str| {
        let position = styles.iter().position(|style| style.name == name);
        &costs[position.expect("the style was measured")]
    };
    let mut table = Table::new(["", "processor: s", "× to by hand", "× to autospy", "wall: s"]);
    for (style, of_this) in styles.iter().zip(&costs) {
        table.row([
            style.label.to_owned(),
            rounded(seconds(of_this, processor).median),
            ratio(of_this, of(BY_HAND), processor).to_string(),
            ratio(of_this, of(AUTOSPY), processor).to_string(),
            rounded(seconds(of_this, wall).median),
        ]);
    }
    section.text(&format!(
        "### A rebuild after a change of one line\n\nThe crate has {TRAITS} traits with three methods each. Each trait \
         has a double and a test."
    ));
    section.table(&table);
    for (name, what) in [(MACROS, "`#[double]`"), (OURS, "`Recorder`")] {
        section.target(
            format!("One-line rebuild with {TRAITS} doubles, {what}, processor, to autospy's"),
            1.3,
            ratio(of(name), of(AUTOSPY), processor),
        );
    }
    Ok(())
}

fn processor(cost: &Cost) -> f64 {
    cost.processor.as_secs_f64()
}

fn wall(cost: &Cost) -> f64 {
    cost.wall.as_secs_f64()
}

fn seconds(costs: &[Cost], part: impl Fn(&Cost) -> f64) -> Spread {
    Spread::of(costs.iter().map(part))
}

fn ratio(costs: &[Cost], baseline: &[Cost], part: impl Fn(&Cost) -> f64) -> Spread {
    let [costs, baseline] = [costs, baseline].map(|costs| costs.iter().map(&part).collect::<Vec<_>>());
    Spread::of_ratios(&costs, &baseline)
}
