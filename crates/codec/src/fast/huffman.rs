//! Entropy-coded data: bits, and the codes of annexes C and F of ITU-T T.81.
//!
//! A code is read by looking up the next [`PEEK`] bits. Where a symbol and the bits of the coefficient behind it fit into
//! them, which is so for all but a few per cent, one look-up tells the run of zeros, the coefficient and how many bits both took.
//!
//! Coefficients that nobody needs are passed by looking up [`PEEK_PAST`] bits: an entry tells how far all whole
//! symbols among them go.

use crate::jpeg::{END_OF_IMAGE, RESTARTS};

/// Bits looked up for one coefficient.
const PEEK: u32 = 11;

/// Bits looked up to pass several coefficients.
const PEEK_PAST: u32 = 13;

/// Symbols that may be read before bits are needed again.
pub const READS: u32 = Bits::FILLED / PEEK;

/// What a run of zeros to the end of the block counts as, in zeros: more than there are coefficients.
pub const END_OF_BLOCK: usize = 128;

/// A code as the file has it: how many codes there are of each length, and their symbols in order.
#[derive(Clone, Copy)]
pub struct Code<'a> {
    pub counts: &'a [u8; 16],
    pub symbols: &'a [u8],
}

/// Entropy-coded data without stuffed bytes, cut at restart markers.
///
/// Bytes stand from last to first: eight of them are then a number whose top bit comes first, on machines that have their
/// lowest byte first, as WebAssembly and nearly all others do.
pub struct Data {
    bytes: Vec<u8>,
    /// For each interval, where its first byte ends, and its length in bytes.
    intervals: Vec<(usize, usize)>,
}

impl Data {
    /// The data up to the end of the image; `None` if another marker comes first, or none.
    pub fn of(scan: &[u8]) -> Option<Self> {
        // Before the last byte are zeros, for who reads eight at a time.
        let length = scan.len() + 8;
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(length).ok()?;
        bytes.resize(length, 0);
        let mut intervals = vec![];
        let (mut rest, mut next, mut end) = (scan, length, length);
        loop {
            // Eight bytes at a time where none of them is ff.
            while let Some((eight, after)) = rest.split_first_chunk::<8>()
                && !has_ff(u64::from_le_bytes(*eight))
            {
                next -= 8;
                bytes[next..next + 8].copy_from_slice(&u64::from_be_bytes(*eight).to_le_bytes());
                rest = after;
            }
            let mut push = |byte: u8| {
                next -= 1;
                bytes[next] = byte;
            };
            match *rest {
                [0xff, 0x00, ref after @ ..] => {
                    push(0xff);
                    rest = after;
                }
                [0xff, 0xff, ref after @ ..] if after.first().is_some_and(|&next| next != 0) => rest = &rest[1..],
                [0xff, marker, ref after @ ..] => {
                    // Restart markers count from 0 to 7 and again.
                    let expected = RESTARTS.start() + (intervals.len() % 8) as u8;
                    intervals.push((end, end - next));
                    end = next;
                    match marker {
                        END_OF_IMAGE => return Some(Self { bytes, intervals }),
                        marker if marker == expected => rest = after,
                        _ => return None,
                    }
                }
                [0xff] | [] => return None,
                [byte, ref after @ ..] => {
                    push(byte);
                    rest = after;
                }
            }
        }
    }

    /// How many bits there are, and in how many intervals.
    pub fn extent(&self) -> (usize, usize) {
        (self.intervals.iter().map(|(_, bytes)| bytes * 8).sum(), self.intervals.len())
    }

    /// The bits of an interval; none where there is no such interval.
    pub fn interval(&self, index: usize) -> Bits<'_> {
        let (end, bytes) = self.intervals.get(index).copied().unwrap_or((8, 0));
        Bits { bytes: &self.bytes[..end], at: 0, window: 0, bits: bytes * 8 }
    }
}

/// Whether one of eight bytes is ff.
fn has_ff(eight: u64) -> bool {
    // The known test for a zero byte, on the complement.
    let zeroes = !eight;
    zeroes.wrapping_sub(0x0101_0101_0101_0101) & !zeroes & 0x8080_8080_8080_8080 != 0
}

/// The bits of an interval, from the first one on. Behind its last one are those of the next; zeros in the end.
#[derive(Clone, Copy)]
pub struct Bits<'a> {
    bytes: &'a [u8],
    /// Bits read.
    at: usize,
    /// The next bits, from the top.
    window: u64,
    /// Of the whole interval.
    bits: usize,
}

impl Bits<'_> {
    /// Bits that are there to look at, at least, after [`Self::fill`]: all of eight bytes but seven bits.
    const FILLED: u32 = 57;

    /// Gets the next bits to look at.
    #[inline(always)]
    pub fn fill(&mut self) {
        let end = self.bytes.len().wrapping_sub(self.at >> 3);
        let eight = self.bytes.get(end.wrapping_sub(8)..end).and_then(<[u8]>::first_chunk);
        self.window = eight.map_or(0, |&eight| u64::from_le_bytes(eight)) << (self.at & 7);
    }

    #[inline(always)]
    fn peek(&self, count: u32) -> usize {
        (self.window >> (64 - count)) as usize
    }

    #[inline(always)]
    fn skip(&mut self, count: u32) {
        self.window <<= count;
        self.at += count as usize;
    }

    /// A coefficient of this many bits, 1 to 11 (T.81, F.2.2.1: what is below half is negative).
    fn coefficient(&mut self, size: u32) -> i16 {
        let value = self.peek(size) as i32;
        self.skip(size);
        (if value >> (size - 1) == 0 { value + 1 - (1 << size) } else { value }) as i16
    }

    /// Bits that are left; negative if more were read than there are.
    pub fn left(&self) -> isize {
        self.bits as isize - self.at as isize
    }
}

/// A run of zeros and the coefficient behind it.
#[derive(Clone, Copy)]
pub struct Step {
    /// Zeros before; [`END_OF_BLOCK`] if there is no coefficient any more.
    pub run: usize,
    pub value: i16,
}

/// An entry of the table. From the lowest bit: eight of its length; eight of the run; sixteen of the value.
///
/// Bit 7 set: the value isn't among the bits looked up. Then the value is the symbol's size, or −1 if the code is longer, too.
#[derive(Clone, Copy, Default)]
struct Entry(u32);

impl Entry {
    const APART: u32 = 0x80;

    fn new(length: u32, run: usize, value: i16) -> Self {
        Self(length | (run as u32) << 8 | (value as u16 as u32) << 16)
    }

    #[inline(always)]
    fn is_apart(self) -> bool {
        self.0 & Self::APART != 0
    }

    #[inline(always)]
    fn length(self) -> u32 {
        self.0 & 0x7f
    }

    #[inline(always)]
    fn step(self) -> Step {
        Step { run: (self.0 >> 8 & 0xff) as usize, value: (self.0 >> 16) as i16 }
    }
}

/// Tables to read a code by.
pub struct Table {
    entries: Box<[Entry; 1 << PEEK]>,
    /// For each length but the last ones, what codes of that length or less lie below, as 16 bits.
    limits: [u32; 17],
    /// What to add to a code of each length for the place of its symbol.
    places: [i32; 17],
    symbols: Vec<u8>,
    is_ac: bool,
}

/// The most bits that a coefficient may have in a picture of 8 bits (T.81, tables F.1 and F.2).
fn most(is_ac: bool) -> u32 {
    if is_ac { 10 } else { 11 }
}

/// What a symbol means: a run of zeros and the size of the coefficient.
fn meaning(symbol: u8, is_ac: bool) -> (usize, u32) {
    match (is_ac, symbol) {
        (true, 0x00) => (END_OF_BLOCK, 0),
        // Sixteen zeros: fifteen, and a coefficient of zero.
        (true, _) => (usize::from(symbol >> 4), u32::from(symbol & 15)),
        (false, _) => (0, u32::from(symbol)),
    }
}

impl Table {
    /// Tables for differences of the first coefficient.
    pub fn dc(code: Code<'_>) -> Option<Self> {
        Self::new(code, false)
    }

    /// Tables for all other coefficients.
    pub fn ac(code: Code<'_>) -> Option<Self> {
        Self::new(code, true)
    }

    /// `None` if the lengths are those of no code.
    fn new(code: Code<'_>, is_ac: bool) -> Option<Self> {
        let mut table = Self {
            entries: vec![Entry::new(Entry::APART, 0, -1); 1 << PEEK].try_into().ok()?,
            limits: [0; 17],
            places: [0; 17],
            symbols: code.symbols.to_vec(),
            is_ac,
        };
        let (mut next, mut place) = (0_u32, 0_usize);
        for (length, &count) in (1..).zip(code.counts) {
            table.places[length as usize] = place as i32 - next as i32;
            for &symbol in &code.symbols[place..place + usize::from(count)] {
                if length <= PEEK {
                    let first = (next << (PEEK - length)) as usize;
                    let entries = table.entries.get_mut(first..first + (1 << (PEEK - length)))?;
                    for (i, entry) in entries.iter_mut().enumerate() {
                        *entry = Self::entry(meaning(symbol, is_ac), length, i, most(is_ac));
                    }
                }
                next += 1;
            }
            place += usize::from(count);
            if next > 1 << length {
                return None;
            }
            table.limits[length as usize] = next << (16 - length);
            next <<= 1;
        }
        Some(table)
    }

    /// The entry for a symbol whose code of this length is followed by the bits `behind`.
    fn entry((run, size): (usize, u32), length: u32, behind: usize, most: u32) -> Entry {
        if size > most {
            return Entry::new(Entry::APART, 0, -1);
        }
        if length + size > PEEK {
            return Entry::new(length | Entry::APART, run, size as i16);
        }
        let bits = (behind >> (PEEK - length - size)) as i32;
        let value = if size > 0 && bits >> (size - 1) == 0 { bits + 1 - (1 << size) } else { bits };
        Entry::new(length + size, run, if size > 0 { value as i16 } else { 0 })
    }

    /// Reads a symbol and its coefficient; `None` where there is no such code. Up to [`READS`] may follow one [`Bits::fill`].
    #[inline(always)]
    pub fn read(&self, bits: &mut Bits<'_>) -> Option<Step> {
        let entry = self.entries[bits.peek(PEEK)];
        if entry.is_apart() {
            // By value: bits whose address is known to a function stay in memory, where every step would have to look for them.
            let (step, at) = self.read_apart(entry, *bits)?;
            bits.at = at;
            bits.fill();
            return Some(step);
        }
        bits.skip(entry.length());
        Some(entry.step())
    }

    /// The same for what isn't among the bits looked up; also where the next one starts.
    #[cold]
    #[inline(never)]
    fn read_apart(&self, entry: Entry, mut bits: Bits<'_>) -> Option<(Step, usize)> {
        bits.fill();
        let Step { run, value } = entry.step();
        let (run, size) = if value >= 0 {
            bits.skip(entry.length());
            (run, value as u32)
        } else {
            let next = bits.peek(16);
            let length = (1..=16).find(|&length| (next as u32) < self.limits[length])?;
            let place = (next >> (16 - length)) as i32 + self.places[length];
            bits.skip(length as u32);
            meaning(*self.symbols.get(usize::try_from(place).ok()?)?, self.is_ac)
        };
        if size > most(self.is_ac) {
            return None;
        }
        let value = if size > 0 { bits.coefficient(size) } else { 0 };
        Some((Step { run, value }, bits.at))
    }
}

/// A table to pass coefficients by. An entry has, from the lowest bit: eight of the length, eight of the coefficients, and a bit that says
/// that the block ends. 0: not even one symbol is whole.
pub struct Past {
    entries: Box<[u32; 1 << PEEK_PAST]>,
}

impl Past {
    const ENDS: u32 = 1 << 16;

    pub fn new(table: &Table) -> Option<Self> {
        let mut entries: Box<[u32; 1 << PEEK_PAST]> = vec![0; 1 << PEEK_PAST].try_into().ok()?;
        for (next, entry) in entries.iter_mut().enumerate() {
            let (mut length, mut count, mut ends) = (0, 0, 0);
            while length < PEEK_PAST && ends == 0 {
                let peeked = (next << length & ((1 << PEEK_PAST) - 1)) >> (PEEK_PAST - PEEK);
                let entry = table.entries[peeked];
                let Step { run, value } = entry.step();
                let own = match (entry.is_apart(), value) {
                    (true, -1) => break,
                    (true, size) => entry.length() + size as u32,
                    (false, _) => entry.length(),
                };
                if length + own > PEEK_PAST || count + 1 > 64 {
                    break;
                }
                length += own;
                if run == END_OF_BLOCK {
                    (ends, count) = (Self::ENDS, count + 1);
                } else {
                    count += run as u32 + 1;
                }
            }
            *entry = length | count << 8 | ends;
        }
        Some(Self { entries })
    }

    /// Passes all coefficients from `k` to the end of the block.
    #[inline(always)]
    pub fn pass(&self, mut k: usize, table: &Table, bits: &mut Bits<'_>) -> Option<()> {
        while k < 64 {
            bits.fill();
            for _ in 0..Bits::FILLED / PEEK_PAST {
                let entry = self.entries[bits.peek(PEEK_PAST)];
                let after = k + (entry >> 8 & 0xff) as usize;
                // Symbols that reach beyond the block's end are the next block's.
                if entry != 0 && after <= 64 {
                    bits.skip(entry & 0xff);
                    if entry & Self::ENDS != 0 || after == 64 {
                        return Some(());
                    }
                    k = after;
                } else {
                    let step = table.read(bits)?;
                    k += step.run + 1;
                    if k >= 64 {
                        break;
                    }
                    bits.fill();
                }
            }
        }
        (k == 64 || k > END_OF_BLOCK).then_some(())
    }
}
