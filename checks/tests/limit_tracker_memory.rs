//! The memory of many trackers, as the guide's recipes state it.

#![cfg(target_pointer_width = "64")]

use std::alloc::System;
use std::collections::HashMap;

use mock_messenger::LimitTracker;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

/// One test only, since other threads would allocate as well.
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

fn trackers<T>(tenants: u64, tracker: impl Fn() -> T) -> HashMap<u64, T> {
    (0..tenants).map(|tenant| (tenant, tracker())).collect()
}

#[test]
fn the_guide_states_the_memory_of_a_million_tenants() {
    // A hash map of a 64th of a million tenants fills the same part of its slots, and is quick to build. The environment
    // variable asks for all of them.
    let tenants = if std::env::var_os("MILLION").is_some() { 1_000_000 } else { 1_000_000 / 64 };
    let new = || LimitTracker::new((), 100);
    let one = size_of::<LimitTracker<()>>() + allocated_bytes(new);
    let per_tenant = |bytes: usize| (bytes as f64 / tenants as f64).round();
    let inline = per_tenant(allocated_bytes(|| trackers(tenants, new)));
    let boxed = per_tenant(allocated_bytes(|| trackers(tenants, || Box::new(new()))));

    let recipes = include_str!("../../src/guide/quota_recipes.md");
    for figure in [format!("{one} bytes"), format!("{inline} MB"), format!("{boxed} MB")] {
        assert!(recipes.contains(&figure), "the guide does not state {figure:?}");
    }
}
