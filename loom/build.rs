//! Sets `--cfg loom` for this package only. In `RUSTFLAGS`, it would apply to every dependency.

fn main() {
    println!("cargo::rustc-cfg=loom");
    println!("cargo::rerun-if-changed=build.rs");
}
