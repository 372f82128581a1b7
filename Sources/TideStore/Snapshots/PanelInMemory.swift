import TideCore

/// A panel that stands in no file: brought into today's form from an older one, or laid together for one vintage.
final class PanelInMemory {
  private let bytes: UnsafeMutableRawBufferPointer
  private let head: Int

  init(_ panel: EncodedPanel) {
    // One byte in front, so that no body stands at distance 0 of a head that would begin there.
    var content: [UInt8] = [0]
    let places = panel.bodies.map { body in
      defer { content += body }
      return content.count
    }
    head = content.count
    content += panel.head(at: head, bodiesAt: places)
    bytes = .allocate(byteCount: content.count, alignment: 8)
    bytes.copyBytes(from: content)
  }

  deinit { bytes.deallocate() }

  /// The panel, which keeps these bytes alive.
  func image() throws(CoreError) -> PanelImage {
    try PanelImage(UnsafeRawBufferPointer(bytes), at: head, floor: 0, owner: self)
  }
}
