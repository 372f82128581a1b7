import CTideCPU

/// SHA-256 (FIPS 180-4, section 6.2), fed in pieces; by the processor's own instructions where it has them.
public struct SHA256 {
  private var state: SIMD8<UInt32> = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private let isPlain: Bool
  /// Bytes of the message so far that do not fill a block of 64.
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  /// The digest of nothing yet.
  public init() { self.init(isPlain: tide_has_sha256() == 0) }

  /// As above, by portable code alone where `isPlain`.
  init(isPlain: Bool) {
    self.isPlain = isPlain
    pending.reserveCapacity(64)
  }

  /// Takes in more of the message.
  ///
  /// - Complexity: O(n).
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    length &+= UInt64(bytes.count)
    var rest = bytes[...]
    if !pending.isEmpty {
      let taken = rest.prefix(64 - pending.count)
      pending.append(contentsOf: taken)
      rest = rest.dropFirst(taken.count)
      guard pending.count == 64 else { return }
      pending.withUnsafeBytes { compress($0.baseAddress!, blocks: 1) }
      pending.removeAll(keepingCapacity: true)
    }
    let blocks = rest.count / 64
    if blocks > 0 { compress(UnsafeRawBufferPointer(rebasing: rest).baseAddress!, blocks: blocks) }
    pending.append(contentsOf: rest.dropFirst(blocks * 64))
  }

  /// The 32 bytes of the digest of all that was taken in.
  public consuming func finalize() -> [UInt8] {
    let bits = length &* 8
    let zeros = (119 - Int(length % 64)) % 64
    let padding = [0x80] + [UInt8](repeating: 0, count: zeros)
    let ending = padding + (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) }
    ending.withUnsafeBytes { update($0) }
    return (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 4] >> UInt32(24 - 8 * ($0 % 4))) }
  }

  /// The digest of `bytes` as 64 lower-case hexadecimal digits.
  public static func hex(of bytes: UnsafeRawBufferPointer) -> String {
    var digest = SHA256()
    digest.update(bytes)
    return hex(digest.finalize())
  }

  /// A digest from `finalize()` as lower-case hexadecimal digits.
  public static func hex(_ digest: [UInt8]) -> String {
    let digits = [UInt8]("0123456789abcdef".utf8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

// MARK: - Compression

extension SHA256 {
  /// The first 32 bits of the fractions of the cube roots of the first 64 primes (FIPS 180-4, section 4.2.2).
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]

  private mutating func compress(_ message: UnsafeRawPointer, blocks: Int) {
    if isPlain {
      compressPlainly(message, blocks: blocks)
    } else {
      withUnsafeMutableBytes(of: &state) {
        tide_sha256(
          $0.baseAddress!.assumingMemoryBound(to: UInt32.self), message.assumingMemoryBound(to: UInt8.self), blocks)
      }
    }
  }

  private mutating func compressPlainly(_ message: UnsafeRawPointer, blocks: Int) {
    SHA256.constants.withUnsafeBufferPointer { constants in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
        let k = constants.baseAddress!
        let w = schedule.baseAddress!
        for block in 0..<blocks {
          SHA256.load(message + 64 &* block, w)
          state &+= SHA256.rounds(state, w, k)
        }
      }
    }
  }

  /// The block's own words, the first 16 of the message schedule, W in the standard.
  @inline(__always)
  private static func load(_ block: UnsafeRawPointer, _ w: UnsafeMutablePointer<UInt32>) {
    for t in 0..<16 { w[t] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 &* t, as: UInt32.self)) }
  }

  /// Word `t` of the message schedule from those before it.
  @inline(__always)
  private static func extend(_ w: UnsafeMutablePointer<UInt32>, _ t: Int) {
    let early = w[t &- 15]
    let late = w[t &- 2]
    let sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ early &>> 3
    let sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ late &>> 10
    w[t] = sigma1 &+ w[t &- 7] &+ sigma0 &+ w[t &- 16]
  }

  /// The 64 rounds, eight at a time so that the variables change names instead of places. The schedule is extended
  /// between them, off the path that the rounds wait on.
  @inline(__always)
  private static func rounds(
    _ state: SIMD8<UInt32>, _ w: UnsafeMutablePointer<UInt32>, _ k: UnsafePointer<UInt32>
  ) -> SIMD8<UInt32> {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    var t = 0
    while t < 64 {
      if t >= 16 {
        extend(w, t)
        extend(w, t &+ 1)
        extend(w, t &+ 2)
        extend(w, t &+ 3)
        extend(w, t &+ 4)
        extend(w, t &+ 5)
        extend(w, t &+ 6)
        extend(w, t &+ 7)
      }
      round(a, b, c, &d, e, f, g, &h, w[t] &+ k[t])
      round(h, a, b, &c, d, e, f, &g, w[t &+ 1] &+ k[t &+ 1])
      round(g, h, a, &b, c, d, e, &f, w[t &+ 2] &+ k[t &+ 2])
      round(f, g, h, &a, b, c, d, &e, w[t &+ 3] &+ k[t &+ 3])
      round(e, f, g, &h, a, b, c, &d, w[t &+ 4] &+ k[t &+ 4])
      round(d, e, f, &g, h, a, b, &c, w[t &+ 5] &+ k[t &+ 5])
      round(c, d, e, &f, g, h, a, &b, w[t &+ 6] &+ k[t &+ 6])
      round(b, c, d, &e, f, g, h, &a, w[t &+ 7] &+ k[t &+ 7])
      t &+= 8
    }
    return [a, b, c, d, e, f, g, h]
  }

  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32,
    _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32, _ wk: UInt32
  ) {
    let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    let choice = g ^ (e & (f ^ g))
    let first = h &+ sum1 &+ choice &+ wk
    let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    let majority = (a & b) | (c & (a | b))
    d = d &+ first
    h = first &+ sum0 &+ majority
  }

  @inline(__always)
  private static func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { x &>> n | x &<< (32 &- n) }
}
