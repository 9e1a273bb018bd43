// What all compilers take alike.
#[lang = "phantom_data"]
pub struct PhantomData<T: PointeeSized>;
#[lang = "bitand"]
pub trait BitAnd<R = Self> {
    type Output;
    fn bitand(self, other: R) -> Self::Output;
}
impl BitAnd for isize {
    type Output = isize;
    fn bitand(self, other: isize) -> isize { self & other }
}
#[lang = "eq"]
pub trait PartialEq<R: PointeeSized = Self>: PointeeSized {
    fn eq(&self, other: &R) -> bool;
    fn ne(&self, other: &R) -> bool;
}
impl PartialEq for isize {
    fn eq(&self, other: &isize) -> bool { *self == *other }
    fn ne(&self, other: &isize) -> bool { *self != *other }
}
macro_rules! copy { ($($t:ty)*) => { $(impl Copy for $t {})* } }
copy!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool f32 f64);
impl<T: PointeeSized> Copy for *const T {}
impl<T: PointeeSized> Copy for *mut T {}
impl<T: PointeeSized> Copy for PhantomData<T> {}
impl<T: Copy, const N: usize> Copy for [T; N] {}
pub mod c {
    pub type c_schar = i8;
    pub type c_uchar = u8;
    pub type c_short = i16;
    pub type c_ushort = u16;
    pub type c_int = i32;
    pub type c_uint = u32;
    pub type c_long = isize;
    pub type c_ulong = usize;
    pub type c_longlong = i64;
    pub type c_ulonglong = u64;
    pub type c_float = f32;
    pub type c_double = f64;
    #[repr(u8)]
    pub enum c_void { A, B }
}
#[repr(C, align(64))]
pub struct Slot { bytes: [u8; 256] }
#[repr(C)]
pub struct Slots {
    s0: Slot, s1: Slot, s2: Slot, s3: Slot, s4: Slot, s5: Slot, s6: Slot,
    s7: Slot, s8: Slot, s9: Slot, s10: Slot, s11: Slot, s12: Slot, s13: Slot,
}
unsafe extern "C" {
    static mut values: Slots;
    static mut taken: Slots;
    static mut given: Slot;
    static mut received: Slot;
}
