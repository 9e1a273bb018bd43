// As much of Rust's core library as calls need, so that no target needs one of its own.
#![feature(no_core, lang_items, intrinsics, rustc_attrs, builtin_syntax)]
#![allow(internal_features, non_camel_case_types, non_snake_case, dead_code, improper_ctypes)]
#![allow(improper_ctypes_definitions, non_upper_case_globals, unused_attributes)]
#![no_core]
#![crate_type = "lib"]
#[lang = "pointee_sized"]
pub trait PointeeSized {}
#[lang = "meta_sized"]
pub trait MetaSized: PointeeSized {}
#[lang = "sized"]
pub trait Sized: MetaSized {}
#[lang = "copy"]
pub trait Copy {}
#[lang = "legacy_receiver"]
pub trait LegacyReceiver {}
impl<T: PointeeSized> LegacyReceiver for &T {}
#[rustc_intrinsic]
pub const fn size_of<T>() -> usize;
#[rustc_intrinsic]
pub const fn align_of<T>() -> usize;
#[lang = "offset_of"]
#[rustc_intrinsic]
pub const fn offset_of<T: PointeeSized>(variant: u32, field: u32) -> usize;
