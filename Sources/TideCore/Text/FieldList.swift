/// The fields of one CSV record, in memory that serves for record after record.
final class FieldList {
  private var storage: UnsafeMutablePointer<CSVField>
  private var capacity = 64
  /// Fields of the record.
  var count = 0

  init() { storage = .allocate(capacity: capacity) }

  deinit { storage.deallocate() }

  /// The fields; valid until the next record is read.
  var fields: UnsafeBufferPointer<CSVField> { UnsafeBufferPointer(start: storage, count: count) }

  /// What appends a record's fields; afterwards the list takes it back.
  @inline(__always)
  var writer: Writer { Writer(list: self, storage: storage, capacity: capacity) }

  @inline(__always)
  func take(_ writer: Writer) { count = writer.count }

  private func grow(_ count: Int) {
    let larger = UnsafeMutablePointer<CSVField>.allocate(capacity: capacity * 2)
    larger.update(from: storage, count: count)
    storage.deallocate()
    storage = larger
    capacity *= 2
  }

  /// Appends fields without touching the list for each.
  struct Writer {
    private unowned(unsafe) let list: FieldList
    private var storage: UnsafeMutablePointer<CSVField>
    private var capacity: Int
    private(set) var count = 0

    fileprivate init(list: FieldList, storage: UnsafeMutablePointer<CSVField>, capacity: Int) {
      self.list = list
      self.storage = storage
      self.capacity = capacity
    }

    @inline(__always)
    mutating func append(_ field: CSVField) {
      if count == capacity {
        list.grow(count)
        storage = list.storage
        capacity = list.capacity
      }
      storage[count] = field
      count &+= 1
    }
  }
}
