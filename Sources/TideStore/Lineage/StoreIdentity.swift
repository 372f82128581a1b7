import TideCore

/// Which store a file belongs to: 16 bytes that are drawn when a store is made and stand in its catalogue, its seal and each
/// of its segments. Copies of a store keep them.
///
/// The ids in a segment mean something in the dictionaries of its own store alone: a segment with another identity is never
/// read into a store.
struct StoreIdentity: Hashable, Sendable {
  let high: UInt64
  let low: UInt64

  /// That of stores made before there were identities.
  static let none = StoreIdentity(high: 0, low: 0)

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A new one: by chance, or for a given moment always the same, so that the same appends at the same moments make the
  /// same bytes. Stores that share an identity so are still told apart by the marks of their releases.
  static func made(at moment: Int?, _ files: any FileSystem) -> StoreIdentity {
    guard let moment else { return StoreIdentity(high: files.randomBits() | 1, low: files.randomBits()) }
    var text = "tidemark store \(moment)"
    let digest = text.withUTF8 { bytes in
      var digest = SHA256()
      digest.update(UnsafeRawBufferPointer(bytes))
      return digest.finalize()
    }
    return digest.withUnsafeBytes {
      StoreIdentity(
        high: $0.loadUnaligned(as: UInt64.self).littleEndian | 1,
        low: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self).littleEndian)
    }
  }

  /// 32 hexadecimal digits.
  var text: String { Self.digits(high) + Self.digits(low) }

  /// Nil for what is not 32 hexadecimal digits.
  init?(_ text: some StringProtocol) {
    guard text.utf8.count == 32, let high = UInt64(text.prefix(16), radix: 16),
      let low = UInt64(text.dropFirst(16), radix: 16)
    else { return nil }
    self.init(high: high, low: low)
  }

  private static func digits(_ number: UInt64) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}

/// Where a segment stands in the line of a store's releases.
struct Lineage: Equatable {
  var identity = StoreIdentity.none
  /// The mark of the release before its first; 0 for none.
  var follows = 0
}

/// What tells a release from every other one of its number: a hash of its figures and records, and of the mark of the release
/// before it. Two copies of a store that have taken different releases since so have marks that differ from there on.
enum ReleaseMark {
  /// - Parameters:
  ///   - follows: the mark of the release before; 0 for none.
  ///   - panels: the digest of the segment's bytes so far.
  ///   - records: those of the release but for this mark.
  /// - Returns: never 0.
  static func of(follows: Int, panels: [UInt8], records: [UInt8]) -> Int {
    var head = ByteWriter()
    head.append(Int64(follows))
    var digest = SHA256()
    for part in [head.bytes, panels, records] { part.withUnsafeBytes { digest.update($0) } }
    let mark = digest.finalize().withUnsafeBytes { $0.loadUnaligned(as: Int64.self).littleEndian }
    return mark == 0 ? 1 : Int(mark)
  }
}
