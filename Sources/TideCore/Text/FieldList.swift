/// The fields of one CSV record, in memory that serves for record after record.
final class FieldList {
  private(set) var storage: UnsafeMutablePointer<CSVField>
  private(set) var capacity = 64
  /// Fields of the record.
  var count = 0

  init() { storage = .allocate(capacity: capacity) }

  deinit { storage.deallocate() }

  /// The fields; valid until the next record is read.
  var fields: UnsafeBufferPointer<CSVField> { UnsafeBufferPointer(start: storage, count: count) }

  /// Appends a field.
  func append(_ field: CSVField) {
    if count == capacity { grow() }
    storage[count] = field
    count += 1
  }

  /// Makes room for more fields.
  func grow() {
    let larger = UnsafeMutablePointer<CSVField>.allocate(capacity: capacity * 2)
    larger.update(from: storage, count: count)
    storage.deallocate()
    storage = larger
    capacity *= 2
  }
}
