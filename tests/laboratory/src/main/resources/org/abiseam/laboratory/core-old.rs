// The same for compilers before 1.89, which have fewer of these traits; types are checked by a newer one.
#![feature(no_core, lang_items, raw_ref_op)]
#![allow(internal_features, non_camel_case_types, non_snake_case, dead_code, improper_ctypes)]
#![allow(improper_ctypes_definitions, non_upper_case_globals, unused_attributes)]
#![no_core]
#![crate_type = "lib"]
pub trait PointeeSized {}
impl<T: ?Sized> PointeeSized for T {}
#[lang = "sized"]
pub trait Sized {}
#[lang = "copy"]
pub trait Copy {}
#[lang = "legacy_receiver"]
pub trait LegacyReceiver {}
impl<T: ?Sized> LegacyReceiver for &T {}
