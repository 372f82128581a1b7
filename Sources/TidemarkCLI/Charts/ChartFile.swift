/// A picture or a page as a file: there whole or not at all.
enum ChartFile {
  /// - Throws: `CommandFailure` when the system refuses; what was there before is then as it was.
  static func write(_ text: String, to path: String) throws {
    let file = try FileSink(path, option: "--output")
    var text = text
    try text.withUTF8 { try file.write(UnsafeRawBufferPointer($0)) }
    try file.finish()
  }
}
