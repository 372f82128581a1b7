import TideCore

/// What a snapshot has been read for, so that a question can say what it cost.
public struct StoreReading: Sendable, Equatable {
  /// Panels of releases opened, each release's own counted.
  public var panelsOpened = 0
  /// Panels of releases that the snapshot sees.
  public var panels = 0
  /// Blocks of the panels opened that were read.
  public var blocksRead = 0
  /// Those never looked at.
  public var blocksSkipped = 0
  /// Bytes of the blocks read.
  public var bytesRead = 0
  /// Bytes of those never looked at.
  public var bytesSkipped = 0
  /// Blocks of measures and states that were decoded whole.
  public var blocksDecoded = 0
  /// How often that was done: more than `blocksDecoded` where a block was decoded again.
  public var decodings = 0
  /// Cells looked up one by one.
  public var cells = 0
  /// Numbers decoded with the whole matrix they stand in.
  public var values = 0
}

/// Collects it while panels are opened and read.
final class ReadingLog {
  /// A panel that is asked for again is the same image.
  private var images: [ObjectIdentifier: PanelImage] = [:]
  var cells = 0
  var values = 0

  func opened(_ image: PanelImage) { images[ObjectIdentifier(image)] = image }

  func reading(panels: Int) -> StoreReading {
    var reading = StoreReading(panelsOpened: images.count, panels: panels, cells: cells, values: values)
    for extent in images.values.map(\.extent) {
      reading.blocksRead += extent.chunksRead
      reading.blocksSkipped += extent.chunksSkipped
      reading.bytesRead += extent.bytesRead
      reading.bytesSkipped += extent.bytesSkipped
      reading.blocksDecoded += extent.chunksDecoded
      reading.decodings += extent.decodings
    }
    return reading
  }
}
