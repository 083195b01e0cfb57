//! The body of a method, which records the call and returns a value.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::{Asyncness, MethodWriter};
use crate::output::Output;
use crate::tokens::mentions;

impl MethodWriter<'_> {
    /// Returns whether the call is recorded when its future is polled.
    fn is_deferred(&self) -> bool {
        self.asyncness != Asyncness::No && !self.is_eager
    }

    /// Returns the location of the call as an `Option`. If the body runs when a future is polled, the location was
    /// determined before.
    fn location(&self) -> TokenStream {
        if self.is_deferred() { quote!(__Some(__location)) } else { quote!(__None) }
    }

    /// Returns the tuple of the kept values. If `is_moved` is set, nothing else uses the arguments afterwards.
    fn kept(&self, is_moved: bool) -> TokenStream {
        let kept = self.arguments.iter().map(|argument| match &argument.capture.keep_moved {
            Some(keep) if is_moved => keep,
            _ => &argument.capture.keep,
        });
        quote!((#(#kept,)*))
    }

    /// Returns the statement that records the call.
    fn record(&self, is_moved: bool) -> TokenStream {
        let (field, kept) = (self.field(), self.kept(is_moved));
        let call = self.writer.options.wrapping.then(|| quote!(let __call =));
        if self.is_deferred() {
            quote!(#call #field.record_at(__location, #kept);)
        } else if self.writer.options.wrapping {
            quote!(#call #field.record_at(__Location::caller(), #kept);)
        } else {
            quote!(#field.record(#kept);)
        }
    }

    /// Returns the block that records the call and evaluates to the output of the method or of its future.
    pub(super) fn body(&self) -> TokenStream {
        let conversions = self.arguments.iter().filter_map(|argument| argument.conversion.as_ref());
        let (record, field, location) = (self.record(false), self.field(), self.location());
        let answered = match (&self.output, &self.method.body) {
            (Output::Receiver, None) => quote!(#record self),
            (Output::Receiver | Output::Chosen(_), Some(_)) => {
                let rest = self.provided();
                quote!(#record #rest)
            }
            (Output::Chosen(ty), None) => {
                let number = Literal::usize_unsuffixed(self.number);
                let own = self.writer.own_generics();
                let (double, (_, ty_generics, _)) = (&self.writer.double, own.split_for_impl());
                quote!(
                    #record
                    match (&&__Defaulting::<#ty>::NEW).find() {
                        __Some(__output) => __output,
                        __None => __panic_unscriptable(<#double #ty_generics as __Signature<#number>>::INFO),
                    }
                )
            }
            _ if self.has_own_answers => self.by_turn(),
            (_, None) if self.may_move() => self.by_turn(),
            (Output::Given { .. } | Output::Lent(_) | Output::Never, None)
                if !self.writer.options.wrapping =>
            {
                let (kept, args, give) = (self.kept(false), self.args(), self.give());
                let handled = if self.is_deferred() {
                    quote!(#field.handle_at(__location, #kept, #args))
                } else {
                    quote!(#field.handle(#kept, #args))
                };
                if self.gives_as_is() { handled } else { quote!(let __output = #handled; #give) }
            }
            _ => {
                let (args, back, ready, rest) = (self.args(), self.back(), self.ready(), self.provided());
                quote!(
                    #record
                    let #back = match #field.scripted(#location, #args) {
                        __Ok(__output) => return #ready,
                        __Err(__back) => __back,
                    };
                    #rest
                )
            }
        };
        quote!(#(#conversions)* #answered)
    }

    /// Returns whether an argument that is passed by value may move into the log.
    fn may_move(&self) -> bool {
        !self.writer.options.wrapping
            && matches!(self.output, Output::Given { .. } | Output::Lent(_))
            && self.arguments.iter().any(|argument| argument.capture.keep_moved.is_some())
    }

    /// Determines the outcome before the call is recorded, because the arguments can move into the log unless a closure
    /// needs them.
    fn by_turn(&self) -> TokenStream {
        let (field, location) = (self.field(), self.location());
        let (args, ready) = (self.args(), self.ready());
        let (by_reference, moved) = (self.record(false), self.record(true));
        let call = if self.has_own_answers {
            let answer = self.own_answer();
            quote!(match __answer_as::<__Box<dyn #answer>>(__answer) {
                __Some(__answer) => __answer(#args),
                __None => ::std::unreachable!(),
            })
        } else {
            quote!(#field.call(__answer, #args))
        };
        let rest = self.provided();
        quote!(
            let __turn = #field.turn();
            if let __Some(__answer) = __turn.answer() {
                #by_reference
                let __output = #call;
                return #ready;
            }
            #moved
            if let __Some(__output) = #field.output(#location, __turn) {
                return #ready;
            }
            #rest
        )
    }

    /// Returns the code for a call for which the test has set neither a reply nor a closure. It uses the real object,
    /// the body in the trait, or the default value.
    fn provided(&self) -> TokenStream {
        let (name, field, location) = (&self.method.ident, self.field(), self.location());
        let default = match (&self.output, &self.method.body) {
            (_, Some(body)) => {
                let renames = self.arguments.iter().filter_map(|argument| {
                    let (pattern, ident) = (&argument.argument.pattern, &argument.argument.ident);
                    (*ident != pattern.to_string()).then(|| quote!(let #pattern = #ident;))
                });
                // The body of a method that returns a future creates that future.
                let makes_output =
                    self.asyncness == Asyncness::No || self.is_eager || self.method.asyncness.is_some();
                let body = match &self.declared {
                    _ if makes_output => quote!(#body),
                    Some(ty) if self.asyncness == Asyncness::Boxed && returns_early(body) => {
                        quote!({ let __future = (move || -> #ty #body)(); __future.await })
                    }
                    _ if returns_early(body) => quote!({ let __future = (move || #body)(); __future.await }),
                    _ => quote!({ let __future = #body; __future.await }),
                };
                quote!(#(#renames)* #body)
            }
            // A double that a constructor returns shares the log of the constructor.
            (Output::Itself, None) if self.method.receiver.is_none() => quote!(Self::statics()),
            (Output::Itself, None) => quote!(<Self as __Clone>::clone(&self)),
            _ => {
                let give = self.give();
                quote!(let __output = #field.default_output(#location); #give)
            }
        };
        if !self.writer.options.wrapping {
            return default;
        }
        let real = format_ident!("{}Real", self.writer.double);
        let own = self.writer.own_generics();
        let (_, ty_generics, _) = own.split_for_impl();
        let idents = self.arguments.iter().map(|argument| &argument.argument.ident);
        let wait = (self.asyncness != Asyncness::No).then(|| quote!(.await));
        let answer = if self.asyncness != Asyncness::No && self.is_eager {
            quote!(return real.#name(#(#idents),*);)
        } else {
            quote!(
                let __answer = real.#name(#(#idents),*)#wait;
                __note_answer(&__call, (&__Showing(&__answer)).form());
                return __answer;
            )
        };
        quote!(
            if let __Some(real) = <WrappedObject as #real #ty_generics>::real(&self.__real) {
                #answer
            }
            #default
        )
    }

    /// Returns the expression that converts `__output`, for a `return` from the body.
    fn ready(&self) -> TokenStream {
        let give = self.give();
        match (self.is_eager, self.asyncness) {
            (false, _) => give,
            (true, Asyncness::Boxed) => {
                quote!({ let __given = #give; __Box::pin(async move { __given }) })
            }
            (true, _) => quote!({ let __given = #give; async move { __given } }),
        }
    }
}

fn returns_early(body: &TokenStream) -> bool {
    mentions(body, &[format_ident!("return")])
}
