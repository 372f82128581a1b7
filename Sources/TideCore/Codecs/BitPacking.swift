/// Unsigned offsets of 0 to 64 bits, packed without gaps. Three layouts, by count and width:
///
/// - fewer than 256 values: one stream of bits, least significant first, padded with zeros to whole bytes;
/// - 256 or more, up to 32 bits wide: 16 interleaved lanes of UInt32;
/// - 256 or more, 33 to 64 bits wide: 8 interleaved lanes of UInt64.
///
/// With L lanes value i is in lane i % L, row i / L. Each lane packs its rows, least significant bit first, into
/// ceil(rows * width / lane bits) words, and word k of lane l is word k * L + l of the payload. One vector load thus
/// brings the same bits of L neighbouring values, and every lane shifts by the same amount: the order of FastLanes
/// (Afroozeh and Boncz, VLDB 2023) without its transposition. Width 0 stores nothing.
///
/// Lanes are read as vectors of native words; every platform Swift runs on is little-endian.
enum BitPacking {
  /// Blocks of at least this many values are packed in lanes.
  static let laneThreshold = 256

  /// Bytes that `count` values (at most `Block.maximumCount`) of `width` bits (0...64) take.
  static func byteCount(count: Int, width: Int) -> Int {
    guard width > 0 else { return 0 }
    if count < laneThreshold { return (count * width + 7) / 8 }
    let lanes = width <= 32 ? 16 : 8
    let laneBits = 512 / lanes
    let rows = (count + lanes - 1) / lanes
    return (rows * width + laneBits - 1) / laneBits * 64
  }

  /// Packs `words[i] - base`, modulo 2^64, of which all but the low `width` bits are zero.
  ///
  /// `target` is zeroed and has `byteCount` bytes.
  static func pack(_ words: Words, subtracting base: Int64, width: Int, into target: UnsafeMutableRawPointer) {
    guard width > 0 else { return }
    if words.count < laneThreshold {
      packStream(words, base, width, target)
    } else if width <= 32 {
      packLanes32(words, base, width, target)
    } else {
      packLanes64(words, base, width, target)
    }
  }

  /// Unpacks `count` offsets and adds `base` to each, modulo 2^64.
  ///
  /// `source` has `byteCount` bytes, `out` room for `count` words.
  static func unpack(
    _ source: UnsafeRawPointer, count: Int, width: Int, adding base: Int64, into out: UnsafeMutablePointer<Int64>
  ) {
    if width == 0 {
      out.update(repeating: base, count: count)
    } else if count < laneThreshold {
      unpackStream(source, count, width, base, out)
    } else if width <= 32 {
      Kernels.current.unpack(source, from: 0, to: count, width: width, base: base, into: out)
    } else {
      unpackLanes64(source, count, width, base, out)
    }
  }

  /// Whether these offsets lie in lanes of UInt32, for which there are kernels.
  static func hasLanes32(count: Int, width: Int) -> Bool { count >= laneThreshold && (1...32).contains(width) }

  /// The offset at `index`, which is below `count`. O(1).
  static func extract(_ source: UnsafeRawPointer, at index: Int, count: Int, width: Int) -> UInt64 {
    guard width > 0 else { return 0 }
    let mask = UInt64.max >> UInt64(64 - width)
    if count < laneThreshold {
      let bit = index * width
      var value: UInt64 = 0
      var filled = -(bit & 7)
      var byte = bit >> 3
      while filled < width {
        let next = UInt64(source.load(fromByteOffset: byte, as: UInt8.self))
        value |= filled < 0 ? next >> UInt64(-filled) : next << UInt64(filled)
        filled += 8
        byte += 1
      }
      return value & mask
    }
    let lanes = width <= 32 ? 16 : 8
    let laneBits = 512 / lanes
    let bit = index / lanes * width
    let shift = bit % laneBits
    let place = bit / laneBits * 64 + index % lanes * (laneBits / 8)
    let spills = shift + width > laneBits
    if lanes == 16 {
      let low = UInt64(source.littleEndian(UInt32.self, at: place))
      let high = spills ? UInt64(source.littleEndian(UInt32.self, at: place + 64)) : 0
      return (low | high << 32) >> UInt64(shift) & mask
    }
    let low = source.littleEndian(UInt64.self, at: place) >> UInt64(shift)
    let high = spills ? source.littleEndian(UInt64.self, at: place + 64) << UInt64(64 - shift) : 0
    return (low | high) & mask
  }
}

// MARK: - The stream layout

extension BitPacking {
  private static func packStream(_ words: Words, _ base: Int64, _ width: Int, _ target: UnsafeMutableRawPointer) {
    var pending: UInt64 = 0
    var filled = 0
    var place = 0
    for word in words {
      let offset = UInt64(bitPattern: word &- base)
      pending |= offset << UInt64(filled)
      filled += width
      if filled >= 64 {
        target.storeLittleEndian(pending, at: place)
        place += 8
        filled -= 64
        pending = filled == 0 ? 0 : offset >> UInt64(width - filled)
      }
    }
    while filled > 0 {
      target.storeBytes(of: UInt8(truncatingIfNeeded: pending), toByteOffset: place, as: UInt8.self)
      pending >>= 8
      place += 1
      filled -= 8
    }
  }

  private static func unpackStream(
    _ source: UnsafeRawPointer, _ count: Int, _ width: Int, _ base: Int64, _ out: UnsafeMutablePointer<Int64>
  ) {
    let bytes = byteCount(count: count, width: width)
    // Copied in front of zeros, so that no read of nine bytes runs past the end.
    withUnsafeTemporaryAllocation(byteCount: bytes + 16, alignment: 8) { padded in
      let stream = padded.baseAddress!
      stream.copyMemory(from: source, byteCount: bytes)
      (stream + bytes).initializeMemory(as: UInt8.self, repeating: 0, count: 16)
      let mask = UInt64.max >> UInt64(64 - width)
      var bit = 0
      for i in 0..<count {
        let place = UnsafeRawPointer(stream) + bit >> 3
        let shift = UInt64(bit & 7)
        var offset = place.littleEndian(UInt64.self, at: 0) &>> shift
        if width > 57 { offset |= UInt64(place.load(fromByteOffset: 8, as: UInt8.self)) << (64 - shift) }
        out[i] = base &+ Int64(bitPattern: offset & mask)
        bit += width
      }
    }
  }
}

// MARK: - The lane layouts

extension BitPacking {
  private typealias Lanes32 = SIMD16<UInt32>
  private typealias Lanes64 = SIMD8<UInt64>

  private static func packLanes32(_ words: Words, _ base: Int64, _ width: Int, _ target: UnsafeMutableRawPointer) {
    var pending = Lanes32.zero
    var filled = 0
    var place = 0
    for row in 0..<(words.count + 15) / 16 {
      var offset = Lanes32.zero
      for lane in 0..<min(16, words.count - row * 16) {
        offset[lane] = UInt32(truncatingIfNeeded: words[row * 16 + lane] &- base)
      }
      pending |= offset &<< Lanes32(repeating: UInt32(filled))
      filled += width
      if filled >= 32 {
        target.storeBytes(of: pending, toByteOffset: place, as: Lanes32.self)
        place += 64
        filled -= 32
        pending = filled == 0 ? .zero : offset &>> Lanes32(repeating: UInt32(width - filled))
      }
    }
    if filled > 0 { target.storeBytes(of: pending, toByteOffset: place, as: Lanes32.self) }
  }

  private static func packLanes64(_ words: Words, _ base: Int64, _ width: Int, _ target: UnsafeMutableRawPointer) {
    var pending = Lanes64.zero
    var filled = 0
    var place = 0
    for row in 0..<(words.count + 7) / 8 {
      var offset = Lanes64.zero
      for lane in 0..<min(8, words.count - row * 8) {
        offset[lane] = UInt64(bitPattern: words[row * 8 + lane] &- base)
      }
      pending |= offset &<< Lanes64(repeating: UInt64(filled))
      filled += width
      if filled >= 64 {
        target.storeBytes(of: pending, toByteOffset: place, as: Lanes64.self)
        place += 64
        filled -= 64
        pending = filled == 0 ? .zero : offset &>> Lanes64(repeating: UInt64(width - filled))
      }
    }
    if filled > 0 { target.storeBytes(of: pending, toByteOffset: place, as: Lanes64.self) }
  }

  private static func unpackLanes64(
    _ source: UnsafeRawPointer, _ count: Int, _ width: Int, _ base: Int64, _ out: UnsafeMutablePointer<Int64>
  ) {
    let target = UnsafeMutableRawPointer(out)
    let bases = Lanes64(repeating: UInt64(bitPattern: base))
    let whole = count / 8
    for row in 0..<whole {
      target.storeBytes(of: row64(source, row, width) &+ bases, toByteOffset: row &* 64, as: Lanes64.self)
    }
    if count % 8 > 0 {
      let offsets = row64(source, whole, width)
      for lane in 0..<count % 8 { out[whole * 8 + lane] = base &+ Int64(bitPattern: offsets[lane]) }
    }
  }

  /// The 8 offsets of one row, 33...64 bits each.
  @inline(__always)
  private static func row64(_ source: UnsafeRawPointer, _ row: Int, _ width: Int) -> Lanes64 {
    let bit = row &* width
    let shift = UInt64(truncatingIfNeeded: bit & 63)
    let place = source + (bit >> 6) &* 64
    var offsets = place.loadUnaligned(as: Lanes64.self) &>> Lanes64(repeating: shift)
    if Int(shift) &+ width > 64 {
      offsets |= (place + 64).loadUnaligned(as: Lanes64.self) &<< Lanes64(repeating: 64 &- shift)
    }
    return offsets & Lanes64(repeating: UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- width))
  }
}
