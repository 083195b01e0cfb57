//! The tables of what a build pays.

use super::crates::{CORE, Dependency, MOCKALL, NONE, OURS, THISERROR, dependencies};
use super::spies::{self, BY_HAND, STYLES, TRAITS};
use super::{Cost, Crate};
use crate::bench::{Bench, Result};
use crate::report::{Section, Table};
use crate::statistics::{Spread, rounded};

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let mut section = Section::new("What a build pays");
    section.text(
        "`cargo test --no-run` of a small crate, debug build, offline, with two jobs at once. Seconds of processor time \
         of all its processes, and of the wall's clock.",
    );
    cold(bench, &mut section)?;
    rebuild(bench, &mut section)?;
    Ok(section)
}

fn cold(bench: &Bench, section: &mut Section) -> Result<()> {
    let wanted =
        |dependency: &Dependency| bench.is_full() || [NONE, OURS, MOCKALL].contains(&dependency.name);
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
        let place = dependencies.iter().position(|dependency| dependency.name == name);
        &costs[place.expect("a dependency that was measured")]
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
        "### A cold build of one dependency\n\nAll of them as from a registry: ours, too, is built without the \
         incremental compilation that cargo chooses for what has a path.",
    );
    section.table(&table);
    section.target(
        "Cold build as a dev-dependency, processor, to mockall's",
        0.85,
        ratio(of(OURS), of(MOCKALL), processor),
    );
    section.target(
        "Cold build as a dev-dependency, wall, to mockall's",
        0.85,
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

fn rebuild(bench: &Bench, section: &mut Section) -> Result<()> {
    let wanted = |name: &str| bench.is_full() || [BY_HAND, OURS, MOCKALL].contains(&name);
    let manifests = dependencies();
    let mut costs = Vec::new();
    for style in STYLES.iter().filter(|style| wanted(style.name)) {
        eprintln!("rebuild: {}", style.name);
        let manifest = manifests.iter().find(|dependency| dependency.name == style.name);
        let manifest = &manifest.expect("a dependency of this name").manifest;
        let made = Crate::new(&format!("{}-{TRAITS}", style.name), manifest, &spies::source(style, 1))?;
        made.test()?;
        let mut of_this = Vec::new();
        for revision in 2..2 + u32::try_from(bench.rounds(1, 3))? {
            made.write(&spies::source(style, revision))?;
            of_this.push(made.build()?);
        }
        costs.push((style, of_this));
    }
    let by_hand = costs[0].1.clone();
    let mut table = Table::new(["", "processor: s", "× to by hand", "wall: s", "×"]);
    for (style, of_this) in &costs {
        table.row([
            style.label.to_owned(),
            rounded(seconds(of_this, processor).median),
            ratio(of_this, &by_hand, processor).to_string(),
            rounded(seconds(of_this, wall).median),
            ratio(of_this, &by_hand, wall).to_string(),
        ]);
    }
    section.text(&format!(
        "### A rebuild after a change of one line\n\nOf a crate with {TRAITS} traits of three methods, each with a \
         double and a test."
    ));
    section.table(&table);
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
