/// Labels in a column beside what they name, moved apart until none overlaps another.
enum LabelSpread {
  /// The middles of labels of one height, each as near to where it would stand as the others and the room allow.
  /// - Returns: nil where the room does not hold them all.
  static func apart(_ wanted: [Double], height: Double, within room: ClosedRange<Double>) -> [Double]? {
    guard Double(wanted.count) * height <= room.upperBound - room.lowerBound + 0.01 else { return nil }
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var middles = wanted
    var edge = room.lowerBound
    for index in order {
      middles[index] = max(wanted[index], edge + height / 2)
      edge = middles[index] + height / 2
    }
    edge = room.upperBound
    for index in order.reversed() {
      middles[index] = min(middles[index], edge - height / 2)
      edge = middles[index] - height / 2
    }
    return middles
  }
}
