import TideCore

/// What a compacted segment says of a panel, as its directory points at it: where its matrices are, and of which releases.
///
///     0        4        8
///     +--------+--------+--------+--------+--------------------+--------+--------------------
///     | length | CRC-32 | nested | layers | layers             | labels | labels
///     | u32    | u32    |        |        |                    |        |
///     +--------+--------+--------+--------+--------------------+--------+--------------------
///
///     a layer:                                             a label:
///     +----------+----------+---------------------+       +---------+--------+---------+
///     | distance | releases | first, then steps   |       | release | period | text id |
///     | of head  |          | to the next         |       |         |        |         |
///     +----------+----------+---------------------+       +---------+--------+---------+
///
/// All but length and CRC-32 are variable integers. Releases are counted from the first one of the segment.
struct PanelVersions {
  /// One matrix.
  struct Layer {
    /// Byte offset of its head.
    let head: Int
    /// Releases that said some of its cells, ascending.
    let releases: [Int]
  }

  /// So many layers, the first ones, are the versions of one matrix: each holds the versions before those of the layer
  /// in front of it. 0 where no two layers have to do with each other.
  let nested: Int
  /// The nested ones newest first, then those of one release each, newest first.
  let layers: [Layer]
  /// What releases of nested layers call the periods, where that is not the canonical label; by row of the first layer.
  let labels: [MergedPanel.Label]

  private static let headerBytes = 8

  /// The bytes of what stands at `offset` in a segment whose first release is `first`.
  func encoded(at offset: Int, first: Int) -> [UInt8] {
    var body = ByteWriter()
    body.appendVariable(nested)
    body.appendVariable(layers.count)
    for layer in layers {
      body.appendVariable(offset - layer.head)
      body.appendVariable(layer.releases.count)
      var last = first
      for release in layer.releases {
        body.appendVariable(release - last)
        last = release
      }
    }
    body.appendVariable(labels.count)
    for label in labels {
      body.appendVariable(label.release - first)
      body.appendVariable(label.period)
      body.appendVariable(Int(label.text))
    }
    var length = ByteWriter()
    length.append(UInt32(Self.headerBytes + body.bytes.count))
    let start = length.bytes.withUnsafeBytes { CRC32.checksum($0) }
    length.append(body.bytes.withUnsafeBytes { CRC32.checksum($0, continuing: start) })
    return length.bytes + body.bytes
  }

  init(nested: Int, layers: [Layer], labels: [MergedPanel.Label]) {
    self.nested = nested
    self.layers = layers
    self.labels = labels
  }

  /// Nil where the bytes at `offset` are no such thing. Nothing is allocated for a count that the bytes cannot hold.
  init?(_ bytes: UnsafeRawBufferPointer, at offset: Int, releases: ClosedRange<Int>) {
    guard bytes.count - offset >= Self.headerBytes else { return nil }
    let length = Int(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian)
    guard length >= Self.headerBytes, length <= bytes.count - offset else { return nil }
    let start = CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + 4]))
    let body = UnsafeRawBufferPointer(rebasing: bytes[offset + Self.headerBytes..<offset + length])
    let stored = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self).littleEndian
    guard CRC32.agrees(stored, with: body, continuing: start) else { return nil }
    var reader = ByteReader(body)
    guard let nested = reader.variable(), let count = reader.variable(), nested <= count, count > 0,
      count <= body.count
    else { return nil }
    var layers: [Layer] = []
    for _ in 0..<count {
      guard let distance = reader.variable(), distance > 0, distance < offset,
        let told = Self.releases(&reader, within: releases), layers.count < nested || told.count == 1
      else { return nil }
      layers.append(Layer(head: offset - distance, releases: told))
    }
    guard let labels = Self.labels(&reader, within: releases), reader.isAtEnd else { return nil }
    self.init(nested: nested, layers: layers, labels: labels)
  }

  private static func releases(_ reader: inout ByteReader, within known: ClosedRange<Int>) -> [Int]? {
    guard let count = reader.variable(), count > 0, count <= known.count else { return nil }
    var out: [Int] = []
    for _ in 0..<count {
      guard let step = reader.variable(), step > 0 || out.isEmpty, step <= known.count else { return nil }
      let release = (out.last ?? known.lowerBound) + step
      guard known.contains(release) else { return nil }
      out.append(release)
    }
    return out
  }

  private static func labels(_ reader: inout ByteReader, within known: ClosedRange<Int>) -> [MergedPanel.Label]? {
    guard let count = reader.variable() else { return nil }
    var out: [MergedPanel.Label] = []
    for _ in 0..<count {
      guard let step = reader.variable(), let period = reader.variable(), let text = reader.variable(),
        step < known.count, period < PanelShape.maximumCells
      else { return nil }
      out.append(MergedPanel.Label(release: known.lowerBound + step, period: period, text: Int64(text)))
    }
    return out
  }

  /// All releases that say something of the panel.
  var releases: Set<Int> { Set(layers.flatMap(\.releases)) }
}
