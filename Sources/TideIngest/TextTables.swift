import TideCore

/// What is wrong with a text, wherever it stands.
struct Problem: Error {
  let rule: RejectedRow.Rule
  let reason: String

  static let notUTF8 = Problem(rule: .notUTF8, reason: "the text is not UTF-8; save the file as CSV UTF-8")
}

/// What the texts of one column stand for, each settled once, by the numbers a reader gives them.
struct ResolvedColumn<Value> {
  private var values: [Value?] = []
  private var problems: [Int32: Problem] = [:]

  /// What a text stands for, if that is settled and it has no problem.
  @inline(__always)
  func known(_ text: Int32) -> Value? {
    let index = Int(text)
    return index < values.count ? values[index] : nil
  }

  /// What a text stands for, settled now unless it is.
  mutating func settle(_ text: Int32, _ make: () throws(Problem) -> Value) throws(Problem) -> Value {
    if let value = known(text) { return value }
    if let problem = problems[text] { throw problem }
    do throws(Problem) {
      let value = try make()
      while values.count <= Int(text) { values.append(nil) }
      values[Int(text)] = value
      return value
    } catch {
      problems[text] = error
      throw error
    }
  }
}

/// Up to five numbers, of texts or other things, that name something together.
struct NumberKey: Hashable {
  var a: Int32 = -1
  var b: Int32 = -1
  var c: Int32 = -1
  var d: Int32 = -1
  var e: Int32 = -1

  @inline(__always)
  static func == (one: NumberKey, other: NumberKey) -> Bool {
    (one.a ^ other.a) | (one.b ^ other.b) | (one.c ^ other.c) | (one.d ^ other.d) | (one.e ^ other.e) == 0
  }

  /// Where to look first for a key of few that are in use at a time.
  @inline(__always)
  fileprivate var place: Int {
    var mixed = UInt32(bitPattern: a) &* 0x9E37_79B1 ^ UInt32(bitPattern: b) &* 0x85EB_CA77
    mixed ^= UInt32(bitPattern: c) &* 0xC2B2_AE3D ^ UInt32(bitPattern: d) &* 0x27D4_EB2F
    mixed ^= UInt32(bitPattern: e) &* 0x1656_67B1
    return Int(mixed >> 22)
  }
}

/// A dictionary from keys to small numbers for rows that mostly repeat the key of the row before or of one not long ago.
struct NumberTable {
  private var recent: [(key: NumberKey, value: Int32)] = Array(repeating: (NumberKey(), -1), count: 1024)
  private var all: [NumberKey: Int32] = [:]

  /// The number of a key; nil for none.
  mutating func value(_ key: NumberKey) -> Int32? {
    let place = key.place
    if recent[place].value >= 0, recent[place].key == key { return recent[place].value }
    guard let value = all[key] else { return nil }
    recent[place] = (key, value)
    return value
  }

  /// Gives a key its number, 0 or more.
  mutating func set(_ key: NumberKey, to value: Int32) {
    recent[key.place] = (key, value)
    all[key] = value
  }
}
