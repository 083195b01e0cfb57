//! The guide's recipes state the correct memory usage of many trackers.

#![cfg(target_pointer_width = "64")]

use std::alloc::System;
use std::collections::HashMap;

use mock_messenger::LimitTracker;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

/// There is only one test, because the allocations of other threads would be counted.
#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Returns the bytes that the result of `build` has allocated.
fn allocated_bytes<T>(build: impl FnOnce() -> T) -> usize {
    let region = Region::new(COUNTED);
    let built = build();
    let change = region.change();
    drop(built);
    change.bytes_allocated - change.bytes_deallocated
}

fn trackers<T>(tenants: usize, tracker: impl Fn() -> T) -> HashMap<u64, T> {
    (0..tenants as u64).map(|tenant| (tenant, tracker())).collect()
}

#[test]
fn the_guide_states_the_memory_of_a_million_tenants() {
    // A hash map with a 64th of the million tenants has the same load factor and is faster to build. The environment
    // variable requests all of them.
    let tenants: usize = if std::env::var_os("MILLION").is_some() { 1_000_000 } else { 1_000_000 / 64 };
    let new = || LimitTracker::new((), 100);
    let one = size_of::<LimitTracker<()>>() + allocated_bytes(new);
    let per_tenant = |bytes: usize| (bytes + tenants / 2) / tenants;
    let inline = per_tenant(allocated_bytes(|| trackers(tenants, new)));
    let boxed = per_tenant(allocated_bytes(|| trackers(tenants, || Box::new(new()))));

    let recipes = include_str!("../../src/guide/quota_recipes.md");
    for figure in [format!("{one} bytes"), format!("{inline} MB"), format!("{boxed} MB")] {
        assert!(recipes.contains(&figure), "the guide does not state {figure:?}");
    }
}
