//! Hooks of a raft store. The hand-written double has a counter for each hook.

pub(crate) struct Context<'a> {
    pub(crate) region: &'a mut u64,
}

pub(crate) trait Observer: Send + Sync {
    fn pre_propose(&self, context: &mut Context<'_>);
    fn pre_apply(&self, context: &mut Context<'_>);
    fn post_apply(&self, context: &mut Context<'_>);
}

pub(crate) fn apply(observer: &dyn Observer, region: &mut u64, skips_propose: bool) {
    let mut context = Context { region };
    if !skips_propose {
        observer.pre_propose(&mut context);
    }
    observer.pre_apply(&mut context);
    *context.region += 1;
    observer.post_apply(&mut context);
}

mod by_hand {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{Context, Observer, apply};

    const PRE_PROPOSE: usize = 1;
    const PRE_APPLY: usize = 2;
    const POST_APPLY: usize = 4;

    #[derive(Clone, Default)]
    struct TestObserver {
        called: Arc<AtomicUsize>,
        region: Arc<AtomicUsize>,
    }

    impl TestObserver {
        fn note(&self, hook: usize, context: &Context<'_>) {
            self.called.fetch_add(hook, Ordering::SeqCst);
            let region = usize::try_from(*context.region).unwrap();
            self.region.store(region, Ordering::SeqCst);
        }
    }

    impl Observer for TestObserver {
        fn pre_propose(&self, context: &mut Context<'_>) {
            self.note(PRE_PROPOSE, context);
        }

        fn pre_apply(&self, context: &mut Context<'_>) {
            self.note(PRE_APPLY, context);
        }

        fn post_apply(&self, context: &mut Context<'_>) {
            self.note(POST_APPLY, context);
        }
    }

    #[test]
    fn every_hook_runs_once() {
        let observer = TestObserver::default();
        let mut region = 7;
        apply(&observer, &mut region, false);
        let called = observer.called.load(Ordering::SeqCst);
        assert_eq!(called, PRE_PROPOSE + PRE_APPLY + POST_APPLY);
        assert_eq!(observer.region.load(Ordering::SeqCst), 8);
    }
}

mod with_the_crate {
    use mock_messenger::SyncRecorder;

    use super::{Context, Observer, apply};

    #[derive(Debug, PartialEq)]
    enum Hook {
        PrePropose(u64),
        PreApply(u64),
        PostApply(u64),
    }

    impl Observer for SyncRecorder<Hook> {
        fn pre_propose(&self, context: &mut Context<'_>) {
            self.record(Hook::PrePropose(*context.region));
        }

        fn pre_apply(&self, context: &mut Context<'_>) {
            self.record(Hook::PreApply(*context.region));
        }

        fn post_apply(&self, context: &mut Context<'_>) {
            self.record(Hook::PostApply(*context.region));
        }
    }

    #[test]
    fn every_hook_runs_once() {
        let hooks = SyncRecorder::new();
        apply(&hooks, &mut 7, false);
        hooks.calls().assert_exactly([Hook::PrePropose(7), Hook::PreApply(7), Hook::PostApply(8)]);
    }

    #[test]
    fn a_hook_that_was_skipped_is_named() {
        let hooks = SyncRecorder::new();
        apply(&hooks, &mut 7, true);
        let expected = [Hook::PrePropose(7), Hook::PreApply(7), Hook::PostApply(8)];
        let report = crate::report_of(hooks.calls().check_exactly(expected));
        assert!(report.contains("missing     PrePropose(7)"), "{report}");
    }
}
