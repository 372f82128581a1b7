/// The texts met in some columns of a table, as numbers that equal texts of a column share.
public final class TextNumbers {
  private let interners: UnsafeMutablePointer<ByteInterner>
  /// Columns, each numbered by itself.
  public let slots: Int

  /// No texts yet.
  public init(slots: Int) {
    self.slots = slots
    interners = .allocate(capacity: max(1, slots))
    for slot in 0..<slots { (interners + slot).initialize(to: ByteInterner()) }
  }

  deinit {
    interners.deinitialize(count: slots)
    interners.deallocate()
  }

  /// Texts met so far in a slot.
  public func count(_ slot: Int) -> Int { interners[slot].count }

  /// A text by its slot and number; nil when its bytes are not UTF-8.
  public func text(_ slot: Int, _ number: Int) -> String? {
    String(validating: interners[slot][number], as: UTF8.self)
  }

  /// The number of a text, given now if it has none.
  @inline(__always)
  func number(_ slot: Int, _ bytes: UnsafeRawBufferPointer) -> Int { interners[slot].intern(bytes) }

  /// For each text of another's slot, in order of number, its number here, given now if it has none.
  func numbers(_ slot: Int, of other: TextNumbers) -> [Int32] {
    (0..<other.count(slot)).map { Int32(truncatingIfNeeded: interners[slot].intern(other.interners[slot][$0])) }
  }
}
